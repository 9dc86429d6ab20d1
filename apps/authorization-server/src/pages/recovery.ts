import {
  type ClientIdentity,
  clientMark,
  errorSummary,
  type FormError,
  hiddenInputs,
  invalid,
  isInputError,
  type Theme,
  tick,
  titleOf,
  webAddress,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fillPlain } from '../texts/catalog.ts';
import { controls, passwordRule, secretInput } from './controls.ts';
import { mailboxLink } from './mailbox.ts';
import { page } from './page.ts';

/** What a page without a form is made with. */
interface Frame {
  readonly text: Catalog;
  readonly error?: FormError | undefined;
  readonly theme: Theme;
}

function recoveryPage({ text, error, theme }: Frame, step: string, body: SafeHtml): string {
  const title = titleOf(text, step, text.account.name, { error: error !== undefined, theme });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

interface Asked extends Frame {
  readonly csrf: string;
  /** The application from which it is asked for; the way leads back to it. */
  readonly client?: ClientIdentity | undefined;
}

const fieldsOf = ({ csrf, client }: Asked) => ({
  [CSRF_FIELD]: csrf,
  ...(client === undefined ? {} : { client_id: client.id }),
});

/** The application's home, where it has one, and where one signs in. */
function wayBack(text: Catalog, client: ClientIdentity | undefined): SafeHtml {
  const home = webAddress(client?.uri);
  if (client === undefined || home === undefined)
    return html`<a class="button" id="submit" href="/account">${text.signIn.submit}</a>`;
  return html`<a class="button" id="home" href="${home.href}">${fillPlain(text.errorPage.homeOf, { client: client.name })}</a>`;
}

/** Asking for a link: input `login`, buttons `#submit` and `#cancel`. */
export function recoverPage(options: Asked & { readonly login?: string | undefined }): string {
  const { client, text, theme, error, login = '' } = options;
  const { recovery } = text;
  const body = html`<main>
<div class="intro">
${client === undefined ? '' : clientMark(client, theme)}
<h1>${recovery.heading}</h1>
<p>${recovery.instruction}</p>
</div>
${errorSummary(text, error)}
<form method="post" action="/account/recover">
${hiddenInputs(fieldsOf(options))}
<div class="field">
<label for="login">${text.signIn.login}</label>
<input id="login" name="login" type="text" value="${login}" autocomplete="username" autocapitalize="none" spellcheck="false" dir="auto" required${invalid(isInputError(error))} autofocus>
</div>
<div class="actions"><button type="submit" id="submit">${recovery.submit}</button></div>
</form>
</main>`;
  return recoveryPage(options, recovery.heading, body);
}

/** The same answer for every login, known or not: button `#resend`, and the way back. */
export function sentRecoveryPage(
  options: Asked & { readonly login: string; readonly mailboxHref?: string | undefined },
): string {
  const { text, login, client, mailboxHref } = options;
  const { recovery } = text;
  const further = html`<form method="post" action="/account/recover">
${hiddenInputs({ ...fieldsOf(options), login })}
<div class="actions">
${wayBack(text, client)}
<button class="quiet" type="submit" id="resend">${recovery.resend}</button>
</div>
</form>
${mailboxLink(mailboxHref)}`;
  return recoveryPage(options, recovery.sentHeading, doneBody(recovery.sentHeading, recovery.sent, further));
}

/** What says that it is done. */
export type DonePage = (options: Frame) => string;

/** What a link opens. */
export interface ByLink extends Frame {
  readonly csrf: string;
  readonly token: string;
  readonly fewestCharacters: number;
}

/** The first password of somebody who was invited: input `new_password`, button `#submit`. */
export const invitationPage = (options: ByLink & { readonly login: string }): string =>
  choosePasswordPage(options, {
    action: '/account/invitation',
    heading: options.text.invitation.heading,
    consequence: fillPlain(options.text.invitation.consequence, { login: options.login }),
  });

/** The account can be used. */
export const invitedPage = (options: Frame): string =>
  signInPage(options, options.text.invitation.doneHeading, options.text.invitation.done);

/** Choosing a new password by a link: input `new_password`, button `#submit`. */
export const resetPage = (options: ByLink & { readonly login: string }): string =>
  choosePasswordPage(options, {
    action: '/account/reset',
    heading: options.text.recovery.resetHeading,
    consequence: options.text.recovery.resetConsequence,
  });

function choosePasswordPage(
  options: ByLink & { readonly login: string },
  { action, heading, consequence }: { action: string; heading: string; consequence: string },
): string {
  const { csrf, token, login, text, error, fewestCharacters } = options;
  const { account } = text;
  const wrong = isInputError(error);
  const body = html`<main>
<div class="intro">
<h1>${heading}</h1>
<p>${consequence}</p>
</div>
${errorSummary(text, error)}
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf, token })}
<div hidden><label for="username">${text.signIn.login}</label><input id="username" type="text" value="${login}" autocomplete="username" readonly></div>
<div class="field">
<label for="new_password">${account.password.next}</label>
${secretInput(
  text,
  'new_password',
  html`<input id="new_password" name="new_password" type="password" autocomplete="new-password" required aria-describedby="password-rule${wrong ? ' form-error' : ''}"${wrong ? html` aria-invalid="true"` : ''} autofocus>`,
)}
${passwordRule(text, 'new_password', fewestCharacters)}
</div>
<div class="actions"><button type="submit" id="submit">${account.password.submit}</button></div>
</form>
</main>
${controls}`;
  return recoveryPage(options, heading, body);
}

/** The new password holds: the way leads back to the application from which the link was asked for. */
export const doneRecoveryPage = (options: Frame & { readonly client?: ClientIdentity | undefined }): string =>
  signInPage(options, options.text.recovery.doneHeading, options.text.recovery.done, options.client);

function signInPage(options: Frame, heading: string, words: string, client?: ClientIdentity): string {
  const link = html`<p class="actions">${wayBack(options.text, client)}</p>`;
  return recoveryPage(options, heading, doneBody(heading, words, link));
}

function doneBody(heading: string, words: string, link: SafeHtml | string = ''): SafeHtml {
  return html`<main>
<div class="intro">
<span class="mark good">${tick}</span>
<h1>${heading}</h1>
<p>${words}</p>
</div>
${link}
</main>`;
}
