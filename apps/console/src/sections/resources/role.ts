/** A role, as pages of this section need it. */
import { type components, seenOf } from '@gatehouse/admin-client';
import { resources as texts } from '../../texts/resources.ts';
import type { Crumb, Visit } from '../../visit.ts';

/** As the API answers it. */
export type Role = components['schemas']['Role'];

/** Where its page is. */
export const roleAddress = (name: string): string => `/resources/roles/${encodeURIComponent(name)}`;

/** The role that the address of the page names, with its version. */
export async function readRole(visit: Visit): Promise<{ readonly role: Role; readonly etag: string }> {
  const path = { role: visit.params['role'] ?? '' };
  const { seen, etag } = seenOf(await visit.api.GET('/roles/{role}', { params: { path } }));
  return { role: seen, etag };
}

/** Roles are a list of their own in the section. */
export const rolesCrumb = ({ language }: Visit): Crumb => ({ label: texts(language).roles, path: '/resources/roles' });

export const roleCrumbs = (visit: Visit, { name }: Role): Crumb[] => [
  rolesCrumb(visit),
  { label: name, path: roleAddress(name) },
];
