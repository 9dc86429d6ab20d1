/**
 * The consent step (AS-11). What is granted = what was shown, and what was shown was worked out here from what was asked
 * and is allowed to the client and to the user; nothing is read back from the form.
 */
import { hash } from 'node:crypto';
import { inLanguage } from '@gatehouse/html';
import { HttpError } from '@gatehouse/http';
import type { Provider } from 'oidc-provider';
import type { Accounts } from '../../directory/accounts/accounts.ts';
import { claimsOfScopes } from '../../directory/accounts/schema.ts';
import { redirectOf } from '../../directory/clients/redirect-target.ts';
import { eventOf } from '../../directory/operations/work.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import type { ClientLogos } from '../../directory/unregistered/logos.ts';
import { type ConsentOptions, consentPage } from '../../pages/consent.ts';
import { agreeToShown, isAsPrompted } from '../../protocol/engine/consented-client.ts';
import { duration, fillPlain, scopeSentence } from '../../texts/catalog.ts';
import {
  actionOf,
  callerOf,
  type Form,
  frameOf,
  type Interaction,
  otherAccount,
  redirectUriOf,
  type Step,
} from './step.ts';

interface Missing {
  readonly missingOIDCScope?: string[];
  readonly missingOIDCClaims?: string[];
  readonly missingResourceScopes?: Record<string, string[]>;
}

interface ConsentDependencies {
  /** The provider that answers now. */
  readonly provider: () => Provider;
  readonly accounts: Pick<Accounts, 'findActive'>;
  readonly logos: Pick<ClientLogos, 'find'>;
  readonly resources: Pick<Resources, 'find' | 'scopesOfRoles'>;
  /** How long a grant lasts at most. */
  readonly grantSeconds: number;
}

/** How long what is given now lasts: the policy may allow less to a client that no operator registered. */
const grantSecondsOf = (
  { grantSeconds }: Pick<ConsentDependencies, 'grantSeconds'>,
  { client: { unregistered } }: Interaction,
): number => Math.min(grantSeconds, unregistered?.grantSeconds ?? grantSeconds);

/** What users are told of a client that no operator registered; undefined of all others. */
function uncheckedOf(interaction: Interaction): ConsentOptions['unchecked'] {
  const { kind } = interaction.client.unregistered ?? {};
  const redirect = redirectOf(redirectUriOf(interaction) ?? '');
  return kind && redirect && { kind, redirect };
}

/** Throws HttpError when the client changed what it says of itself since it asked: the user would be shown one and agree to another. */
function requireAsPrompted({ details, client }: Interaction): void {
  if (!isAsPrompted(details.prompt.details, client.unregistered)) {
    throw new HttpError(
      400,
      'session_not_found',
      'the application changed what it says of itself since this sign-in began',
    );
  }
}

/** The claims that scopes stand for; their sentences say them already. */
const claimsOf = (scopes: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(Object.entries(claimsOfScopes).flatMap(([scope, claims]) => (scopes.has(scope) ? claims : [])));

/** Shows what is asked for now and what the client has already. */
async function showConsent(dependencies: ConsentDependencies, interaction: Interaction): Promise<string> {
  requireAsPrompted(interaction);
  const { accounts, logos, resources: apis } = dependencies;
  const { details, text } = interaction;
  const missing = details.prompt.details as Missing;
  const grant = await interaction.grant();
  const oidcScopes = new Set([...(grant?.getOIDCScope().split(' ') ?? []), ...(missing.missingOIDCScope ?? [])]);
  const resources: ConsentOptions['resources'][number][] = [
    {
      scopes: [...oidcScopes]
        .filter((name) => name !== '')
        .map((name) => ({ name, sentence: scopeSentence(text, name) })),
    },
  ];
  const claims = new Set([...(grant?.getOIDCClaims() ?? []), ...(missing.missingOIDCClaims ?? [])]);
  const covered = claimsOf(oidcScopes);
  const single = [...claims]
    .filter((name) => !covered.has(name))
    .map((name) => ({ name, sentence: fillPlain(text.claimSentence, { claim: name }) }));
  const account = await accounts.findActive(details.session?.accountId ?? '');
  const indicators = new Set(
    [details.params['resource'] ?? [], Object.keys(missing.missingResourceScopes ?? {})].flat() as string[],
  );
  for (const indicator of indicators) {
    const resource = apis.find(indicator);
    // What was granted earlier may be more than the user's roles give today.
    const ofUser = apis.scopesOfRoles(account?.roles ?? [], indicator);
    const scopes = new Set([
      ...(grant?.getResourceScope(indicator).split(' ') ?? []).filter((scope) => ofUser.has(scope)),
      ...(missing.missingResourceScopes?.[indicator] ?? []),
    ]);
    resources.push({
      name: inLanguage(resource?.name ?? indicator, text.language),
      scopes: [...scopes].map((name) => ({ name, sentence: scopeSentence(text, name, resource?.scopes[name]) })),
    });
  }
  const frame = frameOf(interaction);
  const logoUri = frame.client.logoUri ?? (await logos.find(interaction.client));
  return consentPage({
    ...frame,
    client: { ...frame.client, logoUri },
    action: actionOf(interaction, 'consent'),
    otherAccountAction: actionOf(interaction, 'other-account'),
    account: { login: account?.login ?? '', name: account?.name },
    resources,
    claims: single,
    lifetime: fillPlain(oidcScopes.has('offline_access') ? text.consent.whileAway : text.consent.untilSignOut, {
      duration: duration(text, grantSecondsOf(dependencies, interaction)),
    }),
    returnTo: URL.parse(String(details.params['redirect_uri']))?.origin,
    unchecked: uncheckedOf(interaction),
  });
}

/** One interaction makes one grant, also when its form is sent several times at once. */
const grantIdOf = ({ details }: Interaction): string => hash('sha256', `grant of ${details.uid}`, 'base64url');

/** Yes: the grant grows by exactly what the prompt said was missing. */
const accept =
  (dependencies: ConsentDependencies): Form =>
  async (interaction) => {
    const { details, client, grant: find } = interaction;
    const accountId = details.session?.accountId;
    if (!accountId) throw new TypeError('consent was asked for before anybody signed in');
    requireAsPrompted(interaction);
    const { Grant } = dependencies.provider();
    const made = { jti: grantIdOf(interaction), expiresIn: grantSecondsOf(dependencies, interaction) };
    const grant = (await find()) ?? new Grant({ accountId, clientId: client.clientId, ...made });
    agreeToShown(grant, details.prompt.details);
    const missing = details.prompt.details as Missing;
    if (missing.missingOIDCScope) grant.addOIDCScope(missing.missingOIDCScope.join(' '));
    if (missing.missingOIDCClaims) grant.addOIDCClaims(missing.missingOIDCClaims);
    for (const [indicator, scopes] of Object.entries(missing.missingResourceScopes ?? {})) {
      grant.addResourceScope(indicator, scopes.join(' '));
    }
    const grantId = await grant.save();
    const granted = eventOf(callerOf(interaction, accountId), 'consent.granted', { subject: accountId, grantId });
    return { events: [granted], result: { consent: { grantId } }, merge: true };
  };

export const consent = (dependencies: ConsentDependencies): Step => ({
  page: (interaction) => showConsent(dependencies, interaction),
  forms: { consent: accept(dependencies), 'other-account': otherAccount },
});
