/** Every page of the section, but the one where clients are made. */
import type { ConsolePage } from '../../visit.ts';
import { actPages } from './acts.ts';
import { advancedPage } from './advanced.ts';
import { apiScopePages } from './api-scopes.ts';
import { clientPage } from './detail.ts';
import { editPage } from './edit.ts';
import { clientsPage } from './list.ts';
import { secretPages } from './secrets.ts';

export const clientPages: readonly ConsolePage[] = [
  clientsPage,
  clientPage,
  editPage,
  advancedPage,
  ...apiScopePages,
  ...secretPages,
  ...actPages,
];
