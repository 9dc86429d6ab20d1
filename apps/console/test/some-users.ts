/** Users as the admin API answers them, many and with long names; and a stand-in that answers for them. */
import type { AdminCall, AdminReply } from './an-admin-api.ts';

const long = 'Wilhelmina Charlotte Maximiliane von Hohenstein-Wernigerode zu Donaudampfschifffahrtsgesellschaft';

/** The one whose page is looked at. */
export const ada = {
  id: '7d4c7a1e-6f0e-4d53-9d9c-1f2a4f0e9b11',
  login: 'ada',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  email_verified: false,
  locale: 'en-GB',
  roles: ['reader', 'editor', 'support', 'auditor'],
  claims: { department: 'Analytical engines', groups: ['mathematics', 'poetry'], remote: true },
  status: 'active',
  created_at: '2026-01-28T12:00:00Z',
  updated_at: '2026-11-20T12:00:00Z',
  terms: { version: '2026-01', accepted_at: '2026-01-28T12:00:00Z' },
};

/** A page of them. */
export const someUsers = Array.from({ length: 50 }, (_, at) => ({
  ...ada,
  id: `${String(at).padStart(8, '0')}-6f0e-4d53-9d9c-1f2a4f0e9b11`,
  login: at === 3 ? 'a-very-long-login-that-somebody-took-from-another-system@directory.example.com' : `user-${at}`,
  name: at === 3 ? long : `User <b>${at}</b>`,
  email: at === 3 ? 'wilhelmina.charlotte.maximiliane.von.hohenstein@subdomain.example.com' : `user-${at}@example.com`,
  email_verified: at % 3 > 0,
  roles: at % 4 === 0 ? [] : at % 4 === 1 ? ['reader'] : ada.roles,
  status: (['active', 'active', 'pending', 'disabled'] as const)[at % 4],
}));

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const session = (at: number) => ({
  id: `session-${at}`,
  signed_in_at: '2026-11-20T12:00:00Z',
  last_used_at: '2026-11-28T12:00:00Z',
  address: at === 0 ? '2001:db8:85a3:8d3:1319:8a2e:370:7348' : '192.0.2.7',
  user_agent: at === 1 ? undefined : firefox,
  amr: ['pwd', 'otp'],
  client_ids: at === 0 ? ['web-app', 'a-client-with-a-long-identifier-of-its-own', 'console'] : ['web-app'],
});
const grant = {
  id: 'grant-1',
  client_id: 'web-app',
  openid_scopes: ['openid', 'profile', 'email'],
  resources: { 'https://api.example.com/': ['records:read', 'records:write'] },
  granted_at: '2026-11-01T12:00:00Z',
  last_used_at: '2026-11-28T12:00:00Z',
};

/** One that works, and one that was revoked. */
export const apiKeys = [
  {
    id: 'key-1',
    name: 'Nightly export',
    scopes: { 'https://api.example.com/': ['records:read'] },
    created_at: '2026-10-01T12:00:00Z',
    last_used_at: '2026-11-28T02:00:00Z',
    expires_at: '2027-10-01T12:00:00Z',
    status: 'active',
    user_id: ada.id,
    login: 'ada',
  },
  {
    id: 'key-2',
    name: 'Old one',
    scopes: { 'https://api.example.com/': ['records:read'] },
    created_at: '2026-01-01T12:00:00Z',
    revoked_at: '2026-02-01T12:00:00Z',
    status: 'revoked',
    user_id: ada.id,
    login: 'ada',
  },
];
const services = Array.from({ length: 3 }, (_, at) => ({
  ...apiKeys[0],
  id: `service-${at}`,
  name: at === 1 ? long : 'Backup of the records',
  login: `backup-${at}`,
  claims: {},
  status: at === 2 ? 'revoked' : 'active',
}));
const activity = Array.from({ length: 8 }, (_, at) => ({
  id: `record-${at}`,
  time: '2026-11-28T12:00:00Z',
  event: at % 2 === 0 ? 'sign_in.completed' : 'sign_in.password',
  outcome: at === 3 ? 'failure' : 'success',
  reason: at === 3 ? 'wrong_password' : undefined,
  client_id: 'web-app',
  request_id: `request-${at}`,
  ip: '192.0.2.7',
  user_agent: firefox,
}));
const factors = [
  { kind: 'authenticator_app', added_at: '2026-02-01T12:00:00Z' },
  {
    kind: 'passkey',
    id: 'pk',
    name: 'Phone',
    added_at: '2026-03-01T12:00:00Z',
    last_used_at: '2026-11-28T12:00:00Z',
  },
  { kind: 'recovery_codes', added_at: '2026-02-01T12:00:00Z', left: 8 },
];
const identities = [
  {
    id: 'identity-1',
    connection: 'corp',
    enabled: false,
    issuer: 'https://login.example.com',
    subject: '8f2c',
    email: 'ada@login.example.com',
    linked_at: '2026-04-01T12:00:00Z',
    last_used_at: '2026-11-27T12:00:00Z',
  },
];
const apiResource = 'https://api.example.com/';
const roles = [
  { name: 'reader', scopes: { [apiResource]: ['records:read'] } },
  { name: 'editor', scopes: { [apiResource]: ['records:read', 'records:write'] } },
  { name: 'operator', scopes: { 'https://id.example.com/admin/v1': ['users:credentials', 'users:read'] } },
  { name: 'support', scopes: { 'https://id.example.com/admin/v1': ['users:read'] } },
];
const resources = [
  {
    indicator: apiResource,
    name: { en: 'Records', de: 'Akten' },
    scopes: { 'records:read': { en: 'Read your records', de: 'Akten lesen' }, 'records:write': 'Change your records' },
    default_scopes: [],
    token_format: 'jwt',
  },
];
const claims = {
  department: { type: 'string', scope: 'profile' },
  groups: { type: 'list', scope: 'groups' },
  remote: { type: 'boolean', scope: 'profile' },
  floor: { type: 'number', scope: 'profile' },
  address: { type: 'address', scope: 'address' },
  roles: { type: 'list', scope: 'profile', from: 'roles' },
};

/** What a dry run answers. */
export const somePreview = {
  dry_run: true,
  operation: 'disable a user',
  changes: [{ pointer: '/status', before: 'active', after: 'disabled' }],
  ends: ['all sessions', 'all grants and tokens of the user'],
  counts: { sessions: 7, grants: 1 },
  tells: ['applications'],
  audited: ['user.disabled'],
  notes: [],
};

const user = `/users/${ada.id}`;
const bodies: Readonly<Record<string, unknown>> = {
  '/users': { items: someUsers, next: '/users?cursor=after%2Fthat' },
  [`${user}/summary`]: {
    ways_to_sign_in: { password: true, authenticator_app: true, passkeys: 1, recovery_codes: 8, identities: 1 },
    sessions: 7,
    grants: 1,
    open_invitations: 0,
    api_keys: 1,
  },
  [`${user}/identities`]: { items: identities },
  [`${user}/sessions`]: { items: Array.from({ length: 60 }, (_, at) => session(at)) },
  [`${user}/grants`]: { items: [grant] },
  [`${user}/api-keys`]: { items: apiKeys },
  [`${user}/activity`]: { items: activity },
  '/roles': { items: roles },
  '/resources': { items: resources },
  [`/resources/${encodeURIComponent(apiResource)}`]: resources[0],
  '/user-claims': { claims },
  '/api-keys': { items: apiKeys, next: '/api-keys?cursor=more' },
  '/service-accounts': { items: services },
};

/** Answers reads; a dry run has the preview, a change nothing. */
export function answerForUsers({ method, path, headers }: AdminCall): AdminReply | undefined {
  if (method === 'GET') {
    if (path === user) return { body: ada, headers: { etag: '"1.ada"' } };
    if (path === `${user}/factors`) return { body: { items: factors }, headers: { etag: '"1.factors"' } };
    const body = bodies[path];
    return body === undefined ? undefined : { body };
  }
  return headers['prefer'] === 'dry-run' ? { body: somePreview } : { status: 204 };
}
