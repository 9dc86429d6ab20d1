/** A client, its health and the API that it asks for, as the admin API answers them. */
import type { components } from '@gatehouse/admin-client';
import type { AdminCall, AdminReply } from './an-admin-api.ts';

type Client = components['schemas']['Client'];
type Health = components['schemas']['ClientHealth'];

export const invoices = 'https://api.example/invoices';

/** A web application that is used. @param more what is otherwise */
export const aClient = (more: Partial<Client> = {}): Client => ({
  client_id: 'shop',
  client_name: 'The shop',
  access_token_claims: {},
  allowed_origins: [],
  application_type: 'web',
  disabled: false,
  first_party: false,
  grant_types: ['authorization_code', 'refresh_token'],
  id_token_claims: 'conform',
  post_logout_redirect_uris: ['https://shop.example/'],
  redirect_uris: ['https://shop.example/callback', 'https://old.shop.example/callback'],
  require_pkce: false,
  require_pushed_authorization_requests: false,
  scope: 'openid profile',
  scopes: { [invoices]: ['invoices:read', 'invoices:write'] },
  secrets: [
    { fingerprint: 'AbC-dEf_1234', created_at: '2024-11-28T12:00:00Z' },
    { fingerprint: 'zYx-wVu_9876', created_at: '2026-01-01T12:00:00Z', expires_at: '2026-11-01T12:00:00Z' },
  ],
  sender_constrained: 'none',
  token_endpoint_auth_method: 'client_secret_basic',
  updated_at: '2026-11-20T12:00:00Z',
  ...more,
});

export const aHealth = (more: Partial<Health> = {}): Health => ({
  client_id: 'shop',
  last_used_at: '2026-11-27T12:00:00Z',
  pkce: { required: false, used_at: '2026-11-27T12:00:00Z' },
  sender_constraint: { required: 'none', skipped_at: '2026-11-27T12:00:00Z' },
  refresh_tokens: 'rotated',
  secrets: [],
  unused: {
    redirect_uris: ['https://old.shop.example/callback'],
    grant_types: [],
    scope: [],
    scopes: { [invoices]: ['invoices:write'] },
  },
  findings: [
    { code: 'secret_old', severity: 'warning', message: 'A secret is 730 days old.' },
    { code: 'of_another_version', severity: 'info', message: 'What the <b>console</b> does not know.' },
  ],
  ...more,
});

const resource = {
  indicator: invoices,
  name: { en: 'Invoices', de: 'Rechnungen' },
  scopes: {
    'invoices:read': { en: 'See your invoices', de: 'Ihre Rechnungen sehen' },
    'invoices:write': 'Make invoices',
  },
  default_scopes: [],
  token_format: 'jwt',
  claims: [],
  access_token_ttl_seconds: 300,
};

/** Answers what the pages of the clients read; undefined for the rest. */
export function answerOfClients({ method, path }: AdminCall, clients: readonly Client[]): AdminReply | undefined {
  if (method !== 'GET') return undefined;
  if (path === '/clients') return { body: { items: clients, next: '/clients?cursor=after%2Fthat' } };
  if (path === '/resources') return { body: { items: [resource] } };
  if (path === `/resources/${encodeURIComponent(invoices)}`) return { body: resource };
  const [, id = '', part] = /^\/clients\/([^/]+)(\/health)?$/u.exec(path) ?? [];
  const found = clients.find((client) => client.client_id === decodeURIComponent(id));
  if (found === undefined) return undefined;
  if (part === undefined) return { headers: { etag: '"1.a"' }, body: found };
  return { body: aHealth({ client_id: found.client_id }) };
}
