/**
 * The subject token of an exchange (RFC 8693, section 2.1): whose it is and what it allows. Only access tokens of this
 * server that are alive count: not expired, not revoked, their grant, user and client still there (TX-01).
 */
import type { Storage } from '@gatehouse/storage';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { credentialIdOf } from '../../directory/accounts/api-key.ts';
import type { Clients } from '../../directory/clients/clients.ts';
import type { CredentialKind } from '../../directory/clients/exchange-policy.ts';
import type { Revocations } from '../../directory/revocation/revocations.ts';
import { grantLives } from '../engine/living-grant.ts';
import { verifyOwnToken } from '../engine/own-tokens.ts';
import { noticing } from '../engine/unit-of-work.ts';
import { looksLikeJwt } from '../keys/jws.ts';
import type { Keyring } from '../keys/keyring.ts';
import { type Actor, actorsFrom } from './actor-chain.ts';

/** Whom and what a subject token stands for. */
export interface Subject {
  readonly id: string;
  readonly isPerson: boolean;
  /** The client that the first token of the chain was issued to. */
  readonly originClientId: string | undefined;
  readonly source: { readonly audience: string } | { readonly credential: CredentialKind };
  /** What it allows of a resource. */
  readonly scopesFor: (indicator: string) => readonly string[];
  /** Infinity for what does not expire. */
  readonly expiresAtSeconds: number;
  /** What goes over into the issued token as it is. */
  readonly carried: Readonly<Record<string, unknown>>;
  readonly grantId: string | undefined;
  /** Claims of a subject that is neither a user nor a client. */
  readonly fixedClaims: Readonly<Record<string, unknown>> | undefined;
  readonly actors: Actor | undefined;
  readonly mayAct: { readonly sub?: unknown } | undefined;
  readonly boundTo: { readonly jkt?: string | undefined; readonly 'x5t#S256'?: string | undefined };
}

export interface SubjectDependencies {
  readonly issuer: string;
  readonly keyring: Keyring;
  readonly storage: Pick<Storage, 'apiCredentials' | 'clients' | 'artefacts'>;
  readonly clients: Clients;
  readonly revocations: Revocations;
  readonly clock: () => number;
}

/** Marks tokens whose subject is a client although another client holds them. */
export const serviceProfile = 'service';

const carriedClaims = ['gid', 'auth_time', 'acr', 'amr', 'federated_at', 'may_act'] as const;

interface Facts {
  readonly kid?: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The claims of an opaque token that this server stored. */
async function storedFacts(ctx: KoaContextWithOIDC, value: string): Promise<Facts | undefined> {
  const { AccessToken, ClientCredentials } = ctx.oidc.provider;
  const token = (await AccessToken.find(value)) ?? (await ClientCredentials.find(value));
  if (!token) return undefined;
  const { jkt, 'x5t#S256': x5t } = token as { jkt?: string; 'x5t#S256'?: string };
  return {
    claims: {
      ...token.extra,
      sub: 'accountId' in token ? token.accountId : token.clientId,
      client_id: token.clientId,
      aud: token.aud,
      scope: token.scope,
      iat: token.iat,
      exp: token.exp,
      ...('grantId' in token && token.grantId ? { gid: token.grantId } : {}),
      cnf: { jkt, 'x5t#S256': x5t },
    },
  };
}

/** A service account is no client: its claims are asked of it at each step of a chain. */
async function claimsOfCredential({ storage }: SubjectDependencies, grantId: string | undefined) {
  const id = grantId === undefined ? undefined : credentialIdOf(grantId);
  if (id === undefined) return undefined;
  const record = await noticing(() => storage.apiCredentials.find(id));
  return record?.kind === 'service_account' ? record.claims : undefined;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** @returns undefined for everything that is no living access token of this server */
export async function subjectOf(
  dependencies: SubjectDependencies,
  ctx: KoaContextWithOIDC,
  value: string,
): Promise<Subject | undefined> {
  const { clients, revocations, clock } = dependencies;
  const facts = looksLikeJwt(value) ? await verifyOwnToken(value, dependencies) : await storedFacts(ctx, value);
  if (!facts) return undefined;
  const { claims } = facts;
  const [id, audience, clientId] = [text(claims['sub']), text(claims['aud']), text(claims['client_id'])];
  const expiresAtSeconds = Number(claims['exp']);
  if (id === undefined || audience === undefined || clientId === undefined) return undefined;
  if (!(expiresAtSeconds > clock() / 1000)) return undefined;
  const originClientId = text(claims['origin_client_id']) ?? clientId;
  // What a disabled client once got is revoked, whoever exchanged it meanwhile.
  for (const one of new Set([clientId, originClientId])) if (!(await clients.find(one))) return undefined;
  if (await noticing(() => revocations.isRevoked(facts))) return undefined;
  const grantId = text(claims['gid']);
  if (grantId !== undefined && !(await grantLives(dependencies, ctx, grantId))) return undefined;
  const scopes = (text(claims['scope']) ?? '').split(' ').filter((scope) => scope !== '');
  return {
    id,
    isPerson: id !== clientId && claims['sub_profile'] === undefined,
    originClientId,
    source: { audience },
    scopesFor: () => scopes,
    expiresAtSeconds,
    carried: Object.fromEntries(carriedClaims.map((name) => [name, claims[name]])),
    grantId: grantId !== undefined && credentialIdOf(grantId) === undefined ? grantId : undefined,
    fixedClaims: await claimsOfCredential(dependencies, grantId),
    actors: actorsFrom(claims['act']),
    mayAct: claims['may_act'] as Subject['mayAct'],
    boundTo: claims['cnf'] ?? {},
  };
}
