/** The schema's history: what the tables look like, and how a database gets from one version to the next. */

import type { Migration } from '@gatehouse/database';
import { accountEmail } from './account-email.ts';
import { accountStates } from './account-states.ts';
import { apiCredentials } from './api-credentials.ts';
import { declarations } from './declarations.ts';
import { initial } from './initial.ts';
import { memberships } from './memberships.ts';
import { outbox } from './outbox.ts';
import { passkeys } from './passkeys.ts';
import { retention } from './retention.ts';
import { revocations } from './revocations.ts';

/** Every migration of Gatehouse's own schema, oldest first. */
export const migrations: readonly Migration[] = [
  initial,
  revocations,
  apiCredentials,
  outbox,
  accountEmail,
  accountStates,
  passkeys,
  declarations,
  retention,
  memberships,
];
