/**
 * What an operator asks of every sign-in also holds when tokens are made (AS-20): of a sign-in from before a policy became
 * stricter, or for something that asked less, no token comes for what asks more.
 */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { levelOf } from '../../directory/accounts/assurance.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import type { Resource } from '../../directory/resources/schema.ts';
import { policyOf } from './registered-client.ts';

/** Throws InvalidTarget when the resource was removed meanwhile: nobody knows what it asked of sign-ins. */
export function existing(resources: Resources, indicator: string): Resource {
  const resource = resources.find(indicator);
  if (!resource) throw new errors.InvalidTarget('the resource is not registered any more', indicator);
  return resource;
}

/** No sign-in reaches a level that is unknown here. */
export function levelAsked(acr: string | undefined): number {
  if (acr === undefined) return 0;
  const level = levelOf(acr);
  if (level === 0) throw new errors.UnmetAuthenticationRequirements(`there is no level of assurance ${acr}`);
  return level;
}

/** The level that client and resource ask of users, from 0 (none). */
export const requiredLevel = (
  resources: Resources,
  client: object | undefined,
  indicators: readonly string[],
): number =>
  Math.max(
    levelAsked(policyOf(client).required_acr),
    ...indicators.map((indicator) => levelAsked(existing(resources, indicator).required_acr)),
  );

/**
 * For after a token was made of a code, a device code or a refresh token: throws InvalidGrant, so that the client asks
 * the user to sign in again. A refused request uses nothing up.
 */
export const createRequireAssurance =
  ({ resources }: { readonly resources: Resources }) =>
  ({ oidc }: KoaContextWithOIDC): void => {
    const {
      AccessToken: token,
      AuthorizationCode: code,
      RefreshToken: refreshToken,
      DeviceCode: device,
    } = oidc.entities;
    const signIn = code ?? refreshToken ?? device;
    const audience = token?.resourceServer?.audience;
    const needed = requiredLevel(resources, oidc.client, audience === undefined ? [] : [audience]);
    if (levelOf(signIn?.acr) < needed) throw new errors.InvalidGrant('a stronger sign-in is needed');
  };
