/** Claims: what ID tokens, userinfo and access tokens say about people and clients. */
import type { AccessToken, ClientCredentials, FindAccount, KoaContextWithOIDC, UnknownObject } from 'oidc-provider';
import type { Account, Accounts } from '../accounts/accounts.ts';
import type { Resource, Resources } from '../resources/resources.ts';
import { exchangedClaims } from './exchanged-claims.ts';
import { policyOf } from './registered-client.ts';

const standardClaims = (account: Account): Record<string, unknown> => ({
  sub: account.id,
  name: account.name,
  preferred_username: account.login,
  locale: account.locale,
  updated_at: account.updatedAtSeconds,
  department: account.department,
  email: account.email,
  email_verified: account.emailVerified,
});

/** Claims that the operator declared, by name. */
export type PersonClaims = Readonly<Record<string, { readonly scope: string }>>;

/** The engine's `claims`: which scope gives which. */
export function claimsByScope(
  fixed: Readonly<Record<string, readonly string[]>>,
  declared: PersonClaims,
): Record<string, string[]> {
  const ofScope = (scope: string) => Object.keys(declared).filter((name) => declared[name]?.scope === scope);
  return Object.fromEntries(Object.entries(fixed).map(([scope, names]) => [scope, [...names, ...ofScope(scope)]]));
}

const furtherClaims = (account: Account, declared: PersonClaims): Record<string, unknown> =>
  Object.fromEntries(Object.entries(account.claims).filter(([name]) => Object.hasOwn(declared, name)));

/** An account the engine found, with the record behind it. */
export interface EngineAccount {
  readonly accountId: string;
  readonly record: Account;
  claims(use: string): Promise<{ sub: string; [claim: string]: unknown }>;
}

/**
 * The engine's `findAccount`. Disabled people are not found, so their sessions, codes and refresh tokens stop here.
 * ID tokens carry profile and e-mail only for clients registered with `id_token_claims: full` (OpenID Connect Core,
 * section 5.4).
 */
export const createFindAccount =
  (accounts: Accounts, declared: PersonClaims): FindAccount =>
  async (ctx, accountId) => {
    const record = await accounts.findActive(accountId);
    if (!record) return undefined;
    const account: EngineAccount = {
      accountId,
      record,
      async claims(use) {
        const full = use !== 'id_token' || policyOf(ctx.oidc.client).idTokenClaims === 'full';
        return full
          ? { ...furtherClaims(record, declared), ...standardClaims(record), sub: record.id }
          : { sub: record.id };
      },
    };
    return account as never;
  };

/** The person behind the running request, if any. */
export const accountOf = (ctx: KoaContextWithOIDC): Account | undefined =>
  (ctx.oidc.entities.Account as unknown as EngineAccount | undefined)?.record;

const ofEveryAccount: ReadonlySet<string> = new Set(['department', 'roles', 'email', 'name']);

/** What the access tokens of a resource say about the person. */
export const claimsForResource = (account: Account | undefined, resource: Resource | undefined): UnknownObject =>
  account && resource
    ? Object.fromEntries(
        resource.claims.map((claim) => [
          claim,
          ofEveryAccount.has(claim) ? account[claim as keyof Account] : account.claims[claim],
        ]),
      )
    : {};

/**
 * Claims of access tokens beyond RFC 9068's own (AS-07): for people the grant (`gid`, so that it can be revoked), how
 * and when they signed in, and what the resource asks for; for clients their fixed claims.
 */
export const createExtraTokenClaims =
  (resources: Resources) =>
  async (ctx: KoaContextWithOIDC, token: AccessToken | ClientCredentials): Promise<UnknownObject | undefined> => {
    const exchanged = exchangedClaims.get(token);
    if (exchanged) return exchanged;
    const policy = policyOf(ctx.oidc.client);
    const mayAct = policy.mayAct === undefined ? {} : { may_act: { sub: policy.mayAct } };
    if (token.kind === 'ClientCredentials') return { ...policy.accessTokenClaims, ...mayAct };
    const { entities } = ctx.oidc;
    const signIn = entities.AuthorizationCode ?? entities.RefreshToken ?? entities.DeviceCode;
    const claims: UnknownObject = {
      gid: token.grantId,
      auth_time: signIn?.authTime,
      acr: signIn?.acr,
      amr: signIn?.amr,
    };
    const resource = typeof token.aud === 'string' ? resources.find(token.aud) : undefined;
    Object.assign(claims, claimsForResource(accountOf(ctx), resource), mayAct);
    return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  };
