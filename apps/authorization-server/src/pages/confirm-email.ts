import {
  errorSummary,
  type FormError,
  hiddenInputs,
  invalid,
  isInputError,
  type Theme,
  tick,
  titleOf,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { controls, secretInput } from './controls.ts';
import { page } from './page.ts';

/** What the page behind the link in a mail shows. */
export interface ConfirmEmailOptions {
  readonly csrf: string;
  readonly token: string;
  readonly email: string;
  /** The link was opened elsewhere than where it was asked for: input `password`. */
  readonly asksForPassword: boolean;
  readonly text: Catalog;
  readonly error?: FormError | undefined;
  readonly theme: Theme;
}

/** Confirming an address by a link: button `#submit`, and input `password` where it is asked for. */
export function confirmEmailPage(options: ConfirmEmailOptions): string {
  const { csrf, token, email, asksForPassword, text, error, theme } = options;
  const { confirmEmail, signIn } = text;
  const password = html`<p>${confirmEmail.passwordNeeded}</p>
<div class="field">
<label for="password">${signIn.password}</label>
${secretInput(
  text,
  'password',
  html`<input id="password" name="password" type="password" autocomplete="current-password" required${invalid(isInputError(error))} autofocus>`,
)}
</div>`;
  const body = html`<main>
<div class="intro">
<h1>${confirmEmail.heading}</h1>
<p>${fill(confirmEmail.asked, { address: html`<bdi class="name">${email}</bdi>` })}</p>
</div>
${errorSummary(text, error)}
<form method="post" action="/account/confirm">
${hiddenInputs({ [CSRF_FIELD]: csrf, token })}
${asksForPassword ? password : ''}
<div class="actions"><button type="submit" id="submit"${asksForPassword ? '' : html` autofocus`}>${confirmEmail.submit}</button></div>
</form>
<p class="note">${confirmEmail.notYou}</p>
</main>
${asksForPassword ? controls : ''}`;
  const title = titleOf(text, confirmEmail.heading, text.account.name, { error: error !== undefined, theme });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

/** It is confirmed, in a browser where no sign-in waits. */
export function confirmedPage({ text, theme }: { text: Catalog; theme: Theme }): string {
  const { confirmEmail, verifyEmail, signIn } = text;
  const body = html`<main>
<div class="intro">
<span class="mark good">${tick}</span>
<h1>${verifyEmail.confirmedHeading}</h1>
<p>${confirmEmail.done}</p>
</div>
<p class="actions"><a class="button" id="submit" href="/account">${signIn.submit}</a></p>
</main>`;
  const title = titleOf(text, verifyEmail.confirmedHeading, text.account.name, { theme });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}
