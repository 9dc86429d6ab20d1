/**
 * Token exchange (RFC 8693): a client hands in an access token and gets one for another API, in the name of the same
 * subject. What it gets is never wider than what it handed in, and what no policy of the registry names is refused.
 * Requirements TX-01 to TX-06.
 */
import { hash } from 'node:crypto';
import { errors, type KoaContextWithOIDC, type TokenEndpointGrantContext, type UnknownObject } from 'oidc-provider';
import { levelOf } from '../../directory/accounts/assurance.ts';
import type { UserClaims } from '../../directory/accounts/schema.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import {
  type ExchangePolicy,
  type ExchangeRule,
  exchangedScopes,
  exchangeRule,
} from '../../directory/clients/exchange-policy.ts';
import { tokenExchangeGrantType } from '../../directory/clients/grant-types.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import type { Resource } from '../../directory/resources/schema.ts';
import { accountOf, claimsForResource } from '../engine/claims.ts';
import { grantChecks } from '../engine/engine.ts';
import { exchangedClaims } from '../engine/exchanged-claims.ts';
import { certificateOf } from '../engine/mutual-tls.ts';
import { policyOf } from '../engine/registered-client.ts';
import { levelAsked } from '../engine/required-assurance.ts';
import { resourceServerOf } from '../engine/resource-indicators.ts';
import { currentUnit } from '../engine/unit-of-work.ts';
import { type Actor, actorNames, withActor } from './actor-chain.ts';
import type { OwnGrant } from './grant.ts';
import { credentialTypes, subjectOfCredential } from './subject-credential.ts';
import { type Subject, type SubjectParts, serviceProfile, subjectOf } from './subject-token.ts';

/** Parameters of RFC 8693, section 2.1. `resource` and `audience` name the same thing here. */
const tokenExchangeParameters = [
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'requested_token_type',
  'resource',
  'audience',
  'scope',
] as const;

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

export interface TokenExchangeDependencies extends Omit<SubjectParts, 'keyring'> {
  readonly resources: Resources;
  readonly userClaims: UserClaims;
  readonly audit: Audit;
  readonly accessTokenTtlSeconds: number;
}

/** RFC 8693, section 2.2.2: whatever is wrong with a token is `invalid_request`; the reason is for the audit. */
const refused = (reason: string) =>
  new errors.InvalidRequest('the subject token cannot be exchanged by this client', 400, reason);

const malformed = (description: string) => new errors.InvalidRequest(description);

function targetOf(params: Readonly<Record<string, unknown>>): string | undefined {
  const named = [params['resource'], params['audience']].flat().filter((value) => value !== undefined);
  const [target, ...others] = new Set(named);
  if (others.length > 0) throw new errors.InvalidTarget('a token is for exactly one resource');
  return target as string | undefined;
}

/** True when the request shows the key or certificate that the subject token is bound to, or it is bound to none. */
function showsBinding(ctx: KoaContextWithOIDC, { boundTo }: Subject, jkt: string | undefined): boolean {
  const x5t = boundTo['x5t#S256'];
  if (boundTo.jkt !== undefined && boundTo.jkt !== jkt) return false;
  if (x5t === undefined) return true;
  const certificate = certificateOf(ctx);
  return certificate !== undefined && hash('sha256', certificate.raw, 'base64url') === x5t;
}

/** The chain of the issued token; whoever holds the subject token may have named who may act (TX-03, TX-04). */
function actorsOf(policy: ExchangePolicy, rule: ExchangeRule, subject: Subject, actor: string): Actor | undefined {
  if (subject.mayAct !== undefined && subject.mayAct.sub !== actor) throw refused('may_act');
  if (rule.mode === 'impersonation') return subject.actors;
  const actors = withActor(actor, subject.actors);
  if (actorNames(actors).length > policy.max_depth) throw refused('chain_too_long');
  return actors;
}

/** The grant. */
export const tokenExchange = (dependencies: TokenExchangeDependencies): OwnGrant => ({
  type: tokenExchangeGrantType,
  parameters: tokenExchangeParameters,
  repeatable: ['resource', 'audience'],
  handler: (_provider, keyring) => createTokenExchange({ ...dependencies, keyring }),
});

/** Makes the handler of the grant. */
function createTokenExchange(parts: TokenExchangeDependencies & SubjectParts) {
  const { clients, resources, audit, clock } = parts;

  /** The actor is the client itself; a token that it hands in as the actor's must be its own. */
  const checkActor = async (ctx: KoaContextWithOIDC, actor: string): Promise<void> => {
    const { actor_token: token, actor_token_type: type } = ctx.oidc.params as Record<string, string | undefined>;
    if (token === undefined && type === undefined) return;
    if (token === undefined || type !== accessTokenType) throw malformed('actor_token must be an access token');
    const own = await subjectOf(parts, ctx, token);
    if (own?.id !== actor || own.isPerson) throw refused('actor_not_the_client');
  };

  const ruleFor = (
    ctx: KoaContextWithOIDC,
    policy: ExchangePolicy,
    subject: Subject,
    facts: { target: string | undefined; jkt: string | undefined; ofThirdParty: boolean },
  ): ExchangeRule => {
    const target = facts.target === undefined ? undefined : (resources.find(facts.target)?.indicator ?? facts.target);
    const boundElsewhere = !showsBinding(ctx, subject, facts.jkt);
    const rule = exchangeRule(policy, {
      source: subject.source,
      target,
      ofThirdParty: facts.ofThirdParty,
      boundElsewhere,
    });
    if (typeof rule !== 'string') return rule;
    if (!rule.startsWith('target_')) throw refused(rule);
    throw new errors.InvalidTarget('this client may not exchange tokens for that resource', rule);
  };

  /** The subject itself: a person who may still sign in, or a client that is still enabled. */
  const claimsOfSubject = async (ctx: KoaContextWithOIDC, subject: Subject, target: Resource) => {
    if (subject.isPerson) {
      const account = await grantChecks.findAccount(ctx.oidc.provider, ctx as never, subject.id);
      if (!account) throw refused('subject_gone');
      ctx.oidc.entity('Account', account);
      return claimsForResource(accountOf(ctx), target, parts.userClaims);
    }
    if (subject.fixedClaims) return { ...subject.fixedClaims, sub_profile: serviceProfile };
    const client = await clients.find(subject.id);
    if (!client) throw refused('subject_gone');
    return { ...client.policy.access_token_claims, sub_profile: serviceProfile };
  };

  return async (ctx: TokenEndpointGrantContext): Promise<void> => {
    const { provider, client, params } = ctx.oidc;
    const {
      subject_token: value,
      subject_token_type: type,
      requested_token_type: wanted,
      scope,
    } = params as Record<string, string | undefined>;
    if (!value) throw malformed("missing required parameter 'subject_token'");
    const credential = credentialTypes.get(String(type));
    if (type !== accessTokenType && credential === undefined) throw malformed('subject_token_type is not supported');
    if (wanted !== undefined && wanted !== accessTokenType) throw malformed('requested_token_type is not supported');
    const policy = policyOf(client).token_exchange;
    if (!policy) throw refused('no_policy');

    const dpop = await grantChecks.validateDpop(provider, ctx);
    grantChecks.checkDpopRequired(provider, ctx, dpop);
    const certificate = grantChecks.checkMtlsCert(provider, ctx);
    await checkActor(ctx, client.clientId);
    // Guessing at credentials is for nobody but those whose policy names that kind.
    if (credential && !policy.rules.some(({ credentials }) => credentials.includes(credential)))
      throw refused('source_not_allowed');
    const subject = await (credential ? subjectOfCredential(parts, credential, value) : subjectOf(parts, ctx, value));
    if (!subject) throw refused('subject_token_not_active');
    const origin = subject.originClientId === undefined ? undefined : await clients.find(subject.originClientId);
    if (subject.originClientId !== undefined && !origin) throw refused('subject_gone');
    const rule = ruleFor(ctx, policy, subject, {
      target: targetOf(params),
      jkt: dpop?.thumbprint,
      ofThirdParty: origin !== undefined && !origin.policy.first_party,
    });
    const target = resources.find(rule.to);
    if (!target) throw new errors.InvalidTarget('there is no such resource', 'unknown_target');
    // Nobody knows of a key how it came here, so of people it is no sign-in at all.
    if (subject.isPerson && levelOf(subject.carried['acr']) < levelAsked(target.required_acr)) {
      throw refused('stronger_sign_in_needed');
    }
    const ofSubject = await claimsOfSubject(ctx, subject, target);
    const actors = actorsOf(policy, rule, subject, client.clientId);

    const account = accountOf(ctx);
    const scopes = exchangedScopes(scope?.split(' ').filter(Boolean), [
      subject.scopesFor(target.indicator),
      rule.scopes,
      Object.keys(target.scopes),
      ...(account ? [resources.scopesOfRoles(account.roles, target.indicator)] : []),
    ]);
    if (scopes.length === 0) throw new errors.InvalidScope('none of the scopes asked for can be given', scope ?? '');

    const info = resourceServerOf(parts, target, scopes);
    const leftSeconds = Math.floor(subject.expiresAtSeconds - clock() / 1000);
    if (leftSeconds < 1) throw refused('subject_token_not_active');
    const token = new provider.AccessToken({
      accountId: subject.id,
      client,
      ...(subject.grantId !== undefined && { grantId: subject.grantId }),
      gty: 'token_exchange',
      scope: scopes.join(' '),
      expiresIn: Math.min(info.accessTokenTTL, leftSeconds),
    } as never);
    token.resourceServer = new provider.ResourceServer(target.indicator, info);
    const claims: UnknownObject = {
      ...subject.carried,
      ...ofSubject,
      act: actors,
      origin_client_id: subject.originClientId,
    };
    exchangedClaims.set(token, Object.fromEntries(Object.entries(claims).filter(([, one]) => one !== undefined)));
    if (certificate) token.setThumbprint('x5t', certificate);
    if (dpop) {
      await grantChecks.checkDpopReplay(provider, ctx, dpop, client.clientId);
      token.setThumbprint('jkt', dpop.thumbprint);
    }
    ctx.oidc.entity('AccessToken', token);
    const accessToken = await token.save();
    currentUnit()?.afterCommit(() =>
      audit.record(ctx.req, {
        event: 'token.exchanged',
        outcome: 'success',
        clientId: client.clientId,
        subject: subject.id,
        grantId: subject.grantId,
        jti: target.token_format === 'jwt' ? token.jti : undefined,
        target: { type: 'resource', id: target.indicator },
        act: actorNames(actors),
      }),
    );
    ctx.body = grantChecks.buildTokenResponse(provider, {
      accessToken,
      expiresIn: token.expiration,
      issuedTokenType: accessTokenType,
      scope: scopes.join(' '),
      tokenType: token.tokenType,
    });
  };
}
