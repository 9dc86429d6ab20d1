/** GET and POST /users/:user_id/edit and /users/:user_id/roles: who it is, and what they may do. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import { checkBox, type Faults, input } from '../../pages/form-controls.ts';
import { userForms as texts } from '../../texts/user-forms.ts';
import { users as userTexts } from '../../texts/users.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { changePage, type UserChange } from './changes.ts';
import { roleControls, rolesOf } from './roles.ts';
import type { User } from './user.ts';

/** What was typed, or else what is there. */
const typed = ({ form }: Visit, name: string, there: string | undefined): string =>
  form.has(name) ? form.text(name).trim() : (there ?? '');

const labelOf = ({ language }: Visit, member: string): string => {
  const labels = userTexts(language);
  const known: Readonly<Record<string, string>> = {
    name: labels.name,
    login: labels.login,
    email: labels.email,
    email_verified: texts(language).emailVerified,
    locale: labels.language,
    roles: labels.roles,
    claims: labels.claims,
  };
  return known[member] ?? member;
};

function whoControls(visit: Visit, user: User, faults: Faults | undefined): SafeHtml {
  const words = texts(visit.language);
  const labels = userTexts(visit.language);
  const line = (name: 'login' | 'name', hint?: string) =>
    input({ name, label: labels[name], value: typed(visit, name, user[name]), required: true, hint, faults });
  const email = typed(visit, 'email', user.email);
  // Whoever has the mails of an address chooses a password by them.
  const address = visit.may('users:credentials')
    ? html`${input({ name: 'email', label: labels.email, type: 'email', value: email, hint: words.emailHint, faults })}${
        user.email_verified
          ? ''
          : checkBox({
              name: 'email_verified',
              label: words.emailVerified,
              hint: words.emailVerifiedHint,
              checked: visit.form.has('email_verified'),
              faults,
            })
      }`
    : html`<p class="hint">${words.emailNotYours}</p>`;
  return html`${line('name')}${line('login', words.loginHint)}${input({
    name: 'locale',
    label: `${labels.language} (${visit.text.form.optional})`,
    value: typed(visit, 'locale', user.locale),
    hint: words.localeHint,
    faults,
  })}${address}`;
}

/** Members alone that differ: an address that stays needs no right of its own. */
function whoWanted({ form }: Visit, user: User): UserChange {
  const differs = (name: 'name' | 'login' | 'email' | 'locale'): boolean =>
    form.has(name) && form.text(name).trim() !== (user[name] ?? '');
  const value = (name: string): string => form.text(name).trim();
  return {
    ...(differs('name') && { name: value('name') }),
    ...(differs('login') && { login: value('login') }),
    ...(differs('email') && { email: value('email') }),
    ...(differs('locale') && { locale: value('locale') === '' ? null : value('locale') }),
    ...(form.has('email_verified') && { email_verified: true }),
  };
}

export const editPages: readonly ConsolePage[] = [
  changePage({
    path: '/edit',
    title: ({ language }) => texts(language).editTitle,
    controls: whoControls,
    wanted: whoWanted,
    label: labelOf,
  }),
  changePage({
    path: '/roles',
    title: ({ language }) => texts(language).rolesTitle,
    about: ({ language }) => texts(language).rolesAbout,
    controls: (visit, user, faults) =>
      roleControls(visit, visit.form.entries.length > 0 ? rolesOf(visit) : user.roles, faults),
    wanted: (visit) => ({ roles: rolesOf(visit) }),
    label: labelOf,
  }),
];
