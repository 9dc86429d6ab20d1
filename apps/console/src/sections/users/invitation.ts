/** How a user comes in: the controls of an invitation, and the page that shows its link. Also GET and POST /users/:user_id/invitation. */
import type { components } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change } from '../../change.ts';
import { type Faults, input, postForm, select } from '../../pages/form-controls.ts';
import { shownOnce } from '../../pages/shown-once.ts';
import { when } from '../../pages/when.ts';
import { userForms as texts } from '../../texts/user-forms.ts';
import type { Answer, ConsolePage, Visit } from '../../visit.ts';
import { crumbsOf, listPath, nameOf, pathOf, readUser, type User } from './user.ts';

type Invited = components['schemas']['Invitation'];

const usualDays = '7';

/** @param ways which there are beside the mail */
export function invitationControls(visit: Visit, ways: readonly ('none' | 'link')[], faults?: Faults): SafeHtml {
  const words = texts(visit.language);
  const { form } = visit;
  // Whoever has a link chooses the password, so showing one is a right of its own.
  const all = (['mail', ...ways] as const).filter((way) => way !== 'link' || visit.may('users:credentials'));
  return html`${select({ name: 'how', label: words.how, value: form.text('how'), options: all.map((way) => [way, words.hows[way]]), faults })}${input(
    {
      name: 'days',
      label: words.days,
      type: 'number',
      value: form.text('days') || usualDays,
      pointer: '/invitation/expires_in_days',
      faults,
    },
  )}`;
}

/** What the API is asked for; undefined for none. */
export function invitationOf({ form }: Visit): { expires_in_days: number; show_link: boolean } | undefined {
  if (form.text('how') === 'none') return undefined;
  return { expires_in_days: Number(form.text('days') || usualDays), show_link: form.text('how') === 'link' };
}

/** A link is shown this once; of a mail it is said that it is on its way. */
export function invitedAnswer(visit: Visit, user: Pick<User, 'id' | 'name' | 'login'>, invited: Invited): Answer {
  const words = texts(visit.language);
  const path = pathOf(user.id);
  const { link, mailed_to: email = '' } = invited;
  if (link === undefined) return { goTo: path, notice: fillPlain(words.mailed, { email }) };
  const body = shownOnce({
    about: fillPlain(words.linkAbout, { name: nameOf(user) }),
    label: words.link,
    secret: link,
    known: [[words.worksUntil, when(visit, invited.expires_at)]],
    on: { label: words.toUser, path },
  });
  return { title: words.linkTitle, crumbs: [{ label: nameOf(user), path }], body };
}

function invitationForm(visit: Visit, user: User, faults?: Faults, problem?: string): SafeHtml {
  const words = texts(visit.language);
  return html`<p class="soft intro">${words.inviteAbout}</p>${postForm(
    visit,
    invitationControls(visit, ['link'], faults),
    {
      faults,
      problem,
      submit: words.invite,
      cancel: pathOf(user.id),
    },
  )}`;
}

export const invitationPage: ConsolePage = {
  path: `${listPath}/:user_id/invitation`,
  scope: 'users:write',
  async show(visit) {
    const { user } = await readUser(visit);
    return { title: texts(visit.language).inviteTitle, crumbs: crumbsOf(user), body: invitationForm(visit, user) };
  },
  async change(visit) {
    const words = texts(visit.language);
    const { user } = await readUser(visit);
    const body = invitationOf(visit) ?? { expires_in_days: Number(usualDays), show_link: false };
    return change(visit, {
      title: words.inviteTitle,
      crumbs: crumbsOf(user),
      send: (header) =>
        visit.api.POST('/users/{user_id}/invitation', { params: { path: { user_id: user.id }, header }, body }),
      about: html`<p class="intro">${words.inviteAbout}</p>`,
      confirm: words.invite,
      cancel: pathOf(user.id),
      form: (faults, { detail }) => invitationForm(visit, user, faults, detail),
      done: (invited) => invitedAnswer(visit, user, invited),
    });
  },
};
