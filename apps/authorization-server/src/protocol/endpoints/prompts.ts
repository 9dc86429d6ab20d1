/** Prompts: when a user must sign in again or is asked for consent, and what a first-party client gets unasked. */
import { type Configuration, errors, type Grant, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { acrLevels, levelOf } from '../../directory/accounts/assurance.ts';
import { accountClientId } from '../../directory/clients/built-in.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import { accountOf } from '../engine/claims.ts';
import { essentialLevel } from '../engine/claims-parameter.ts';
import { isAsAgreed, shownClient } from '../engine/consented-client.ts';
import { type MissingRolesDependencies, unreachable } from '../engine/missing-roles.ts';
import { policyOf, unregisteredOf } from '../engine/registered-client.ts';
import { existing, requiredLevel } from '../engine/required-assurance.ts';

/**
 * The level of assurance that a request needs (AS-20): what it asks for by `acr_values`, and by an essential `acr` in `claims`,
 * at least one of which must be reached, and what its client and its resources ask of everybody. 0 when any sign-in will do.
 */
function neededLevel(ctx: KoaContextWithOIDC, dependencies: PromptDependencies): number {
  const { oidc } = ctx;
  const asked = oidc.params?.['acr_values'];
  const levels = (typeof asked === 'string' ? asked.split(' ') : []).map(levelOf).filter((level) => level > 0);
  const indicators = Object.keys(oidc.resourceServers ?? {});
  const essential = essentialLevel(ctx);
  return Math.max(
    levels.length > 0 ? Math.min(...levels) : 0,
    essential,
    requiredLevel(dependencies.resources, oidc.client, indicators),
  );
}

/** True when a resource asks for a younger sign-in than the session's. */
function tooOld({ oidc }: KoaContextWithOIDC, resources: Resources): boolean {
  if (oidc.result?.login) return false;
  return Object.keys(oidc.resourceServers ?? {}).some((indicator) => {
    const maxAgeSeconds = existing(resources, indicator).max_auth_age_seconds;
    return maxAgeSeconds !== undefined && oidc.session?.past(maxAgeSeconds) === true;
  });
}

interface PromptDependencies extends MissingRolesDependencies {
  readonly termsVersion: string | undefined;
  /** Whether users may make themselves an account. */
  readonly registrationOpen: boolean;
}

/**
 * oidc-provider's policy with `acr_values` enforced instead of merely echoed (AS-20), what clients and resources ask of
 * everybody, and a sign-in for whoever holds the session of a user who was disabled.
 */
export function promptPolicy(dependencies: PromptDependencies) {
  const policy = interactionPolicy.base();
  const checks = policy.get('login')?.checks;
  if (!checks) throw new TypeError('oidc-provider has no prompt for signing in');
  const { Check, Prompt } = interactionPolicy;
  // They want the very level that is named; whoever has proved more need not prove less.
  for (const reason of ['essential_acr', 'essential_acrs']) checks?.remove(reason);
  const prompt = (wanted: boolean) => (wanted ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT);
  checks.add(
    new Check('no_account', 'the user may no longer sign in', 'login_required', ({ oidc }) =>
      prompt(oidc.session?.accountId !== undefined && !oidc.entities.Account),
    ),
  );
  checks.add(
    new Check(
      'acr_values',
      'a stronger sign-in is needed',
      'unmet_authentication_requirements',
      (ctx) => prompt(levelOf(ctx.oidc.acr) < neededLevel(ctx, dependencies)),
      (ctx) => ({ needed_acr: acrLevels[neededLevel(ctx, dependencies) - 1] }),
    ),
  );
  checks.add(
    new Check('resource_max_age', 'the sign-in is too long ago', 'login_required', (ctx) =>
      prompt(tooOld(ctx, dependencies.resources)),
    ),
  );
  // Once it is known who is there, and before anything is asked of a user who could get nothing.
  policy.get('consent')?.checks.add(
    new Check('no_scope_for_user', 'no role of the user gives what was asked for', 'access_denied', (ctx) => {
      const reason = unreachable(ctx, dependencies);
      if (reason !== undefined) throw new errors.AccessDenied(reason);
      return prompt(false);
    }),
  );
  policy.get('consent')?.checks.add(
    new Check(
      'unregistered_client',
      'nobody has checked the client, or it has changed since the user agreed',
      'consent_required',
      ({ oidc }) => prompt(!isAsAgreed(oidc.entities.Grant, oidc.client)),
      ({ oidc }) => shownClient(unregisteredOf(oidc.client)),
    ),
  );
  policy.add(selectAccount(), 0);
  // Initiating User Registration 1.0. Where nobody may register oidc-provider refuses it as it does any value that it does not know.
  if (dependencies.registrationOpen) policy.add(new Prompt({ name: 'create', requestable: true }), 0);
  // After the sign-in and before consent. Not on the account pages: who does not accept must be able to leave.
  policy.add(
    new Prompt(
      { name: 'terms' },
      new Check('terms_changed', 'the terms of use must be accepted', 'interaction_required', (ctx) => {
        const { termsVersion } = dependencies;
        const account = accountOf(ctx);
        if (termsVersion === undefined || !account || ctx.oidc.client?.clientId === accountClientId)
          return prompt(false);
        return prompt(account.terms?.version !== termsVersion);
      }),
    ),
    2,
  );
  return policy;
}

/** What `prompt` may be, for discovery (`prompt_values_supported`). */
export const promptValues = (policy: ReturnType<typeof promptPolicy>): string[] => [
  'none',
  ...policy.filter(({ requestable }) => requestable).map(({ name }) => name),
];

/** `prompt=select_account` is a question only to somebody who is signed in, and not right after signing in. */
function selectAccount() {
  const { Check, Prompt } = interactionPolicy;
  const chooser = new Prompt({ name: 'select_account', requestable: true });
  chooser.checks.clear();
  chooser.checks.add(
    new Check('select_account_prompt', 'an account must be chosen', 'account_selection_required', ({ oidc }) => {
      const pending = oidc.prompts.has('select_account') && oidc.promptPending('select_account');
      return pending && oidc.session?.accountId !== undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  return chooser;
}

/** Adds what was asked for and is not yet in the grant; true when there was something. */
function addMissingScopes(ctx: KoaContextWithOIDC, grant: Grant): boolean {
  let added = false;
  const encountered = new Set(grant.getOIDCScopeEncountered().split(' '));
  const missing = [...ctx.oidc.requestParamOIDCScopes].filter((scope) => !encountered.has(scope));
  if (missing.length > 0) {
    grant.addOIDCScope(missing.join(' '));
    added = true;
  }
  const knownClaims = new Set(grant.getOIDCClaimsEncountered());
  const claims = [...ctx.oidc.requestParamClaims].filter((claim) => !knownClaims.has(claim));
  if (claims.length > 0) {
    grant.addOIDCClaims(claims);
    added = true;
  }
  for (const [indicator, resource] of Object.entries(ctx.oidc.resourceServers ?? {})) {
    const known = new Set(grant.getResourceScopeEncountered(indicator).split(' '));
    const asked = [...ctx.oidc.requestParamScopes].filter((scope) => resource.scopes.has(scope) && !known.has(scope));
    if (asked.length === 0) continue;
    grant.addResourceScope(indicator, asked.join(' '));
    added = true;
  }
  return added;
}

/**
 * Leaves of each resource only what the user's roles give (RBAC): oidc-provider looks resources up before it knows who is
 * there, so that consent would be asked, and grants made, for what nobody of these roles may do.
 */
function narrowByRoles(ctx: KoaContextWithOIDC, resources: Resources): void {
  const account = accountOf(ctx);
  if (!account) return;
  for (const [indicator, resource] of Object.entries(ctx.oidc.resourceServers ?? {})) {
    const ofUser = resources.scopesOfRoles(account.roles, indicator);
    resource.scope = [...resource.scopes].filter((scope) => ofUser.has(scope)).join(' ');
  }
}

/**
 * Finds the grant of session and client; a first-party client's grows without asking (AS-11). Of a client that no operator
 * registered it is the one that the user gave in this very interaction, and none of before.
 */
export const createLoadExistingGrant =
  (resources: Resources): NonNullable<Configuration['loadExistingGrant']> =>
  async (ctx) => {
    narrowByRoles(ctx, resources);
    const { provider, session, client, result } = ctx.oidc;
    if (!session || !client) return undefined;
    const ofBefore = unregisteredOf(client) ? undefined : session.grantIdFor(client.clientId);
    const grantId = result?.consent?.grantId ?? ofBefore;
    let grant = grantId ? await provider.Grant.find(grantId) : undefined;
    if (grant && grant.accountId !== session.accountId) grant = undefined;
    if (!session.accountId || !policyOf(client).first_party) return grant;
    grant ??= new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
    if (addMissingScopes(ctx, grant)) await grant.save();
    return grant;
  };
