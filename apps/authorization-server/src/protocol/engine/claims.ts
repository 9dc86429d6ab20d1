/** Claims: what ID tokens, userinfo and access tokens say about users and clients. */
import {
  type AccessToken,
  type ClientCredentials,
  errors,
  type FindAccount,
  type KoaContextWithOIDC,
  type UnknownObject,
} from 'oidc-provider';
import { type Account, type Accounts, ifActive } from '../../directory/accounts/accounts.ts';
import type { UserClaims } from '../../directory/accounts/schema.ts';
import { claimOf, isAccountClaim } from '../../directory/accounts/user-claims.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import type { Resource } from '../../directory/resources/schema.ts';
import { claimsOfScopes } from './claims-parameter.ts';
import { exchangedClaims } from './exchanged-claims.ts';
import type { FederatedAt } from './federated-at.ts';
import { policyOf } from './registered-client.ts';
import { currentUnit } from './unit-of-work.ts';
import { userinfoClaims } from './userinfo-token.ts';

const standardClaims = (account: Account): Record<string, unknown> => ({
  sub: account.id,
  name: account.name,
  preferred_username: account.login,
  locale: account.locale,
  updated_at: account.updatedAtSeconds,
  email: account.email,
  email_verified: account.emailVerified,
});

/** oidc-provider's `claims`: which scope gives which. */
export function claimsByScope(
  fixed: Readonly<Record<string, readonly string[]>>,
  declared: UserClaims,
): Record<string, string[]> {
  const ofScope = (scope: string) => Object.keys(declared).filter((name) => declared[name]?.scope === scope);
  return Object.fromEntries(Object.entries(fixed).map(([scope, names]) => [scope, [...names, ...ofScope(scope)]]));
}

/** Scopes for which the operator declared no claim. */
export const emptyScopes = (declared: UserClaims): ReadonlySet<string> =>
  new Set(
    ['address', 'phone', 'groups'].filter((scope) => !Object.values(declared).some((claim) => claim.scope === scope)),
  );

const furtherClaims = (account: Account, declared: UserClaims): Record<string, unknown> =>
  Object.fromEntries(Object.entries(declared).map(([name, claim]) => [name, claimOf(account, name, claim)]));

/** An account oidc-provider found, with the record behind it. */
export interface EngineAccount {
  readonly accountId: string;
  readonly record: Account;
  claims(use: string, scope?: string, asked?: object): Promise<{ sub: string; [claim: string]: unknown }>;
}

/**
 * oidc-provider's `findAccount`. Disabled users are not found, so their sessions, codes and refresh tokens stop here.
 * ID tokens carry profile and e-mail only for clients registered with `id_token_claims: full` (OpenID Connect Core,
 * section 5.4), and what others ask for by the `claims` parameter.
 */
export const createFindAccount =
  (
    accounts: Accounts,
    declared: UserClaims,
    byScope: Readonly<Record<string, readonly string[]>>,
    federatedAt: FederatedAt,
  ): FindAccount =>
  async (ctx, accountId) => {
    const seen = currentUnit()?.accountSeen(accountId);
    const record = seen ? ifActive(seen.account) : await accounts.findActive(accountId);
    if (!record) return undefined;
    const account: EngineAccount = {
      accountId,
      record,
      async claims(use, _scope, asked = {}) {
        const { client } = ctx.oidc;
        const full = use !== 'id_token' || policyOf(client).id_token_claims === 'full';
        const vouched = use === 'id_token' ? { federated_at: await federatedAt(ctx) } : {};
        if (!full && Object.keys(asked).length === 0) return { sub: record.id, ...vouched };
        const all = { ...furtherClaims(record, declared), ...standardClaims(record) };
        // What was asked for one by one stays in tokens; the client may have lost the scope since.
        const permitted = claimsOfScopes(byScope, client?.scope);
        const said = Object.entries(all).filter(
          ([name]) => permitted.has(name) && (full || Object.hasOwn(asked, name)),
        );
        return { ...Object.fromEntries(said), sub: record.id, ...vouched };
      },
    };
    return account as never;
  };

/** The user behind the running request, if any. */
export const accountOf = (ctx: KoaContextWithOIDC): Account | undefined =>
  (ctx.oidc.entities.Account as unknown as EngineAccount | undefined)?.record;

/** APIs refuse tokens of more than 8 KB; the rest is what else a token holds, in base64. */
const mostBytesInToken = 4096;

const tooLong = () =>
  new errors.InvalidRequest(
    'the access token would be longer than APIs accept: the user has too many roles or too long claims for this resource',
  );

/** What the access tokens of a resource say about the user. Throws InvalidRequest when that is too much for a token. */
export function claimsForResource(
  account: Account | undefined,
  resource: Resource | undefined,
  declared: UserClaims,
): UnknownObject {
  if (!account || !resource) return {};
  const value = (name: string) => {
    if (isAccountClaim(name)) return account[name];
    const claim = Object.hasOwn(declared, name) ? declared[name] : undefined;
    return claim && claimOf(account, name, claim);
  };
  const claims = Object.fromEntries(resource.claims.map((name) => [name, value(name)]));
  if (resource.token_format === 'jwt' && Buffer.byteLength(JSON.stringify(claims)) > mostBytesInToken) throw tooLong();
  return claims;
}

/**
 * Claims of access tokens beyond RFC 9068's own (AS-07): for users the grant (`gid`, so that it can be revoked), how
 * and when they signed in, when an upstream provider last vouched for them, what the resource asks for, and what the token opens at userinfo; for clients their fixed claims.
 */
export const createExtraTokenClaims =
  (resources: Resources, declared: UserClaims, federatedAt: FederatedAt) =>
  async (ctx: KoaContextWithOIDC, token: AccessToken | ClientCredentials): Promise<UnknownObject | undefined> => {
    const exchanged = exchangedClaims.get(token);
    if (exchanged) return exchanged;
    const policy = policyOf(ctx.oidc.client);
    const mayAct = policy.may_act === undefined ? {} : { may_act: { sub: policy.may_act } };
    if (token.kind === 'ClientCredentials') return { ...policy.access_token_claims, ...mayAct };
    const { entities } = ctx.oidc;
    const signIn = entities.AuthorizationCode ?? entities.RefreshToken ?? entities.DeviceCode;
    const claims: UnknownObject = {
      gid: token.grantId,
      auth_time: signIn?.authTime,
      acr: signIn?.acr,
      amr: signIn?.amr,
      federated_at: await federatedAt(ctx),
    };
    const resource = typeof token.aud === 'string' ? resources.find(token.aud) : undefined;
    Object.assign(claims, claimsForResource(accountOf(ctx), resource, declared), mayAct);
    if (token.aud !== undefined) Object.assign(claims, userinfoClaims(ctx));
    return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  };
