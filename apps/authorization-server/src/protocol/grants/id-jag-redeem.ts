/**
 * Identity assertion authorization grants of other issuers, redeemed here: an issuer that the registry pairs with this client says who
 * the user is and what may be given, and the client gets an access token of the account that the user is here
 * (draft-ietf-oauth-identity-assertion-authz-grant, section 4.4; RFC 7523, section 2.1). There is no refresh token: the issuer is
 * asked again, and may say no.
 */
import { errors, type TokenEndpointGrantContext, type UnknownObject } from 'oidc-provider';
import type { FindLinkedAccount } from '../../directory/accounts/foreign-subjects.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import type { IdentityAssertionIssuer } from '../../directory/clients/identity-assertions.ts';
import type { Policies } from '../../directory/registry/policies.ts';
import type { Resource } from '../../directory/resources/schema.ts';
import { accountOf, claimsForResource } from '../engine/claims.ts';
import { grantChecks } from '../engine/engine.ts';
import { exchangedClaims } from '../engine/exchanged-claims.ts';
import type { MissingRolesDependencies } from '../engine/missing-roles.ts';
import { policyOf, provesItself } from '../engine/registered-client.ts';
import { requiredLevel } from '../engine/required-assurance.ts';
import { type ResourceDependencies, resourceServerOf } from '../engine/resource-indicators.ts';
import { currentUnit } from '../engine/unit-of-work.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { AssertionKeys } from './assertion-keys.ts';
import { type IdJag, verifyIdJag } from './id-jag-assertion.ts';
import { resourceWithin, scopesWithin } from './id-jag-bounds.ts';
import { bindTo, proofOf } from './sender-proof.ts';

export interface IdJagRedeemDependencies extends ResourceDependencies, MissingRolesDependencies {
  readonly issuer: string;
  readonly policies: Pick<Policies, 'current'>;
  readonly audit: Audit;
  readonly clock: () => number;
  readonly linkedAccount: FindLinkedAccount;
}

/** How long a jti is remembered beyond the end of the grant: longer than clocks may differ. */
const rememberedSeconds = 60;

const refused = (reason: string) => new errors.InvalidGrant(reason);

/** The user who is meant, and who may sign in here. */
async function findUser(
  { linkedAccount }: Pick<IdJagRedeemDependencies, 'linkedAccount'>,
  ctx: TokenEndpointGrantContext,
  { issuer, subjects }: IdentityAssertionIssuer,
  subject: string,
): Promise<string> {
  const accountId = await linkedAccount({ issuer, subject }, subjects);
  const account = accountId && (await grantChecks.findAccount(ctx.oidc.provider, ctx, accountId));
  if (accountId && account) {
    ctx.oidc.entity('Account', account);
    return accountId;
  }
  const error = refused(accountId ? 'the account of the user is not active' : 'the user is linked to no account');
  throw Object.assign(error, {
    error_description:
      'no active account here belongs to the user that the assertion names; an operator of this server links users of other servers',
  });
}

interface Decided {
  readonly accountId: string;
  readonly target: Resource;
  readonly scopes: readonly string[];
}

/** The token, under a grant of its own that ends with it: what ends grants, ends it. */
async function tokenOf(
  dependencies: IdJagRedeemDependencies & { readonly keyring: Pick<Keyring, 'signs'> },
  ctx: TokenEndpointGrantContext,
  { accountId, target, scopes }: Decided,
) {
  const { provider, client } = ctx.oidc;
  const info = resourceServerOf(dependencies, target, scopes);
  const expiresIn = info.accessTokenTTL;
  const grant = new provider.Grant({ accountId, clientId: client.clientId, expiresIn } as never);
  grant.addResourceScope(target.indicator, scopes.join(' '));
  const grantId = await grant.save();
  ctx.oidc.entity('Grant', grant);
  const of = { accountId, client, grantId, gty: 'jwt_bearer', scope: scopes.join(' '), expiresIn };
  const token = new provider.AccessToken(of);
  token.resourceServer = new provider.ResourceServer(target.indicator, info);
  const { may_act: mayAct } = policyOf(client);
  const claims: UnknownObject = {
    gid: grantId,
    ...claimsForResource(accountOf(ctx), target, dependencies.policies.current.users.claims),
    ...(mayAct !== undefined && { may_act: { sub: mayAct } }),
  };
  exchangedClaims.set(token, claims);
  return token;
}

/** What was given to whom, in two records: whose word was taken, and which API the token is for. */
function record(
  { audit }: Pick<IdJagRedeemDependencies, 'audit'>,
  ctx: TokenEndpointGrantContext,
  { issuer, jti, subject }: IdJag & { readonly issuer: string },
  token: {
    readonly accountId: string;
    readonly grantId: string | undefined;
    readonly jti: string | undefined;
    readonly target: Resource;
  },
): void {
  const { accountId, grantId, target } = token;
  const who = { outcome: 'success', clientId: ctx.oidc.client.clientId, subject: accountId, grantId } as const;
  currentUnit()?.afterCommit(() => {
    audit.record(ctx.req, {
      event: 'assertion.accepted',
      ...who,
      jti,
      target: { type: 'external_user', id: `${issuer} ${subject}` },
    });
    audit.record(ctx.req, {
      event: 'token.exchanged',
      ...who,
      jti: token.jti,
      target: { type: 'resource', id: target.indicator },
    });
  });
}

/** Makes the answer to an assertion whose header says that it is such a grant. */
export function createIdJagRedeem(
  dependencies: IdJagRedeemDependencies & { readonly keyring: Pick<Keyring, 'signs'> },
  keys: AssertionKeys,
) {
  const { issuer, resources, clock } = dependencies;
  return async (ctx: TokenEndpointGrantContext, assertion: string, claimedIssuer: unknown): Promise<void> => {
    const { provider, client } = ctx.oidc;
    const { identity_assertion_issuers: issuers = [] } = policyOf(client);
    const trusted = issuers.find((one) => one.issuer === claimedIssuer);
    if (!trusted || !provesItself(client)) throw refused('the issuer of the assertion is not trusted for this client');
    const proof = await proofOf(ctx);
    const idJag = await verifyIdJag(assertion, trusted, { issuer, clientId: client.clientId, clock, keys });
    if (idJag.jkt !== undefined && idJag.jkt !== proof.dpop?.thumbprint)
      throw refused('the assertion is bound to a key that the request does not show');
    const { jti, expiresAtSeconds } = idJag;
    await provider.ReplayDetection.unique(
      `id-jag:${trusted.issuer}\n`,
      jti,
      Math.ceil(expiresAtSeconds) + rememberedSeconds,
    );
    const accountId = await findUser(dependencies, ctx, trusted, idJag.subject);
    const target = resourceWithin(dependencies, ctx, idJag);
    // How the user signed in elsewhere is not known here.
    if (requiredLevel(resources, client, [target.indicator]) > 0) throw refused('a stronger sign-in is needed');
    const scopes = scopesWithin(dependencies, ctx, idJag, target);
    const token = await tokenOf(dependencies, ctx, { accountId, target, scopes });
    await bindTo(proof, ctx, token);
    ctx.oidc.entity('AccessToken', token);
    const accessToken = await token.save();
    const tokenId = target.token_format === 'jwt' ? token.jti : undefined;
    record(
      dependencies,
      ctx,
      { ...idJag, issuer: trusted.issuer },
      { accountId, grantId: token.grantId, jti: tokenId, target },
    );
    ctx.body = grantChecks.buildTokenResponse(provider, {
      accessToken,
      expiresIn: token.expiration,
      scope: scopes.join(' '),
      tokenType: token.tokenType,
    });
  };
}
