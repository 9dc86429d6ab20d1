/** HTML only: pages get what they show and decide nothing. They work without JavaScript, and there is none. */

import { createPage, sheet } from '@gatehouse/html';
import { html, raw, type SafeHtml } from '@gatehouse/http/html';
import { stylesheet } from './assets.ts';

/** The signed-in user in the bar on top, and what the button to sign out needs. */
export interface SignedIn {
  readonly name: string;
  readonly email: string | undefined;
  /** The user's account at the authorization server. */
  readonly accountUrl: string;
  readonly csrf: string;
}

/** What every page needs. */
export interface PageOptions {
  /** Names the step; the application's name is added. */
  readonly title: string;
  /** The page's own part, with its one `<main id="main">` or `<main id="error">`. */
  readonly body: SafeHtml;
  readonly signedIn?: SignedIn | undefined;
}

const icon =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 24 24%22%3E%3Cpath fill=%22%2318705c%22 d=%22M5 2h14v19.2l-2.3-1.5-2.4 1.5-2.3-1.5-2.3 1.5-2.4-1.5L5 21.2zm3.2 4.9v1.8h7.6V6.9zm0 3.9v1.8h7.6v-1.8zm0 3.9v1.8h4.6v-1.8z%22/%3E%3C/svg%3E';

const document = createPage({
  stylesheet: stylesheet.path,
  icon,
  languages: [{ language: 'en' }],
  textsIn: (language) => ({ language, languageLabel: 'Language', help: 'Help', privacy: 'Privacy', terms: 'Terms' }),
});
const theme = { name: 'Invoices' };
const footer = html`<footer class="foot">A demonstration application of Gatehouse. Your tokens stay on the server.</footer>`;

/** The whole document, ready to send as text/html in UTF-8. */
export function page({ title, body, signedIn }: PageOptions): SafeHtml {
  const header = html`<header class="bar">
<a class="brand" href="/">${sheet}<span>Invoices</span></a>
${signedIn === undefined ? '' : who(signedIn)}
</header>`;
  return raw(document({ title: `${title} – Invoices`, language: 'en', direction: 'ltr', body, header, footer, theme }));
}

function who({ name, email, accountUrl, csrf }: SignedIn): SafeHtml {
  return html`<div class="who">
<a class="account" id="account" href="${accountUrl}" title="Your account"><span class="monogram" aria-hidden="true">${initials(name)}</span>
<span><bdi class="name" data-user>${name}</bdi>${email === undefined ? '' : html`<small><bdi>${email}</bdi></small>`}</span></a>
<form method="post" action="/logout"><input type="hidden" name="csrf" value="${csrf}"><button class="quiet" type="submit" id="logout">Sign out</button></form>
</div>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/u).map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '');
  const letters = words.filter(Boolean);
  return [letters[0], letters.length > 1 ? letters.at(-1) : ''].join('').toLocaleUpperCase('en') || '·';
}
