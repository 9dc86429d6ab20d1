/** What the pages of a user have in common: where it is found, and how it is spoken of. */
import { type components, seenOf } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { badge } from '../../pages/facts.ts';
import { formAlert } from '../../pages/form-controls.ts';
import { users as texts } from '../../texts/users.ts';
import type { Crumb, Visit } from '../../visit.ts';

export type User = components['schemas']['User'];

export const listPath = '/users';

/** Its page. @param beyond the rest of the path, as `/edit` */
export const pathOf = (id: string, beyond = ''): string => `${listPath}/${encodeURIComponent(id)}${beyond}`;

/** The one that the address of the page names. */
export const idOf = ({ params }: Visit): string => params['user_id'] ?? '';

/** The user of this page, and its version. Throws AdminRefused. */
export async function readUser(visit: Visit): Promise<{ readonly user: User; readonly etag: string }> {
  const path = { user_id: idOf(visit) };
  const { seen, etag } = seenOf(await visit.api.GET('/users/{user_id}', { params: { path } }));
  return { user: seen, etag };
}

/** What people know the user by. */
export const nameOf = ({ name, login }: Pick<User, 'name' | 'login'>): string => name ?? login;

/** The way back. */
export const crumbsOf = (user: User): readonly Crumb[] => [{ label: nameOf(user), path: pathOf(user.id) }];

export function stateBadge({ language }: Visit, { status }: Pick<User, 'status'>): SafeHtml {
  const kind = ({ active: 'good', pending: 'caution', disabled: 'bad' } as const)[status];
  return badge(kind, texts(language).states[status]);
}

/** The address, with a mark when nobody has confirmed it. */
export function emailOf({ language }: Visit, { email, email_verified: isConfirmed }: User): SafeHtml | undefined {
  if (email === undefined) return undefined;
  return html`<span><bdi>${email}</bdi>${isConfirmed ? '' : html` ${badge('caution', texts(language).unconfirmed)}`}</span>`;
}

/** Why the API refused, in its sentence, and the way back. */
export function refusal(visit: Visit, user: User, sentence: string): SafeHtml {
  const back = fillPlain(texts(visit.language).back, { name: nameOf(user) });
  return html`<div id="refused" lang="en" dir="ltr">${formAlert(visit.text, sentence)}</div>
<div class="actions"><a class="button quiet" id="back" href="${pathOf(user.id)}">${back}</a></div>`;
}
