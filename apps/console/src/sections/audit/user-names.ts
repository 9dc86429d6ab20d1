/** Logins of the users that a page names by their identifiers. */
import type { Visit } from '../../visit.ts';
import type { AuditRecord } from './record.ts';

/** More different ones than this on a page stay identifiers. */
const most = 20;

/** @returns logins by identifier; users who are gone are absent, and so are all when users may not be read */
export async function userNames(
  visit: Pick<Visit, 'api' | 'may'>,
  identifiers: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  if (!visit.may('users:read')) return new Map();
  const asked = [...new Set(identifiers)].filter((id) => id !== undefined).slice(0, most);
  const found = await Promise.all(
    asked.map(async (id) => {
      const { data } = await visit.api.GET('/users/{user_id}', { params: { path: { user_id: id } } });
      return data === undefined ? [] : ([[id, data.login]] as const);
    }),
  );
  return new Map(found.flat());
}

/** The identifiers of users in a record. */
export const usersOf = ({ actor, target, subject }: AuditRecord): (string | undefined)[] => [
  subject,
  ...[actor, target].map((one) => (one?.type === 'user' ? one.id : undefined)),
];
