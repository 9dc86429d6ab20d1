/** GET and POST /users/:user_id/password: what a new password ends is shown with the field for it, so that it goes over the wire once. */
import { randomBytes } from 'node:crypto';
import { type AdminPreview, AdminRefused, previewOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { type Faults, formAlert, input } from '../../pages/form-controls.ts';
import { previewPart } from '../../pages/preview.ts';
import { userForms as texts } from '../../texts/user-forms.ts';
import type { Answer, ConsolePage, Visit } from '../../visit.ts';
import { crumbsOf, listPath, nameOf, pathOf, readUser, refusal, type User } from './user.ts';

type Found = { readonly user: User; readonly etag: string };

const send = ({ api }: Visit, { id }: User, password: string, header: WriteHeaders) =>
  api.PUT('/users/{user_id}/password', { params: { path: { user_id: id }, header }, body: { password } });

/** What setting any password would do. Throws AdminRefused. */
async function whatWouldHappen(visit: Visit, { user, etag }: Found): Promise<AdminPreview> {
  const header = { 'If-Match': etag, Prefer: 'dry-run', 'X-Reason': 'preview' } as WriteHeaders;
  return previewOf(await send(visit, user, randomBytes(24).toString('base64url'), header));
}

async function passwordForm(visit: Visit, found: Found, faults?: Faults, problem?: string): Promise<SafeHtml> {
  const words = texts(visit.language);
  const field = input({
    name: 'password',
    label: words.password,
    type: 'password',
    hint: words.passwordHint,
    required: true,
    faults,
  });
  return previewPart(visit, {
    preview: await whatWouldHappen(visit, found),
    etag: found.etag,
    controls: html`${problem === undefined ? '' : formAlert(visit.text, problem)}${field}`,
    reason: 'required',
    confirm: words.setPassword,
    danger: true,
    about: html`<p class="intro"><strong><bdi>${nameOf(found.user)}</bdi></strong>: ${words.passwordAbout}</p>`,
    cancel: pathOf(found.user.id),
    key: '',
  });
}

async function show(visit: Visit): Promise<Answer> {
  const found = await readUser(visit);
  const { user } = found;
  const page = { title: texts(visit.language).passwordTitle, crumbs: crumbsOf(user) };
  try {
    return { ...page, body: await passwordForm(visit, found) };
  } catch (error) {
    if (!(error instanceof AdminRefused)) throw error;
    return { ...page, status: error.problem.status, body: refusal(visit, user, error.problem.detail) };
  }
}

export const passwordPage: ConsolePage = {
  path: `${listPath}/:user_id/password`,
  scope: 'users:credentials',
  show,
  async change(visit) {
    const words = texts(visit.language);
    const found = await readUser(visit);
    const { user } = found;
    return change(visit, {
      title: words.passwordTitle,
      crumbs: crumbsOf(user),
      // It was shown with the form.
      preview: false,
      send: (header) => send(visit, user, visit.form.text('password'), header),
      reason: 'required',
      cancel: pathOf(user.id),
      form: (faults, { detail, status }) =>
        status === 403 ? refusal(visit, user, detail) : passwordForm(visit, found, faults, detail),
      done: () => ({ goTo: pathOf(user.id), notice: words.passwordSet }),
    });
  },
};
