/**
 * What an operator asks of every sign-in also holds when tokens are made (AS-20): of a sign-in from before a policy became
 * stricter, or for something that asked less, no token comes for what asks more.
 */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { levelOf } from '../accounts/assurance.ts';
import type { Clients } from '../clients/clients.ts';
import type { Resources } from '../resources/resources.ts';

/** The level that client and resource ask of people, from 0 (none). */
export const requiredLevel = (
  { clients, resources }: { readonly clients: Clients; readonly resources: Resources },
  clientId: string | undefined,
  indicators: readonly string[],
): number =>
  Math.max(
    levelOf(clients.policyOf(clientId ?? '')?.requiredAcr),
    ...indicators.map((indicator) => levelOf(resources.find(indicator)?.requiredAcr)),
  );

/**
 * For after a token was made of a code, a device code or a refresh token: throws InvalidGrant, so that the client asks
 * the person to sign in again. A refused request uses nothing up.
 */
export const createRequireAssurance =
  (parts: { readonly clients: Clients; readonly resources: Resources }) =>
  ({ oidc }: KoaContextWithOIDC): void => {
    const {
      AccessToken: token,
      AuthorizationCode: code,
      RefreshToken: refreshToken,
      DeviceCode: device,
    } = oidc.entities;
    const signIn = code ?? refreshToken ?? device;
    const audience = token?.resourceServer?.audience;
    const needed = requiredLevel(parts, oidc.client?.clientId, audience === undefined ? [] : [audience]);
    if (levelOf(signIn?.acr) < needed) throw new errors.InvalidGrant('a stronger sign-in is needed');
  };
