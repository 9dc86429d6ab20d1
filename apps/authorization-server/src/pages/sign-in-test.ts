/** What came of a test of a connection. In English only: operators see it, users never do. */
import { alert, type Theme } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Connection } from '../directory/connections/connections.ts';
import type { LinkingDecision } from '../directory/connections/linking.ts';
import type { UpstreamFailure } from '../directory/connections/upstream/failed.ts';
import type { UpstreamUser } from '../directory/connections/upstream/upstream.ts';
import { page } from './page.ts';

export type SignInTestResult =
  | { readonly kind: 'failed'; readonly failure: UpstreamFailure; readonly message: string }
  | {
      readonly kind: 'proved';
      readonly user: Omit<UpstreamUser, 'tokens'>;
      readonly decision: LinkingDecision;
      /** Whose the identity is, or would become by itself. */
      readonly account: { readonly login: string; readonly status: string } | undefined;
      /** What the groups would give. */
      readonly roles: readonly string[];
      /** Values of claims that are declared here and fit. */
      readonly claims: Readonly<Record<string, unknown>>;
    };

const outcomes: Readonly<Record<LinkingDecision['kind'], (login: string) => string>> = {
  sign_in: (login) => `It would sign in as ${login}: the identity is linked.`,
  link: (login) => `It would become ${login}'s by itself, and sign in: every condition for that holds.`,
  ask: () => 'The user would be asked to sign in with an account that is here already, to connect it',
  create: () => 'A new account would be made.',
  refuse: () => 'Nobody would come in: this connection makes no accounts (sign_up).',
};

const causes: Readonly<Record<UpstreamFailure, string>> = {
  denied: 'The upstream, or the user there, said no.',
  unavailable: 'The upstream cannot be reached, or is out of order.',
  misconfigured: 'What is declared does not fit what is there.',
  invalid_answer: 'The answer of the upstream is not good.',
};

/** Which of the conditions for linking by itself does not hold, as far as the upstream has to do with it. */
const whyAsked = ({ mapped }: Pick<UpstreamUser, 'mapped'>): string =>
  mapped.emailVerified
    ? 'an account has the address, and is linked by itself only if the connection is trusted (trust_email), the domain of the address is proved, the user has confirmed the address here, and the account has neither a second factor nor a role of operators'
    : 'the upstream does not say that the address is verified, so it may be of another user';

function sentenceOf({ decision, account, user }: Extract<SignInTestResult, { kind: 'proved' }>): string {
  const sentence = outcomes[decision.kind](account?.login ?? '');
  const isOut = decision.kind === 'sign_in' && account?.status !== 'active';
  const orNew = decision.kind === 'ask' && decision.mayCreate ? ' A new account is offered beside it.' : '';
  if (decision.kind === 'ask') return `${sentence}: ${whyAsked(user)}.${orNew}`;
  return isOut ? `${sentence} But the account is ${account?.status ?? 'gone'}, so nobody comes in.` : sentence;
}

const textOf = (value: unknown): string => {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const rows = (title: string, values: Readonly<Record<string, unknown>>): SafeHtml => html`<section class="details">
<h2>${title}</h2>
<dl>
${Object.entries(values).map(([name, value]) => html`<div><dt>${name}</dt><dd data-claim="${name}"><bdi>${textOf(value)}</bdi></dd></div>\n`)}</dl>
</section>`;

function provedBody(result: Extract<SignInTestResult, { kind: 'proved' }>): SafeHtml {
  const { user, roles, claims, decision } = result;
  const { mapped, acr, authTimeSeconds } = user;
  const authTime = authTimeSeconds === undefined ? undefined : new Date(authTimeSeconds * 1000).toISOString();
  return html`<p id="outcome" data-outcome="${decision.kind}"><strong>${sentenceOf(result)}</strong></p>
${rows('Who it is', { issuer: user.issuer, subject: user.subject })}
${rows('What counts here', {
  name: mapped.name,
  email: mapped.email,
  'email verified': mapped.emailVerified,
  locale: mapped.locale,
  login: mapped.login,
  groups: mapped.groups,
  roles,
  ...claims,
  'level of assurance': acr ?? 'the first: required_acr takes no more from it',
  'signed in there': authTime ?? 'not said',
})}
${rows('What the upstream said', user.claims)}`;
}

/** The page; its outcome as `data-outcome`, or `failed`. */
export function signInTestPage({
  connection: { name, enabled },
  result,
  theme,
}: {
  readonly connection: Pick<Connection, 'name' | 'enabled'>;
  readonly result: SignInTestResult;
  readonly theme: Theme;
}): string {
  const body = html`<main id="sign-in-test">
<div class="intro">
${result.kind === 'failed' ? html`<span class="mark bad">${alert}</span>` : ''}
<h1>Test of ${name}</h1>
<p class="soft">Nobody was signed in, and nothing was made or stored. This page is shown once.${enabled ? '' : ' The connection is disabled, so users do not see it.'}</p>
</div>
${
  result.kind === 'failed'
    ? html`<p id="outcome" data-outcome="failed"><strong>${causes[result.failure]}</strong></p>
${rows('What happened', { failure: result.failure, detail: result.message })}`
    : provedBody(result)
}
</main>`;
  return page({ title: `Test of ${name} – ${theme.name}`, language: 'en', direction: 'ltr', body, wide: true, theme });
}
