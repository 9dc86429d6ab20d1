import {
  bareForm,
  type ClientIdentity,
  cancelButton,
  clientMark,
  clientName,
  errorSummary,
  type FormError,
  focus,
  hiddenInputs,
  invalid,
  isInputError,
  key,
  type Theme,
  titleOf,
} from '@gatehouse/html';
import { CSRF_FIELD, html } from '@gatehouse/http';
import { type Catalog, fill } from '../texts/catalog.ts';
import { page } from './page.ts';
import { type PasskeyForm, passkeyForm } from './passkey.ts';

/** What the sign-in page shows. */
export interface SignInOptions {
  /** Where the form is posted, with `csrf`, `login` and `password`. */
  readonly action: string;
  /** Where `#cancel` is posted, with `csrf` only. */
  readonly cancelAction: string;
  readonly csrf: string;
  readonly client: ClientIdentity;
  /** What was typed before, or a login_hint. */
  readonly login?: string | undefined;
  /** `login_missing` marks that input, `password_missing` the other, any other code marks both. */
  readonly error?: FormError | undefined;
  /** The user is known and is only asked again (`max_age`, `prompt=login`). */
  readonly again?: boolean | undefined;
  /** For a sign-in by passkey; the button is there only where the script runs. */
  readonly passkey?: PasskeyForm | undefined;
  /** Where to go without a password; no link without it. */
  readonly recoverHref?: string | undefined;
  /** Where to go without an account; no link without it. */
  readonly registerHref?: string | undefined;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** The sign-in page: inputs `login` and `password`, buttons `#submit`, `#cancel` and, with a script, `#passkey`. */
export function signInPage(options: SignInOptions): string {
  const { action, cancelAction, csrf, client, login = '', error, again = false, recoverHref, registerHref } = options;
  const { passkey, text, theme } = options;
  const { signIn } = text;
  const name = { client: clientName(client) };
  const refused = isInputError(error);
  const loginIsWrong = refused && error.code !== 'password_missing';
  const passwordIsWrong = refused && error.code !== 'login_missing';
  const startAtPassword = login !== '' && error?.code !== 'login_missing';
  const others = [
    { id: 'recover', href: recoverHref, label: signIn.forgot },
    { id: 'register', href: registerHref, label: text.register.link },
  ].filter(({ href }) => href !== undefined);
  const links =
    others.length === 0
      ? ''
      : html`<ul class="others">${others.map(({ id, href, label }) => html`<li><a id="${id}" href="${href ?? ''}">${label}</a></li>`)}</ul>`;
  const body = html`<main>
<div class="intro">
${clientMark(client)}
<h1>${again ? signIn.again.heading : signIn.heading}</h1>
<p>${again ? fill(signIn.again.reason, name) : fill(signIn.continueTo, name)}</p>
</div>
${errorSummary(text, error)}
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="field">
<label for="login">${signIn.login}</label>
<input id="login" name="login" type="text" value="${login}" autocomplete="username${passkey === undefined ? '' : ' webauthn'}" autocapitalize="none" spellcheck="false" dir="auto" required${invalid(loginIsWrong)}${focus(!startAtPassword)}>
</div>
<div class="field">
<label for="password">${signIn.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${invalid(passwordIsWrong)}${focus(startAtPassword)}>
</div>
<div class="actions">
<button type="submit" id="submit">${again ? signIn.again.submit : signIn.submit}</button>
${passkey === undefined ? '' : html`<button class="outlined" type="submit" id="passkey" form="passkey-form" hidden>${key}${signIn.passkey}</button>`}
${cancelButton(text.cancel)}
</div>
</form>
${passkey === undefined ? '' : passkeyForm(passkey, { kind: 'get', optional: true, conditional: true, text })}
${links}
${bareForm('cancel-form', cancelAction, { [CSRF_FIELD]: csrf })}
</main>`;
  const step = again ? signIn.again.step : signIn.step;
  const title = titleOf(text, step, client.name, { error: error !== undefined });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}
