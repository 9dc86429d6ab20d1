/** Users of tests of the admin API: one of each role of the server's, and a clerk, who has nothing to do with it. */

import { declareAdminApi } from '../../src/directory/registry/admin-api.ts';
import { adminIndicator } from '../../src/directory/resources/admin-api.ts';
import type { ApiUnderTest } from './api.ts';

export const invoices = 'https://invoices.example.com';
export const people = {
  'operator-1': 'operator',
  'operator-2': 'operator',
  'support-1': 'support',
  'support-2': 'support',
  'auditor-1': 'auditor',
  ann: 'clerk',
} as const;
export type Person = keyof typeof people;

/** Declares the admin API, an API of invoices and its role, and adds all of them. Logins are the identifiers. */
export async function addPeople({ storage, context: { commit, issuer } }: ApiUnderTest): Promise<void> {
  await declareAdminApi({ storage, commit }, issuer);
  await storage.commit([
    storage.resources.writes.put({
      indicator: invoices,
      definition: { name: 'Invoices', scopes: { invoice_read: 'See invoices', invoice_write: 'Write invoices' } },
    }),
    storage.roles.writes.put({ name: 'clerk', definition: { [invoices]: ['invoice_read'] } }),
    storage.policies.writes.put({ name: 'users_policy.claims.team', definition: {} }),
    ...Object.entries(people).map(([id, role]) =>
      storage.accounts.writes.put({
        id,
        login: id,
        name: `Name of ${id}`,
        email: `${id}@example.com`,
        emailVerified: true,
        roles: [role],
      }),
    ),
  ]);
}

export const adminApi = (under: ApiUnderTest): string => adminIndicator(under.context.issuer);
