import { focus, hiddenInputs, invalid, isInputError } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import { counted, fillPlain } from '../../texts/catalog.ts';
import { type AccountFrame, accountPage } from './frame.ts';

/** What the page for changing the password shows. */
export interface ChangePasswordOptions extends AccountFrame {
  readonly fewestCharacters: number;
  /** There is none to be typed: the user signs in by something else, and chooses the first one. */
  readonly first: boolean;
}

/** Changing the password: inputs `password`, where there is one, and `new_password`, button `#submit`. */
export function changePasswordPage(options: ChangePasswordOptions): string {
  const { csrf, text, error, fewestCharacters, first } = options;
  const { password, cancel } = text.account;
  const refused = isInputError(error);
  const currentIsWrong = refused && ['wrong_password', 'name_throttled', 'password_missing'].includes(error.code);
  const current = first
    ? ''
    : html`<div class="field">
<label for="password">${password.current}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${invalid(currentIsWrong)}${focus(!refused || currentIsWrong)}>
</div>
`;
  const content = html`<p class="soft">${password.consequence}</p>
<form method="post" action="/account/password">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
${current}<div class="field">
<label for="new_password">${password.next}</label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required aria-describedby="password-rule${refused && !currentIsWrong ? ' form-error' : ''}"${refused && !currentIsWrong ? html` aria-invalid="true"` : ''}${focus(first || (refused && !currentIsWrong))}>
<p class="hint" id="password-rule">${fillPlain(password.rule, { count: counted(text, 'characters', fewestCharacters) })}</p>
</div>
<div class="actions two">
<button type="submit" id="submit">${first ? password.firstHeading : password.submit}</button>
<a class="button quiet" id="cancel" href="/account/security">${cancel}</a>
</div>
</form>`;
  return accountPage(options, {
    section: 'security',
    heading: first ? password.firstHeading : password.heading,
    content,
  });
}
