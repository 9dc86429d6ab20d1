/** What to do first at a server where there is nobody and nothing yet but who reads this. */
import type { SafeHtml } from '@gatehouse/http/html';
import { actList } from '../../pages/act-list.ts';
import { part } from '../../pages/facts.ts';
import { overview as texts } from '../../texts/overview.ts';
import type { Visit } from '../../visit.ts';
import type { Overview } from './answered.ts';

/** Nothing once there are others than the console itself and its first user, or for who may do neither. */
export function firstSteps(visit: Visit, { clients, users }: Overview): SafeHtml | undefined {
  const words = texts(visit.language);
  const acts = [
    ...(clients && clients.total <= 1 && visit.may('clients:write')
      ? [{ id: 'first-client', label: words.newClient, about: words.newClientAbout, href: '/clients/new' }]
      : []),
    ...(users && users.total <= 1 && visit.may('users:write')
      ? [{ id: 'first-users', label: words.newUsers, about: words.newUsersAbout, href: '/users/new' }]
      : []),
  ];
  const list = actList(visit, acts);
  return list && part(words.firstSteps, list, { id: 'first-steps' });
}
