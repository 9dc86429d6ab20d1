/** GET and POST /users/new: add a user, or invite one. */
import { randomUUID } from 'node:crypto';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change } from '../../change.ts';
import { type Faults, input, postForm } from '../../pages/form-controls.ts';
import { userForms as texts } from '../../texts/user-forms.ts';
import { users as userTexts } from '../../texts/users.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { invitationControls, invitationOf, invitedAnswer } from './invitation.ts';
import { roleControls, rolesOf } from './roles.ts';
import { listPath, pathOf } from './user.ts';

async function newForm(visit: Visit, faults?: Faults, problem?: string): Promise<SafeHtml> {
  const words = texts(visit.language);
  const labels = userTexts(visit.language);
  const { form } = visit;
  const line = (name: 'login' | 'name' | 'email', hint?: string) =>
    input({
      name,
      label: labels[name],
      type: name === 'email' ? 'email' : 'text',
      value: form.text(name),
      required: true,
      hint,
      faults,
    });
  // A form that is sent twice adds one user.
  const key = form.text('key') || randomUUID();
  return html`<p class="soft intro">${words.newAbout}</p>${postForm(
    visit,
    html`<input type="hidden" name="key" value="${key}">${line('name')}${line('email')}${line('login', words.loginHint)}${input(
      {
        name: 'locale',
        label: `${labels.language} (${visit.text.form.optional})`,
        value: form.text('locale'),
        hint: words.localeHint,
        faults,
      },
    )}${await roleControls(visit, rolesOf(visit), faults)}${invitationControls(visit, ['link', 'none'], faults)}`,
    { faults, problem, submit: words.submitNew, cancel: listPath },
  )}`;
}

export const newUserPage: ConsolePage = {
  path: `${listPath}/new`,
  scope: 'users:write',
  async show(visit) {
    return { title: texts(visit.language).newTitle, body: await newForm(visit) };
  },
  change(visit) {
    const words = texts(visit.language);
    const { form } = visit;
    const invitation = invitationOf(visit);
    const locale = form.text('locale').trim();
    const body = {
      login: form.text('login').trim(),
      name: form.text('name').trim(),
      email: form.text('email').trim(),
      roles: rolesOf(visit),
      ...(locale !== '' && { locale }),
      ...(invitation && { invitation }),
    };
    return change(visit, {
      title: words.newTitle,
      send: (header) => visit.api.POST('/users', { params: { header }, body }),
      // Nothing is overwritten or ended.
      preview: false,
      cancel: listPath,
      form: (faults, { detail }) => newForm(visit, faults, detail),
      done: ({ id, invitation: invited }) =>
        invited === undefined
          ? { goTo: pathOf(id), notice: words.added }
          : invitedAnswer(visit, { id, name: body.name, login: body.login }, invited),
    });
  },
};
