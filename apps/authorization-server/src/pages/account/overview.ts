import { ago, alert, chevron, clientMark, clientName, initials, shield, webAddress } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { fill, number } from '../../texts/catalog.ts';
import type { ApplicationLine } from './applications.ts';
import { type AccountFrame, accountPage, linkRow } from './frame.ts';

/** What would do most for the account. */
export type Advice = 'turnOnTwoStep' | 'renewCodes' | 'confirmEmail';

/** A sign-in that went well. */
export interface SignInLine {
  readonly atSeconds: number;
  readonly device: string | undefined;
  readonly clientName?: string | undefined;
}

/** What the first account page shows. */
export interface OverviewOptions extends AccountFrame {
  readonly name: string;
  readonly login: string;
  readonly email?: string | undefined;
  readonly emailVerified: boolean;
  readonly passwordChangedAtSeconds?: number | undefined;
  readonly hasSecondFactor: boolean;
  readonly passkeys: number;
  /** Absent: all is well. */
  readonly advice?: Advice | undefined;
  readonly sessions: number;
  readonly applications: number;
  readonly signIns: readonly SignInLine[];
  /** Where the user may go on to; each has an address. */
  readonly open: readonly ApplicationLine['client'][];
  readonly nowSeconds: number;
}

const adviceHref: Readonly<Record<Advice, string>> = {
  turnOnTwoStep: '/account/security',
  renewCodes: '/account/security',
  confirmEmail: '/account/profile',
};

/** The first account page: who the user is, how safe the account is, and where to go on. `#advice` is the one thing to do. */
export function overviewPage(options: OverviewOptions): string {
  const { text, nowSeconds, passwordChangedAtSeconds, name } = options;
  const { overview, security, none } = text.account;
  const password =
    passwordChangedAtSeconds === undefined
      ? none
      : fill(overview.passwordChanged, { when: ago(text, passwordChangedAtSeconds, nowSeconds) });
  const content = html`${who(options)}
${advised(options)}
<ul class="rows">
${linkRow(overview.password, password, '/account/password')}
${linkRow(security.passkeys, number(text, options.passkeys), '/account/security')}
${linkRow(overview.twoStep, options.hasSecondFactor ? overview.on : overview.off, '/account/security')}
${linkRow(overview.devices, number(text, options.sessions), '/account/sessions')}
${linkRow(overview.applications, number(text, options.applications), '/account/applications')}
</ul>
${lastSignIns(options)}
${applications(options)}`;
  return accountPage(options, { section: 'overview', heading: fill(overview.heading, { name }), content });
}

function who({ text, name, login, email, emailVerified }: OverviewOptions): SafeHtml {
  const state = emailVerified ? '' : html` (${text.account.profile.emailUnverified})`;
  const address = email === undefined ? '' : html`<bdi>${email}</bdi>${state}<br>`;
  return html`<div class="account">${initials(name)}<p>${address}<span class="soft"><bdi>${login}</bdi></span></p></div>`;
}

function advised({ text, advice, passwordChangedAtSeconds }: OverviewOptions): SafeHtml {
  const { overview } = text.account;
  if (advice === undefined) return html`<div class="success">${shield}<p>${overview.protected}</p></div>`;
  // It speaks of the password.
  const isOfPassword = advice === 'turnOnTwoStep' && passwordChangedAtSeconds === undefined;
  const reason = isOfPassword ? '' : html`<span>${overview[`${advice}Reason`]}</span>`;
  return html`<a class="caution" id="advice" data-advice="${advice}" href="${adviceHref[advice]}">${alert}<span class="row-words"><b>${overview[advice]}</b>${reason}</span>${chevron}</a>`;
}

function lastSignIns({ text, signIns, nowSeconds }: OverviewOptions): SafeHtml {
  const { overview, unknown } = text.account;
  const line = ({ atSeconds, device, clientName: client }: SignInLine) =>
    html`<li data-sign-in><bdi>${device ?? unknown}</bdi> <span class="soft">${ago(text, atSeconds, nowSeconds)}${client === undefined ? '' : html` · <bdi>${client}</bdi>`}</span></li>`;
  return html`<section class="part">
<h2>${overview.lastSignIns}</h2>
${signIns.length === 0 ? html`<p class="soft">${text.account.none}</p>` : html`<ul class="lines">${signIns.map(line)}</ul>`}
<p><a href="/account/activity">${overview.allActivity}</a></p>
</section>`;
}

function applications({ text, open }: OverviewOptions): SafeHtml {
  const lines = open.flatMap((client) => {
    const address = webAddress(client.uri);
    return address ? [linkRow(clientName(client), address.host, address.href, clientMark(client))] : [];
  });
  if (lines.length === 0) return html``;
  return html`<section class="part" id="applications">
<h2>${text.account.overview.openApplication}</h2>
<ul class="rows">${lines}</ul>
</section>`;
}
