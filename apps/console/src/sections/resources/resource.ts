/** An API, as pages of this section need it. */
import { type components, seenOf } from '@gatehouse/admin-client';
import { inLanguage } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { adminScopes } from '../../scopes.ts';
import { resources as texts } from '../../texts/resources.ts';
import type { Crumb, Visit } from '../../visit.ts';

/** As the API answers it. */
export type Resource = components['schemas']['Resource'];

/** Where its page is. */
export const addressOf = (indicator: string): string => `/resources/${encodeURIComponent(indicator)}`;

/** The API that the address of the page names, with its version. */
export async function readResource(visit: Visit): Promise<{ readonly resource: Resource; readonly etag: string }> {
  const path = { resource: visit.params['resource'] ?? '' };
  const { seen, etag } = seenOf(await visit.api.GET('/resources/{resource}', { params: { path } }));
  return { resource: seen, etag };
}

export const nameOf = ({ name }: Resource, { language }: Pick<Visit, 'language'>): string => inLanguage(name, language);

/** The admin API, which the server itself declares and nobody changes: no other has its scopes. */
export const isAdminApi = ({ scopes }: Resource): boolean => adminScopes.every((name) => Object.hasOwn(scopes, name));

export const crumbOf = (resource: Resource, visit: Visit): Crumb => ({
  label: nameOf(resource, visit),
  path: addressOf(resource.indicator),
});

/** The two lists of the section. */
export function lists({ language }: Visit, current: 'apis' | 'roles'): SafeHtml {
  const words = texts(language);
  const link = (to: typeof current, path: string) =>
    html`<li><a href="${path}"${to === current ? html` aria-current="page"` : ''}>${words[to]}</a></li>`;
  return html`<nav class="tabs" aria-label="${words.apis}, ${words.roles}"><ul>${link('apis', '/resources')}${link('roles', '/resources/roles')}</ul></nav>`;
}
