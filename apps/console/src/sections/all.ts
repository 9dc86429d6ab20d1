/** Every page of the console. A page is a file in its section's folder, and a line here. */
import type { ConsolePage } from '../visit.ts';
import { outboxPages } from './outbox/outbox.ts';
import { overviewPage } from './overview/overview.ts';
import { settingsPage } from './settings/settings.ts';

/** In no order: each has a path of its own. */
export const consolePages: readonly ConsolePage[] = [overviewPage, ...outboxPages, settingsPage];
