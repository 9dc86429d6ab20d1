/**
 * Introspection (RFC 7662) for JWT access tokens too, which oidc-provider refuses. Client authentication, the signed form of
 * the answer (RFC 9701) and opaque tokens are oidc-provider's.
 */
import type { Storage } from '@gatehouse/storage';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { type Clients, isResourceServerFor } from '../../directory/clients/clients.ts';
import type { Revocations } from '../../directory/revocation/revocations.ts';
import { grantLives } from '../engine/living-grant.ts';
import { verifyOwnToken } from '../engine/own-tokens.ts';
import { policyOf, provesItself } from '../engine/registered-client.ts';
import { noteClient, noticing } from '../engine/unit-of-work.ts';
import { looksLikeJwt } from '../keys/jws.ts';
import type { Keyring } from '../keys/keyring.ts';

export interface IntrospectionDependencies {
  readonly issuer: string;
  readonly keyring: Keyring;
  readonly storage: Pick<Storage, 'apiCredentials'>;
  readonly clients: Clients;
  readonly revocations: Revocations;
  readonly clock: () => number;
}

type AllowedPolicy = Extract<
  NonNullable<NonNullable<Configuration['features']>['introspection']>['allowedPolicy'],
  (...values: never[]) => unknown
>;

/** AS-09: a client that can prove itself learns about its own tokens, and about access tokens for the API that it is. */
export const introspectionPolicy =
  (clients: Clients): AllowedPolicy =>
  async (_ctx, client, token) => {
    if (!provesItself(client)) return false;
    // The tokens of a client that was disabled are dead.
    if (!(await noteClient(token.clientId as string, (id) => clients.find(id)))) return false;
    if (token.clientId === client.clientId) return true;
    const audience = 'aud' in token ? token.aud : undefined;
    return typeof audience === 'string' && isResourceServerFor(policyOf(client), audience);
  };

/** What is said about an active JWT access token: what it says itself, and how it must be sent. */
const described = (claims: Record<string, unknown>) => ({
  ...claims,
  active: true,
  token_type: (claims['cnf'] as { jkt?: string } | undefined)?.jkt === undefined ? 'Bearer' : 'DPoP',
});

/** Stands around oidc-provider's own introspection. */
export function createIntrospection(dependencies: IntrospectionDependencies) {
  const { clients, revocations } = dependencies;

  const introspect = async (ctx: KoaContextWithOIDC, token: string): Promise<Record<string, unknown>> => {
    const inactive = { active: false };
    const client = ctx.oidc.client;
    const verified = await verifyOwnToken(token, dependencies);
    if (!verified || !client || !provesItself(client)) return inactive;
    const { kid, claims } = verified;
    const isOwner = claims.client_id === client.clientId;
    if (!isOwner && !isResourceServerFor(policyOf(client), claims.aud as string)) return inactive;
    if (!(await noteClient(claims.client_id, (id) => clients.find(id)))) return inactive;
    if (await noticing(() => revocations.isRevoked({ kid, claims }))) return inactive;
    if (typeof claims['gid'] === 'string' && !(await grantLives(dependencies, ctx, claims['gid']))) return inactive;
    return described(claims);
  };

  return async (ctx: KoaContextWithOIDC, original: () => Promise<void>): Promise<void> => {
    const token = String(ctx.oidc.params?.['token']);
    if (looksLikeJwt(token)) ctx.body = await introspect(ctx, token);
    else await original();
  };
}
