/** Every page of the console. A page is a file in its section's folder, and a line here. */
import type { ConsolePage } from '../visit.ts';
import { overviewPage } from './overview/overview.ts';

/** In no order: each has a path of its own. */
export const consolePages: readonly ConsolePage[] = [overviewPage];
