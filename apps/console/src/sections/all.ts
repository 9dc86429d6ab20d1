/** Every page of the console. A page is a file in its section's folder, and a line here. */
import type { ConsolePage } from '../visit.ts';
import { auditPages } from './audit/audit.ts';
import { clientPages } from './clients/pages.ts';
import { connectionPages } from './connections/connections.ts';
import { keyPages } from './keys/keys.ts';
import { newClientPages } from './new-client/new-client.ts';
import { outboxPages } from './outbox/outbox.ts';
import { overviewPage } from './overview/overview.ts';
import { resourcePages } from './resources/pages.ts';
import { servicePages } from './services/services.ts';
import { settingsPages } from './settings/settings.ts';
import { unregisteredPages } from './unregistered/pages.ts';
import { userPages } from './users/users.ts';

/** Each has a path of its own; of `/clients/new` and `/clients/:client_id` the first is meant where both fit. */
export const consolePages: readonly ConsolePage[] = [
  overviewPage,
  ...newClientPages,
  ...clientPages,
  ...unregisteredPages,
  ...userPages,
  ...servicePages,
  ...auditPages,
  ...resourcePages,
  ...connectionPages,
  ...keyPages,
  ...outboxPages,
  ...settingsPages,
];
