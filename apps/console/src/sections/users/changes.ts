/** A form that changes some members of a user (`PATCH /users/{user_id}`), with the form again, the preview and the comparison after a conflict. */
import type { components } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change } from '../../change.ts';
import { type Faults, postForm } from '../../pages/form-controls.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { crumbsOf, listPath, pathOf, readUser, type User } from './user.ts';

export type UserChange = components['schemas']['UserChange'];

interface ChangeForm {
  /** Below the user. */
  readonly path: string;
  readonly title: (visit: Visit) => string;
  readonly about?: (visit: Visit) => string;
  /** With what the user has, or with what was posted. */
  readonly controls: (visit: Visit, user: User, faults: Faults | undefined) => SafeHtml | Promise<SafeHtml>;
  /** What the posted form asks for beyond what the user has. */
  readonly wanted: (visit: Visit, user: User) => UserChange | Promise<UserChange>;
  readonly label: (visit: Visit, member: string) => string;
}

/** The page of such a form. */
export function changePage({ path, title, about, controls, wanted, label }: ChangeForm): ConsolePage {
  const formOf = async (
    visit: Visit,
    { user, etag }: { readonly user: User; readonly etag: string },
    faults?: Faults,
    problem?: string,
  ) =>
    html`${about === undefined ? '' : html`<p class="soft intro">${about(visit)}</p>`}${postForm(
      visit,
      await controls(visit, user, faults),
      {
        etag,
        faults,
        problem,
        cancel: pathOf(user.id),
      },
    )}`;
  return {
    path: `${listPath}/:user_id${path}`,
    scope: 'users:write',
    async show(visit) {
      const found = await readUser(visit);
      return { title: title(visit), crumbs: crumbsOf(found.user), body: await formOf(visit, found) };
    },
    async change(visit) {
      const { user } = await readUser(visit);
      const body = await wanted(visit, user);
      return change(visit, {
        title: title(visit),
        crumbs: crumbsOf(user),
        send: (header) => visit.api.PATCH('/users/{user_id}', { params: { path: { user_id: user.id }, header }, body }),
        reason: 'optional',
        confirm: visit.text.form.save,
        cancel: pathOf(user.id),
        form: (faults, { detail }) => formOf(visit, { user, etag: visit.form.text('etag') }, faults, detail),
        async current() {
          const now = await readUser(visit);
          const yours = await wanted(visit, now.user);
          const differing = Object.entries(yours).map(([member, value]) => ({
            label: label(visit, member),
            yours: value,
            theirs: now.user[member as keyof User],
          }));
          return { etag: now.etag, differing };
        },
        done: () => ({ goTo: pathOf(user.id), notice: visit.text.changed }),
      });
    },
  };
}
