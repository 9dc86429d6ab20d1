/** GET /users/:user_id/sessions, /grants and /api-keys: all of what the page of the user shows the first rows of. */
import { answerOf } from '@gatehouse/admin-client';
import { type Column, table } from '../../pages/table.ts';
import { users as texts } from '../../texts/users.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { apiKeyColumns, grantColumns, sessionColumns } from './possessions.ts';
import { crumbsOf, idOf, listPath, readUser } from './user.ts';

const rowsOfPage = 50;

interface ListOptions<Entry> {
  readonly id: 'sessions' | 'grants' | 'apiKeys';
  readonly path: string;
  readonly read: (visit: Visit) => Promise<readonly Entry[]>;
  readonly columns: (visit: Visit) => readonly Column<Entry>[];
}

/** The API gives such a list as a whole; the pages of it begin at a number. */
function listOf<Entry>({ id, path, read, columns }: ListOptions<Entry>): ConsolePage {
  return {
    path: `${listPath}/:user_id${path}`,
    scope: 'users:read',
    async show(visit) {
      const [{ user }, all] = await Promise.all([readUser(visit), read(visit)]);
      const title = texts(visit.language)[id];
      const from = Math.max(0, Math.trunc(Number(visit.query.get('cursor') ?? 0)) || 0);
      const next = from + rowsOfPage;
      const entries = all.slice(from, next);
      const body = table(visit, {
        id,
        caption: title,
        entries,
        columns: columns(visit),
        next: next < all.length ? `?cursor=${next}` : undefined,
      });
      return { title, crumbs: crumbsOf(user), body };
    },
  };
}

const of = (visit: Visit) => ({ path: { user_id: idOf(visit) } });

export const possessionPages: readonly ConsolePage[] = [
  listOf({
    id: 'sessions',
    path: '/sessions',
    read: async (visit) => answerOf(await visit.api.GET('/users/{user_id}/sessions', { params: of(visit) })).items,
    columns: (visit) => sessionColumns(visit, idOf(visit)),
  }),
  listOf({
    id: 'grants',
    path: '/grants',
    read: async (visit) => answerOf(await visit.api.GET('/users/{user_id}/grants', { params: of(visit) })).items,
    columns: (visit) => grantColumns(visit, idOf(visit)),
  }),
  listOf({
    id: 'apiKeys',
    path: '/api-keys',
    read: async (visit) => answerOf(await visit.api.GET('/users/{user_id}/api-keys', { params: of(visit) })).items,
    columns: (visit) => apiKeyColumns(visit),
  }),
];
