import { focus, hiddenInputs, invalid, isInputError } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import { type AccountFrame, accountPage, buttonForm, row, sectionRow, smallLink } from './frame.ts';

/** What the profile page shows. */
export interface ProfileOptions extends AccountFrame {
  readonly name: string;
  readonly login: string;
  readonly email?: string | undefined;
  readonly emailVerified: boolean;
  /** Mails can be sent, so it can be confirmed and changed. */
  readonly emailChangeable: boolean;
  readonly department?: string | undefined;
  readonly roles: readonly string[];
  /** The chosen language; empty for that of the browser. */
  readonly locale: string;
  /** The languages there are, each in its own words. */
  readonly languages: readonly { readonly tag: string; readonly name: string }[];
}

/** The profile: input `name`, choice `locale`, button `#submit`; what the organisation sets is only shown. */
export function profilePage(options: ProfileOptions): string {
  const { csrf, text, error, name, login, email, emailVerified, department, roles, locale, languages } = options;
  const { profile, save, none } = text.account;
  const choice = (tag: string, label: string) =>
    html`<option value="${tag}"${tag === locale ? html` selected` : ''}${tag === '' ? '' : html` lang="${tag}"`}>${label}</option>`;
  const change = options.emailChangeable ? smallLink('/account/email', profile.changeEmail, profile.email) : '';
  const confirm =
    options.emailChangeable && email !== undefined && !emailVerified
      ? buttonForm(options, {
          action: '/account/email',
          label: profile.confirmEmail,
          id: 'confirm-email',
          about: profile.email,
          fields: { email },
          kind: 'quiet',
        })
      : '';
  const set = [
    ...(department === undefined ? [] : [sectionRow(profile.department, html`<bdi>${department}</bdi>`)]),
    ...(roles.length === 0 ? [] : [sectionRow(profile.roles, html`<bdi>${roles.join(', ')}</bdi>`)]),
  ];
  const organisation =
    set.length === 0
      ? ''
      : html`<section class="part"><h2 class="soft">${profile.byOperator}</h2><ul class="rows">${set}</ul></section>`;
  const content = html`<form method="post" action="/account/profile">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="field">
<label for="name">${profile.fullName}</label>
<input id="name" name="name" type="text" value="${name}" autocomplete="name" maxlength="200" dir="auto" required${invalid(isInputError(error))}${focus(true)}>
</div>
<div class="field">
<label for="locale">${profile.language}</label>
<select id="locale" name="locale">${choice('', profile.languageOfBrowser)}${languages.map((language) => choice(language.tag, language.name))}</select>
</div>
<p><button class="small when-changed" type="submit" id="submit">${save}</button></p>
</form>
<ul class="rows">
${row(profile.email, email === undefined ? none : html`<bdi>${email}</bdi> (${emailVerified ? profile.emailVerified : profile.emailUnverified})`, html`${confirm}${change}`)}
${row(profile.login, html`<bdi>${login}</bdi>`)}
</ul>
${organisation}`;
  return accountPage(options, { section: 'profile', heading: profile.heading, content });
}
