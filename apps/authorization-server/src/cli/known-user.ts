/** Users as commands name them: by their login. */
import { type AdminClient, answerOf, type components } from '@gatehouse/admin-client';
import { RefusedError } from './failure.ts';

export type User = components['schemas']['User'];

export interface ReasonOption {
  /** Why; a server elsewhere wants to know, and records it. */
  readonly reason?: string | undefined;
}

export const reasonHeader = ({ reason = '' }: ReasonOption) => ({ 'X-Reason': reason });

/** The user, or RefusedError. */
export async function knownUser(admin: AdminClient, login: string): Promise<User> {
  const { items } = answerOf(await admin.GET('/users', { params: { query: { login } } }));
  const [user] = items;
  if (user) return user;
  throw new RefusedError(`there is nobody with the login ${login}; "gatehouse users list" shows them all`);
}

/** The user with what a change of it is sent with. */
export async function userAsRead(
  admin: AdminClient,
  named: { readonly id: string } | { readonly login: string },
): Promise<{ readonly user: User; readonly path: { user_id: string }; readonly header: { 'If-Match': string } }> {
  const path = { user_id: 'id' in named ? named.id : (await knownUser(admin, named.login)).id };
  const read = await admin.GET('/users/{user_id}', { params: { path } });
  return { user: answerOf(read), path, header: { 'If-Match': read.response.headers.get('etag') ?? '' } };
}
