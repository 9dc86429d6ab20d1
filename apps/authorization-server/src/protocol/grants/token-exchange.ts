/**
 * Token exchange (RFC 8693): a client hands in an access token and gets one for another API, in the name of the same
 * subject. What it gets is never wider than what it handed in, and what no policy of the registry names is refused.
 * Requirements TX-01 to TX-06.
 */
import { hash } from 'node:crypto';
import { errors, type KoaContextWithOIDC, type TokenEndpointGrantContext } from 'oidc-provider';
import { levelOf } from '../../directory/accounts/assurance.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import {
  type CredentialKind,
  type ExchangePolicy,
  type ExchangeRule,
  exchangedScopes,
  exchangeRule,
} from '../../directory/clients/exchange-policy.ts';
import { tokenExchangeGrantType } from '../../directory/clients/grant-types.ts';
import type { Policies } from '../../directory/registry/policies.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import type { Resource } from '../../directory/resources/schema.ts';
import { accountOf, claimsForResource } from '../engine/claims.ts';
import { grantChecks } from '../engine/engine.ts';
import { certificateOf } from '../engine/mutual-tls.ts';
import { policyOf } from '../engine/registered-client.ts';
import { levelAsked } from '../engine/required-assurance.ts';
import { type Actor, actorNames, withActor } from './actor-chain.ts';
import { accessTokenType, issue, refused } from './exchanged-token.ts';
import type { OwnGrant } from './grant.ts';
import { idJagTokenType } from './id-jag.ts';
import { createIdJagIssue } from './id-jag-issue.ts';
import { proofOf } from './sender-proof.ts';
import { credentialTypes, subjectOfCredential } from './subject-credential.ts';
import { type Subject, type SubjectDependencies, serviceProfile, subjectOf } from './subject-token.ts';

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

export interface TokenExchangeDependencies extends Omit<SubjectDependencies, 'keyring'> {
  readonly resources: Resources;
  readonly policies: Pick<Policies, 'current'>;
  readonly audit: Audit;
  readonly accessTokenTtlSeconds: number;
}

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

/** What the form asks for. */
interface Asked {
  readonly value: string;
  /** Undefined: an access token. */
  readonly credential: CredentialKind | undefined;
  readonly scope: string | undefined;
}

function askedFor({ oidc: { params } }: TokenEndpointGrantContext): Asked {
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
  return { value, credential, scope };
}

/** The actor is the client itself; a token that it hands in as the actor's must be its own. */
async function checkActor(dependencies: SubjectDependencies, ctx: TokenEndpointGrantContext): Promise<void> {
  const { client, params } = ctx.oidc;
  const { actor_token: token, actor_token_type: type } = params as Record<string, string | undefined>;
  if (token === undefined && type === undefined) return;
  if (token === undefined || type !== accessTokenType) throw malformed('actor_token must be an access token');
  const own = await subjectOf(dependencies, ctx, token);
  if (own?.id !== client.clientId || own.isPerson) throw refused('actor_not_the_client');
}

async function livingSubject(
  dependencies: SubjectDependencies,
  ctx: TokenEndpointGrantContext,
  policy: ExchangePolicy,
  { credential, value }: Asked,
): Promise<Subject> {
  // Guessing at credentials is for nobody but those whose policy names that kind.
  if (credential && !policy.rules.some(({ credentials }) => credentials.includes(credential)))
    throw refused('source_not_allowed');
  const subject = await (credential
    ? subjectOfCredential(dependencies, credential, value)
    : subjectOf(dependencies, ctx, value));
  if (!subject) throw refused('subject_token_not_active');
  return subject;
}

/** Whether the first token of the chain was issued to a third party's client. */
async function isOfThirdParty({ clients }: Pick<SubjectDependencies, 'clients'>, { originClientId }: Subject) {
  if (originClientId === undefined) return false;
  const origin = await clients.find(originClientId);
  if (!origin) throw refused('subject_gone');
  return !origin.policy.first_party;
}

/** The rule of the policy that allows the exchange. */
function ruleFor(
  { resources }: Pick<TokenExchangeDependencies, 'resources'>,
  ctx: TokenEndpointGrantContext,
  policy: ExchangePolicy,
  subject: Subject,
  facts: { readonly ofThirdParty: boolean; readonly jkt: string | undefined },
): ExchangeRule {
  const named = targetOf(ctx.oidc.params);
  const rule = exchangeRule(policy, {
    source: subject.source,
    target: named === undefined ? undefined : (resources.find(named)?.indicator ?? named),
    ofThirdParty: facts.ofThirdParty,
    boundElsewhere: !showsBinding(ctx, subject, facts.jkt),
  });
  if (typeof rule !== 'string') return rule;
  if (!rule.startsWith('target_')) throw refused(rule);
  throw new errors.InvalidTarget('this client may not exchange tokens for that resource', rule);
}

/** The resource of the rule, which may ask for a stronger sign-in than there was. */
function targetFor({ resources }: Pick<TokenExchangeDependencies, 'resources'>, rule: ExchangeRule, subject: Subject) {
  const target = resources.find(rule.to);
  if (!target) throw new errors.InvalidTarget('there is no such resource', 'unknown_target');
  // Nobody knows of a key how it came here, so of users it is no sign-in at all.
  if (subject.isPerson && levelOf(subject.carried['acr']) < levelAsked(target.required_acr)) {
    throw refused('stronger_sign_in_needed');
  }
  return target;
}

/** The subject itself: a user who may still sign in, or a client that is still enabled. */
async function claimsOfSubject(
  { clients, policies }: Pick<TokenExchangeDependencies, 'clients' | 'policies'>,
  ctx: TokenEndpointGrantContext,
  subject: Subject,
  target: Resource,
): Promise<Readonly<Record<string, unknown>>> {
  if (subject.isPerson) {
    const account = await grantChecks.findAccount(ctx.oidc.provider, ctx, subject.id);
    if (!account) throw refused('subject_gone');
    ctx.oidc.entity('Account', account);
    return claimsForResource(accountOf(ctx), target, policies.current.users.claims);
  }
  if (subject.fixedClaims) return { ...subject.fixedClaims, sub_profile: serviceProfile };
  const client = await clients.find(subject.id);
  if (!client) throw refused('subject_gone');
  return { ...client.policy.access_token_claims, sub_profile: serviceProfile };
}

/** What the subject token, the rule, the resource and the roles of a user all allow of what was asked for (TX-02). */
function scopesOf(
  { resources }: Pick<TokenExchangeDependencies, 'resources'>,
  ctx: TokenEndpointGrantContext,
  scope: Asked['scope'],
  { subject, rule, target }: { readonly subject: Subject; readonly rule: ExchangeRule; readonly target: Resource },
): string[] {
  const account = accountOf(ctx);
  const scopes = exchangedScopes(scope?.split(' ').filter(Boolean), [
    subject.scopesFor(target.indicator),
    rule.scopes,
    Object.keys(target.scopes),
    ...(account ? [resources.scopesOfRoles(account.roles, target.indicator)] : []),
  ]);
  if (scopes.length > 0) return scopes;
  throw new errors.InvalidScope('none of the scopes asked for can be given', scope ?? '');
}

/** Makes the handler of the grant. */
function createTokenExchange(dependencies: TokenExchangeDependencies & SubjectDependencies) {
  const issueIdJag = createIdJagIssue(dependencies);
  return async (ctx: TokenEndpointGrantContext): Promise<void> => {
    const { client } = ctx.oidc;
    if (ctx.oidc.params['requested_token_type'] === idJagTokenType) {
      await issueIdJag(ctx);
      return;
    }
    const asked = askedFor(ctx);
    const policy = policyOf(client).token_exchange;
    if (!policy) throw refused('no_policy');
    const proof = await proofOf(ctx);
    await checkActor(dependencies, ctx);
    const subject = await livingSubject(dependencies, ctx, policy, asked);
    const ofThirdParty = await isOfThirdParty(dependencies, subject);
    const rule = ruleFor(dependencies, ctx, policy, subject, { ofThirdParty, jkt: proof.dpop?.thumbprint });
    const target = targetFor(dependencies, rule, subject);
    const claims = await claimsOfSubject(dependencies, ctx, subject, target);
    const actors = actorsOf(policy, rule, subject, client.clientId);
    const scopes = scopesOf(dependencies, ctx, asked.scope, { subject, rule, target });
    await issue(dependencies, ctx, { subject, target, scopes, claims, actors, proof });
  };
}
