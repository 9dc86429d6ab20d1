/** Prompts: when a person must sign in again or is asked for consent, and what a first-party client gets unasked. */
import { type Configuration, type Grant, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Clients } from '../clients/clients.ts';

/** Authentication context classes, weakest first: one factor, two factors. */
export const acrLevels = ['urn:gatehouse:acr:1', 'urn:gatehouse:acr:2'] as const;

const levelOf = (acr: string | undefined) => acrLevels.indexOf(acr as (typeof acrLevels)[number]);

/**
 * The engine's policy with `acr_values` enforced instead of merely echoed (AS-20), and with a sign-in for whoever holds
 * the session of a person who was disabled.
 */
export function promptPolicy() {
  const policy = interactionPolicy.base();
  const checks = policy.get('login')?.checks;
  const { Check } = interactionPolicy;
  checks?.add(
    new Check('no_account', 'the person may no longer sign in', 'login_required', ({ oidc }) => {
      const isGone = oidc.session?.accountId !== undefined && !oidc.entities.Account;
      return isGone ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  checks?.add(
    new Check('acr_values', 'a stronger sign-in is needed', 'unmet_authentication_requirements', (ctx) => {
      const asked = ctx.oidc.params?.['acr_values'];
      if (typeof asked !== 'string') return Check.NO_NEED_TO_PROMPT;
      const levels = asked
        .split(' ')
        .map(levelOf)
        .filter((level) => level >= 0);
      if (levels.length === 0) return Check.NO_NEED_TO_PROMPT;
      return levelOf(ctx.oidc.acr) >= Math.min(...levels) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );
  return policy;
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
  for (const [indicator, resource] of Object.entries(ctx.oidc.resourceServers ?? {})) {
    const known = new Set(grant.getResourceScopeEncountered(indicator).split(' '));
    const asked = [...ctx.oidc.requestParamScopes].filter((scope) => resource.scopes.has(scope) && !known.has(scope));
    if (asked.length === 0) continue;
    grant.addResourceScope(indicator, asked.join(' '));
    added = true;
  }
  return added;
}

/** Finds the grant of session and client; a first-party client's grows without asking (AS-11). */
export const createLoadExistingGrant =
  (clients: Clients): NonNullable<Configuration['loadExistingGrant']> =>
  async (ctx) => {
    const { provider, session, client, result } = ctx.oidc;
    if (!session || !client) return undefined;
    const grantId = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
    let grant = grantId ? await provider.Grant.find(grantId) : undefined;
    if (grant && grant.accountId !== session.accountId) grant = undefined;
    if (!session.accountId || !(await clients.find(client.clientId))?.policy.firstParty) return grant;
    grant ??= new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
    if (addMissingScopes(ctx, grant)) await grant.save();
    return grant;
  };
