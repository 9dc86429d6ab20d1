/** What the pages of a client have in common: where it is found, and how it is spoken of. */
import { type components, seenOf } from '@gatehouse/admin-client';
import { inLanguage } from '@gatehouse/html';
import type { SafeHtml } from '@gatehouse/http/html';
import { badge } from '../../pages/facts.ts';
import type { clients as texts } from '../../texts/clients.ts';
import type { Language } from '../../texts/languages.ts';
import type { Crumb, Visit } from '../../visit.ts';

/** A client as the API answers it. */
export type Client = components['schemas']['Client'];

type Words = ReturnType<typeof texts>;

export const listPath = '/clients';

/** Its page. A client may be called `new`, as the page is where clients are made. */
export const pathOf = (clientId: string): string =>
  `${listPath}/${clientId === 'new' ? '%6Eew' : encodeURIComponent(clientId)}`;

/** What users know it by. */
export const nameOf = ({ client_name: name, client_id: id }: Client, language: Language): string =>
  name === undefined ? id : inLanguage(name, language);

/** The client of this page, and its version. Throws AdminRefused. */
export async function readClient({ api, params }: Visit): Promise<{ readonly client: Client; readonly etag: string }> {
  const path = { client_id: params['client_id'] ?? '' };
  const { seen, etag } = seenOf(await api.GET('/clients/{client_id}', { params: { path } }));
  return { client: seen, etag };
}

/** The way back to it. */
export const crumbOf = (client: Client, language: Language): Crumb => ({
  label: nameOf(client, language),
  path: pathOf(client.client_id),
});

export function stateBadge(words: Words, { disabled }: Client): SafeHtml {
  return disabled ? badge('bad', words.disabled) : badge('good', words.active);
}

/** What kind of application has such settings: the server keeps none. */
export function kindOf(client: Client): keyof Words['kinds'] {
  const grants: readonly string[] = client.grant_types;
  if (grants.includes('authorization_code')) {
    if (client.application_type === 'native') return 'native';
    return client.token_endpoint_auth_method === 'none' ? 'spa' : 'web';
  }
  const has = (name: string) => grants.some((grant) => grant.endsWith(name));
  if (has('device_code')) return 'device';
  if (has('token-exchange')) return 'exchange';
  return grants.length === 0 ? 'api' : 'machine';
}
