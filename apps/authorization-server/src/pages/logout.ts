import {
  type ClientIdentity,
  clientMark,
  clientName,
  hiddenInputs,
  type Theme,
  tick,
  titleOf,
  webAddress,
} from '@gatehouse/html';
import { html } from '@gatehouse/http/html';
import { type Catalog, fill, fillPlain } from '../texts/catalog.ts';
import { type Account, accountLine } from './account-line.ts';
import { page } from './page.ts';

/** What the page that asks before signing out shows. */
export interface LogoutOptions {
  /** Where both buttons post. */
  readonly action: string;
  /** Hidden inputs that the receiver wants back, such as `{ xsrf }`. */
  readonly fields: Readonly<Record<string, string>>;
  /** The application that asks, when it is known. */
  readonly client?: ClientIdentity | undefined;
  readonly account?: Account | undefined;
  /** The names of the applications that were opened with the account. */
  readonly opened?: readonly string[] | undefined;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** The confirmation of RP-initiated logout: `#logout` posts `logout=yes` as well, `#cancel` the bare fields. */
export function logoutPage({ action, fields, client, account, opened = [], text, theme }: LogoutOptions): string {
  const { logout } = text;
  const body = html`<main>
<div class="intro">
${client === undefined ? '' : clientMark(client, theme)}
<h1>${logout.heading}</h1>
${client === undefined ? '' : html`<p>${fill(logout.asked, { client: clientName(client) })}</p>`}
</div>
${account === undefined ? '' : accountLine(logout.signedInAs, account)}
<p>${logout.consequence}</p>
${opened.length === 0 ? '' : html`<p class="soft">${logout.opened} ${opened.map((name, index) => html`${index === 0 ? '' : ', '}<bdi class="name">${name}</bdi>`)}</p>`}
<form method="post" action="${action}">
${hiddenInputs(fields)}
<div class="actions two">
<button type="submit" id="logout" name="logout" value="yes">${logout.submit}</button>
<button class="quiet" type="submit" id="cancel">${logout.cancel}</button>
</div>
</form>
</main>`;
  const title = titleOf(text, logout.step, client?.name, { theme });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

/** What the page after signing out shows. */
export interface LoggedOutOptions {
  /** The application that the user came from; its home page is offered as the way back. */
  readonly client?: ClientIdentity | undefined;
  /** Where one signs in to one's account. */
  readonly signInHref: string;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** The end of a logout that leads nowhere else: links `#home`, where the application has one, and `#sign-in`. */
export function loggedOutPage({ client, signInHref, text, theme }: LoggedOutOptions): string {
  const { logout } = text;
  const home = webAddress(client?.uri);
  const body = html`<main>
<div class="intro">
<span class="mark good">${tick}</span>
<h1>${logout.doneHeading}</h1>
<p>${logout.done}</p>
</div>
<p class="actions">
${home === undefined ? '' : html`<a class="button" id="home" href="${home.href}">${fillPlain(logout.backTo, { client: client?.name ?? home.host })}</a>`}
<a class="button${home === undefined ? '' : ' outlined'}" id="sign-in" href="${signInHref}">${logout.again}</a>
</p>
</main>`;
  const title = titleOf(text, logout.doneStep, client?.name, { theme });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}
