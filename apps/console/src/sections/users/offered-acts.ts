/** What the page of a user offers: for whoever may, and where there is something to do it to. */
import type { components } from '@gatehouse/admin-client';
import type { ListedAct } from '../../pages/act-list.ts';
import type { AdminScope } from '../../scopes.ts';
import { userActs as acts } from '../../texts/user-acts.ts';
import { userForms as forms } from '../../texts/user-forms.ts';
import type { Visit } from '../../visit.ts';
import { actPath } from './acts.ts';
import { pathOf, type User } from './user.ts';

export interface KnownOfUser {
  readonly user: User;
  readonly etag: string;
  readonly summary: components['schemas']['UserSummary'];
  readonly factors: number;
  readonly factorsEtag: string;
  /** API keys that were not revoked. */
  readonly keys: number;
}

type Offered = readonly [when: boolean, scope: AdminScope, act: ListedAct];

const offeredIn = (visit: Visit, offered: readonly Offered[]): ListedAct[] =>
  offered.filter(([isSensible, scope]) => isSensible && visit.may(scope)).map(([, , act]) => act);

type Button = Extract<keyof ReturnType<typeof acts>, Parameters<typeof actPath>[1]>;

/** By a button that is posted. */
function button(visit: Visit, id: string, name: Button, more: Pick<ListedAct, 'etag' | 'danger'> = {}): ListedAct {
  const { label, about } = acts(visit.language)[name];
  return { id: name, label, about, action: actPath(id, name), ...more };
}

/** What lets the user in again. */
export function helpsOf(visit: Visit, { user, etag }: KnownOfUser): ListedAct[] {
  const words = forms(visit.language);
  const { id, status } = user;
  return offeredIn(visit, [
    [
      status === 'pending',
      'users:write',
      { id: 'invite', label: words.inviteTitle, about: words.inviteAbout, href: pathOf(id, '/invitation') },
    ],
    [status === 'active', 'users:write', button(visit, id, 'unlock')],
    [status === 'disabled', 'users:write', button(visit, id, 'enable', { etag })],
  ]);
}

/** What ends something. */
export function dangersOf(visit: Visit, { user, etag, summary, factors, factorsEtag, keys }: KnownOfUser): ListedAct[] {
  const words = forms(visit.language);
  const { id, status } = user;
  const danger = true;
  return offeredIn(visit, [
    [summary.sessions + summary.grants > 0, 'sessions:revoke', button(visit, id, 'end-sessions', { danger })],
    [summary.grants > 0, 'sessions:revoke', button(visit, id, 'revoke-grants', { danger })],
    [keys > 0, 'users:credentials', button(visit, id, 'revoke-api-keys', { danger })],
    [
      status !== 'disabled',
      'users:credentials',
      {
        id: 'set-password',
        label: words.passwordTitle,
        about: words.passwordAbout,
        href: pathOf(id, '/password'),
        danger,
      },
    ],
    [factors > 0, 'users:credentials', button(visit, id, 'remove-factors', { etag: factorsEtag, danger })],
    [status !== 'disabled', 'users:write', button(visit, id, 'disable', { etag, danger })],
    [true, 'users:write', button(visit, id, 'delete', { etag, danger })],
  ]);
}
