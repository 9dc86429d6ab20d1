import {
  bareForm,
  type ClientIdentity,
  cancelButton,
  clientMark,
  errorSummary,
  type FormError,
  focus,
  hiddenInputs,
  invalid,
  isInputError,
  type Theme,
  titleOf,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Catalog } from '../texts/catalog.ts';
import { controls, passwordRule, secretInput } from './controls.ts';
import { page } from './page.ts';
import { purpose } from './purpose.ts';

/** What the page for creating an account shows. */
export interface RegisterOptions {
  /** Where the form is posted, with `csrf`, `name`, `email` and `new_password`. */
  readonly action: string;
  /** Where `#cancel` is posted, with `csrf` only. */
  readonly cancelAction: string;
  /** Back to the sign-in. */
  readonly signInHref: string;
  readonly csrf: string;
  readonly client: ClientIdentity;
  readonly typed?: { readonly name: string; readonly email: string } | undefined;
  readonly error?: FormError | undefined;
  readonly fewestCharacters: number;
  readonly text: Catalog;
  readonly theme: Theme;
}

type Field = 'name' | 'email' | 'new_password';

function wrongField(error: FormError | undefined): Field | undefined {
  if (!isInputError(error)) return undefined;
  if (error.code === 'name_missing') return 'name';
  return error.code === 'email_invalid' ? 'email' : 'new_password';
}

/** Creating an account: inputs `name`, `email` and `new_password`, buttons `#submit` and `#cancel`, link `#sign-in`. */
export function registerPage(options: RegisterOptions): string {
  const { action, cancelAction, signInHref, csrf, client, typed, error, fewestCharacters, text, theme } = options;
  const { register } = text;
  const wrong = wrongField(error);
  const first = wrong ?? 'name';
  const marks = (name: Field): SafeHtml => html`${invalid(wrong === name)}${focus(first === name)}`;
  const describedBy = `password-rule${wrong === 'new_password' ? ' form-error' : ''}`;
  const body = html`<main>
<div class="intro">
${clientMark(client, theme)}
<h1>${register.heading}</h1>
<p>${purpose(text, client)}</p>
</div>
${errorSummary(text, error)}
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="field">
<label for="name">${register.name}</label>
<input id="name" name="name" type="text" value="${typed?.name ?? ''}" autocomplete="name" maxlength="200" dir="auto" required${marks('name')}>
</div>
<div class="field">
<label for="email">${register.email}</label>
<input id="email" name="email" type="email" value="${typed?.email ?? ''}" autocomplete="email" maxlength="254" dir="auto" required${marks('email')}>
</div>
<div class="field">
<label for="new_password">${register.password}</label>
${secretInput(
  text,
  'new_password',
  html`<input id="new_password" name="new_password" type="password" autocomplete="new-password" required aria-describedby="${describedBy}"${wrong === 'new_password' ? html` aria-invalid="true"` : ''}${focus(first === 'new_password')}>`,
)}
${passwordRule(text, 'new_password', fewestCharacters)}
</div>
<div class="actions">
<button type="submit" id="submit">${register.submit}</button>
</div>
${agreement(text, theme)}
</form>
<div class="elsewhere">
<p>${register.haveAccount} <a id="sign-in" href="${signInHref}">${register.signIn}</a></p>
${cancelButton(text.cancel)}
</div>
${bareForm('cancel-form', cancelAction, { [CSRF_FIELD]: csrf })}
</main>
${controls}`;
  const title = titleOf(text, register.step, client.name, { error: error !== undefined });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

/** What whoever creates an account agrees to, where the operator has such pages. */
function agreement({ register, consent }: Catalog, { links }: Theme): SafeHtml {
  const items = [
    { uri: links?.terms, label: consent.terms },
    { uri: links?.privacy, label: consent.policy },
  ].flatMap(({ uri, label }) =>
    uri === undefined ? [] : [html`<a href="${uri}" target="_blank" rel="noopener noreferrer">${label}</a> `],
  );
  return items.length === 0 ? html`` : html`<p class="note">${register.agreement} ${items}</p>`;
}
