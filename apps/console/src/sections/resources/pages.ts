/** Every page of the section. Roles and forms come before the page of one API, whose path fits theirs too. */
import type { ConsolePage } from '../../visit.ts';
import { editResourcePage, newResourcePage, removeResourcePage } from './resource-changes.ts';
import { resourcePage } from './resource-page.ts';
import { resourcesPage } from './resources.ts';
import { editRolePage, newRolePage, removeRolePage } from './role-changes.ts';
import { rolePage } from './role-page.ts';
import { rolesPage } from './roles.ts';

export const resourcePages: readonly ConsolePage[] = [
  resourcesPage,
  rolesPage,
  newRolePage,
  rolePage,
  editRolePage,
  removeRolePage,
  newResourcePage,
  resourcePage,
  editResourcePage,
  removeResourcePage,
];
