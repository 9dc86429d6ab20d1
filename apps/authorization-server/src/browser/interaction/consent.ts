/**
 * The consent step (AS-11). What is granted = what was shown, and what was shown was worked out here from what was asked
 * and is allowed to the client and to the person; nothing is read back from the form.
 */
import { type ConsentOptions, consentPage } from '../../pages/consent.ts';
import { duration, fillPlain, scopeSentence } from '../../texts/catalog.ts';
import { type InteractionParts, identityOf, type Outcome, type Step } from './step.ts';

interface Missing {
  readonly missingOIDCScope?: string[];
  readonly missingOIDCClaims?: string[];
  readonly missingResourceScopes?: Record<string, string[]>;
}

/** Shows what is asked for now and what the client has already. */
export async function showConsent(
  parts: InteractionParts,
  step: Step,
  urls: { action: string; cancelAction: string },
): Promise<string> {
  const { details, text } = step;
  const missing = details.prompt.details as Missing;
  const grant = await step.grant();
  const oidcScopes = new Set([...(grant?.getOIDCScope().split(' ') ?? []), ...(missing.missingOIDCScope ?? [])]);
  const resources: ConsentOptions['resources'][number][] = [
    {
      scopes: [...oidcScopes]
        .filter((name) => name !== '')
        .map((name) => ({ name, sentence: scopeSentence(text, name) })),
    },
  ];
  const claims = new Set([...(grant?.getOIDCClaims() ?? []), ...(missing.missingOIDCClaims ?? [])]);
  const single = [...claims].map((name) => ({ name, sentence: fillPlain(text.claimSentence, { claim: name }) }));
  const account = await parts.accounts.findActive(details.session?.accountId ?? '');
  const indicators = new Set(
    [details.params['resource'] ?? [], Object.keys(missing.missingResourceScopes ?? {})].flat() as string[],
  );
  for (const indicator of indicators) {
    const resource = parts.resources.find(indicator);
    // What was granted earlier may be more than the person's roles give today.
    const ofPerson = parts.resources.scopesOfRoles(account?.roles ?? [], indicator);
    const scopes = new Set([
      ...(grant?.getResourceScope(indicator).split(' ') ?? []).filter((scope) => ofPerson.has(scope)),
      ...(missing.missingResourceScopes?.[indicator] ?? []),
    ]);
    resources.push({
      name: resource?.name ?? indicator,
      scopes: [...scopes].map((name) => ({ name, sentence: scopeSentence(text, name, resource?.scopes[name]) })),
    });
  }
  return consentPage({
    ...urls,
    csrf: step.csrf,
    client: identityOf(step.client),
    account: { login: account?.login ?? '', name: account?.name },
    resources,
    claims: single,
    lifetime: fillPlain(oidcScopes.has('offline_access') ? text.consent.whileAway : text.consent.untilSignOut, {
      duration: duration(text, parts.grantSeconds),
    }),
    returnTo: URL.parse(String(details.params['redirect_uri']))?.origin,
    text,
    theme: step.theme,
  });
}

/** Yes: the grant grows by exactly what the prompt said was missing. */
export async function acceptConsent(parts: InteractionParts, step: Step): Promise<Outcome> {
  const { details } = step;
  const provider = parts.provider();
  const accountId = details.session?.accountId;
  if (!accountId) throw new TypeError('consent was asked for before anybody signed in');
  const grant = (await step.grant()) ?? new provider.Grant({ accountId, clientId: step.client.clientId });
  const missing = details.prompt.details as Missing;
  if (missing.missingOIDCScope) grant.addOIDCScope(missing.missingOIDCScope.join(' '));
  if (missing.missingOIDCClaims) grant.addOIDCClaims(missing.missingOIDCClaims);
  for (const [indicator, scopes] of Object.entries(missing.missingResourceScopes ?? {})) {
    grant.addResourceScope(indicator, scopes.join(' '));
  }
  const grantId = await grant.save();
  parts.audit.record(step.request, {
    event: 'consent.granted',
    outcome: 'success',
    clientId: step.client.clientId,
    subject: accountId,
    grantId,
  });
  return { result: { consent: { grantId } }, merge: true };
}
