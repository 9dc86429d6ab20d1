/** All operations of the admin API. A resource is a file beside this one and a line here. */
import type { AdminOperation } from '../operation.ts';
import { clientChanges } from './client-changes.ts';
import { clientSecrets } from './client-secrets.ts';
import { clients } from './clients.ts';
import { policies } from './policies.ts';
import { resources } from './resources.ts';
import { roles } from './roles.ts';

export const allOperations: readonly AdminOperation[] = [
  ...clients,
  ...clientChanges,
  ...clientSecrets,
  ...resources,
  ...roles,
  ...policies,
];
