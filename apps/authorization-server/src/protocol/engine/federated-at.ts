/**
 * `federated_at`: when an upstream provider last vouched for the user, at the sign-in or when it was asked again at a refresh. Tokens of
 * users who signed in another way have none, and cost nothing.
 */
import type { Storage } from '@gatehouse/storage';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { noticing } from './unit-of-work.ts';

/** Gives the claim, in seconds since the epoch (a NumericDate); undefined where there is none. */
export type FederatedAt = (ctx: KoaContextWithOIDC) => Promise<number | undefined>;

/** One read for each request that issues tokens of a federated sign-in. */
export function createFederatedAt({ upstreamSessions }: Pick<Storage, 'upstreamSessions'>): FederatedAt {
  const found = new WeakMap<object, Promise<number | undefined>>();
  return async ({ oidc }) => {
    const { AuthorizationCode: code, RefreshToken: refreshToken, DeviceCode: device } = oidc.entities;
    const source = code ?? refreshToken ?? device;
    if (!source?.amr?.includes('fed') || source.sessionUid === undefined) return undefined;
    const { sessionUid } = source;
    const known = found.get(oidc) ?? noticing(async () => (await upstreamSessions.find(sessionUid))?.vouchedAtSeconds);
    found.set(oidc, known);
    return known;
  };
}
