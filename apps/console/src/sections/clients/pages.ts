/** Every page of the section, but the one where clients are made. */
import type { ConsolePage } from '../../visit.ts';
import { clientPage } from './detail.ts';
import { clientsPage } from './list.ts';

export const clientPages: readonly ConsolePage[] = [clientsPage, clientPage];
