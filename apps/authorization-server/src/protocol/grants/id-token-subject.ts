/**
 * An ID token of ours that its client hands in again: whose sign-in it stands for. It counts for the client that it was issued to,
 * and as long as the user still lets that client act.
 */
import type { Storage } from '@gatehouse/storage';
import type { Revocations } from '../../directory/revocation/revocations.ts';
import { fixedConfiguration } from '../engine/features.ts';
import { noticing } from '../engine/unit-of-work.ts';
import { type Members, verifyJwt } from '../keys/jws.ts';
import type { Keyring } from '../keys/keyring.ts';

/** A sign-in at a client. */
export interface SignIn {
  readonly accountId: string;
  readonly expiresAtSeconds: number;
  /** How and when, as the ID token says it. */
  readonly auth: {
    readonly auth_time?: unknown;
    readonly acr?: unknown;
    readonly amr?: unknown;
    readonly federated_at?: unknown;
  };
}

export interface IdTokenDependencies {
  readonly issuer: string;
  readonly keyring: Pick<Keyring, 'tokenKeys'>;
  readonly storage: Pick<Storage, 'artefacts'>;
  readonly revocations: Pick<Revocations, 'isRevoked'>;
  readonly clock: () => number;
}

interface IdTokenClaims extends Members {
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
}

/** Of what this server signs only ID tokens have no `typ`. */
const isIdToken = (header: Members): boolean => header['typ'] === undefined;

function isFor(
  claims: Members,
  clientId: string,
  { issuer, clock }: Pick<IdTokenDependencies, 'issuer' | 'clock'>,
): claims is IdTokenClaims {
  const { iss, aud, azp = clientId, sub, exp, iat } = claims;
  const nowSeconds = clock() / 1000;
  if (iss !== issuer || aud !== clientId || azp !== clientId) return false;
  if (typeof sub !== 'string' || sub === '' || typeof exp !== 'number' || typeof iat !== 'number') return false;
  return exp > nowSeconds && iat <= nowSeconds + fixedConfiguration.clockTolerance;
}

/** True while a grant for OpenID Connect lives that was there when the token was issued: it names none by itself. */
async function isStillGranted(
  { storage, clock }: Pick<IdTokenDependencies, 'storage' | 'clock'>,
  { sub, iat }: IdTokenClaims,
  clientId: string,
): Promise<boolean> {
  const grants = await noticing(() => storage.artefacts.listByAccount(sub, { models: ['Grant'] }));
  return grants.some(({ payload, expiresAtSeconds = Number.POSITIVE_INFINITY }) => {
    const { openid, iat: since } = payload as { openid?: { scope?: string }; iat?: number };
    const forSignIn = openid?.scope?.split(' ').includes('openid') === true;
    const inTime = expiresAtSeconds > clock() / 1000 && Number(since) <= iat + fixedConfiguration.clockTolerance;
    return payload['clientId'] === clientId && forSignIn && inTime;
  });
}

/** @returns undefined for everything that is no living ID token of this server for this client */
export async function signInOf(
  dependencies: IdTokenDependencies,
  value: string,
  clientId: string,
): Promise<SignIn | undefined> {
  const verified = verifyJwt(value, dependencies.keyring);
  if (!verified?.claims || !isIdToken(verified.header)) return undefined;
  const { kid, claims } = verified;
  if (!isFor(claims, clientId, dependencies)) return undefined;
  const facts = { kid, claims: { sub: claims.sub, client_id: clientId, iat: claims.iat } };
  if (await noticing(() => dependencies.revocations.isRevoked(facts))) return undefined;
  if (!(await isStillGranted(dependencies, claims, clientId))) return undefined;
  const { auth_time: authTime, acr, amr, federated_at: federatedAt } = claims;
  return {
    accountId: claims.sub,
    expiresAtSeconds: claims.exp,
    auth: { auth_time: authTime, acr, amr, federated_at: federatedAt },
  };
}
