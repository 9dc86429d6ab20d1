/** All operations of the admin API. A resource is a file beside this one and a line here. */
import type { AdminOperation } from '../operation.ts';
import { audit } from './audit.ts';
import { clientChanges } from './client-changes.ts';
import { clientsHealth } from './client-health.ts';
import { clientSecrets } from './client-secrets.ts';
import { clients } from './clients.ts';
import { connectionDomains } from './connection-domains.ts';
import { connectionTests } from './connection-tests.ts';
import { connections } from './connections.ts';
import { doctor } from './doctor.ts';
import { keys } from './keys.ts';
import { outbox } from './outbox.ts';
import { overview } from './overview.ts';
import { policies } from './policies.ts';
import { registrationTokens } from './registration-tokens.ts';
import { registry } from './registry.ts';
import { reports } from './reports.ts';
import { resources } from './resources.ts';
import { revocations } from './revocations.ts';
import { roles } from './roles.ts';
import { serviceAccounts } from './service-accounts.ts';
import { settings } from './settings.ts';
import { unregisteredClients } from './unregistered-clients.ts';
import { userCredentials } from './user-credentials.ts';
import { userIdentities } from './user-identities.ts';
import { userSessions } from './user-sessions.ts';
import { users } from './users.ts';

export const allOperations: readonly AdminOperation[] = [
  ...clients,
  ...clientChanges,
  ...clientSecrets,
  ...clientsHealth,
  ...connectionDomains,
  ...registrationTokens,
  ...unregisteredClients,
  ...resources,
  ...roles,
  ...connections,
  ...connectionTests,
  ...policies,
  ...registry,
  ...audit,
  ...outbox,
  ...overview,
  ...doctor,
  ...reports,
  ...settings,
  ...users,
  ...userCredentials,
  ...userIdentities,
  ...userSessions,
  ...serviceAccounts,
  ...keys,
  ...revocations,
];
