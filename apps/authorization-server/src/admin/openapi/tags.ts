/** What the operations are about: the first word of their paths. */
import type { AdminOperation } from '../operation.ts';

export const tags: Readonly<Record<string, string>> = {
  clients: 'Applications, their secrets, and what they use of what they may.',
  resources: 'APIs and their scopes.',
  roles: 'What users may do at APIs.',
  connections: 'Upstream providers that users sign in with.',
  policies: 'What holds for all users, and the look of all pages.',
  registry: 'All that registry files declare, as one document.',
  audit: 'What happened, who did it, and to whom.',
  'registration-tokens': 'Initial access tokens, with which clients register themselves.',
  'unregistered-clients': 'Clients that no operator registered, what they hold, and the end of them.',
  'unregistered-hosts': 'Where these clients come from.',
  outbox: 'Mails and notices that wait to be sent.',
  overview: 'What goes on, in figures.',
  doctor: 'What is wrong with the server, and what to do.',
  reports: 'What holds of a profile, such as OAuth 2.1, and what does not.',
  settings: 'The settings in force, without secrets.',
  users: 'Users with their sessions, factors, grants and API keys.',
  'user-claims': 'Claims of users that were declared.',
  'api-keys': 'API keys of all users.',
  'service-accounts': 'Programs that call APIs by a key.',
  keys: 'The keys that sign tokens.',
  revocations: 'Tokens that are valid no more.',
};

export const tagOf = ({ path }: Pick<AdminOperation, 'path'>): string => path.split('/')[1] as string;
