import { gatehouseTheme, webAddress } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { text } from '../texts/catalog.ts';
import { developmentStylesheet } from './assets.ts';
import { controls, copyButton } from './controls.ts';
import { page } from './page.ts';

/** A service that runs beside this one. */
export interface Service {
  readonly name: string;
  readonly origin: string;
}

/** An application that users sign in to. */
export interface Application {
  readonly name: string;
  readonly uri: string;
}

/** What the welcome page shows. */
export interface WelcomeOptions {
  readonly issuer: string;
  readonly services: readonly Service[];
  readonly applications: readonly Application[];
  /** None: they are not shown to whoever asks. */
  readonly users: readonly {
    readonly login: string;
    readonly name: string | undefined;
    readonly roles: readonly string[];
    readonly disabled: boolean;
    readonly password: string | undefined;
  }[];
  readonly caFile: string | undefined;
  readonly mailboxHref: string | undefined;
}

const english = text();

const link = (href: string, label: string): SafeHtml => html`<a href="${href}">${label}</a>`;
const row = (label: string, value: SafeHtml | string): SafeHtml => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

/** Something to be typed into a terminal. */
const command = (line: string): SafeHtml =>
  html`<div class="command"><pre><code>${line}</code></pre>${copyButton(english, line)}</div>`;

function demoUser({ login, name, roles, disabled, password }: WelcomeOptions['users'][number]): SafeHtml {
  const about = disabled ? 'is disabled, and refused' : roles.join(', ') || 'has no roles';
  const secret =
    password === undefined
      ? html`<span class="soft">has another password now</span>`
      : html`<code data-password>${password}</code>${copyButton(english, password)}`;
  return html`<tr data-user="${login}"><th scope="row"><code>${login}</code><span class="soft">${name} · ${about}</span></th><td>${secret}</td></tr>`;
}

const section = (heading: string, content: SafeHtml): SafeHtml =>
  html`<section class="part"><h2>${heading}</h2>${content}</section>`;

/**
 * What there is on a server that somebody has just started for development, and how to go on. In English only: developers see
 * it, users never do. `tr[data-user]` is a demo user; passwords can be selected, and copied where the script runs.
 */
export function welcomePage(options: WelcomeOptions): string {
  const { issuer, services, applications, users, caFile, mailboxHref } = options;
  const apps = applications.filter(({ uri }) => webAddress(uri) !== undefined);
  const places = html`<dl class="places">
${apps.map(({ name, uri }) => row(name, html`${link(uri, uri)} <span class="soft">sign in here</span>`))}
${row('Your account', html`${link('/account', `${issuer}/account`)} <span class="soft">profile, devices, two-step verification</span>`)}
${mailboxHref === undefined ? '' : row('Mailbox', html`${link(mailboxHref, issuer + mailboxHref)} <span class="soft">mails to users land here</span>`)}
${services.map(({ name, origin }) => row(name, link(origin, origin)))}
${row('Discovery', link('/.well-known/openid-configuration', '/.well-known/openid-configuration'))}
</dl>`;
  const demo =
    users.length === 0
      ? html`<p class="soft">Shown only to a browser on the machine of the server: passwords made at the first start are in <code>secrets/users</code> of the state folder.</p>`
      : html`<div class="scroll"><table class="demo"><thead class="visually-hidden"><tr><th scope="col">User</th><th scope="col">Password</th></tr></thead><tbody>
${users.map(demoUser)}
</tbody></table></div>
<p class="note">Passwords were made on this machine at the first start.</p>`;
  const add = html`<p class="soft">Registers a client, makes its secret and prints code that runs; docs/add-sign-in.md tells the rest.</p>
${command('npx --no gatehouse clients add my-app --framework express --redirect-uri http://localhost:4000/callback')}`;
  const certificates = html`<p class="soft">Certificates are signed by an authority of this machine alone. Browsers stop warning once they trust it, see certs/README.md; Node.js needs</p>
${command(`export NODE_EXTRA_CA_CERTS=${caFile}`)}`;
  const body = html`<main>
<h1>Gatehouse is running</h1>
<p class="soft">This page is here in development only. In production this address leads to the account page.</p>
${section('Where to go', places)}
${section('Demo users', demo)}
${section('Add your application', add)}
${caFile === undefined ? '' : section('Certificates', certificates)}
${controls}
</main>`;
  return page({
    title: 'Welcome – Gatehouse',
    language: 'en',
    direction: 'ltr',
    body,
    wide: true,
    theme: { ...gatehouseTheme, stylesheet: developmentStylesheet.path },
  });
}
