/** Pages of the sections in a real browser, with lists as long and names as long as they get. */
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import type { AdminReply } from './an-admin-api.ts';
import { faultsOfPages } from './looked-at.ts';

const long = 'Donaudampfschifffahrtsgesellschaftskapitaensmuetze_and_a_long_name_that_does_not_end_soon';
const user = '0197a1b2-0000-7000-8000-000000000001';
const records = Array.from({ length: 50 }, (_, at) => ({
  id: `019000${at}`,
  time: new Date(Date.UTC(2026, 10, 28, 12, 0, 0, at * 137)).toISOString(),
  event: at % 2 === 0 ? 'assertion.accepted' : 'logout_notice.given_up',
  outcome: at % 3 === 0 ? 'failure' : 'success',
  reason: 'a_long_code_of_a_refusal',
  ...(at % 4 > 0 && { request_id: 'a-request' }),
  actor: { type: 'user', id: user },
  act: ['orders-api', long],
  subject: user,
  client_id: long,
  target: { type: 'resource', id: `https://orders.example.com/${long}` },
  user_agent: `Mozilla/5.0 ${long}`,
  explanation: long,
  before: 'B'.repeat(43),
  after: 'A'.repeat(43),
  changed: ['redirect_uris', long],
}));

const keys = ['next', 'current', 'retired'].map((state, at) => ({
  kid: `${at}${'k'.repeat(42)}`,
  purpose: 'token',
  state,
  algorithm: 'RS256',
  created_at: '2026-01-01T00:00:00Z',
  ...(state === 'retired' && { not_after: '2126-01-01T00:00:00Z' }),
}));
const plans = ['token', 'cookie', 'dpop-nonce', 'refresh-token'].map((purpose) => ({
  purpose,
  algorithms: ['RS256'],
  rotation_seconds: 7_776_000,
  publish_ahead_seconds: 86_400,
  retain_seconds: 1_209_720,
}));

const resources = Array.from({ length: 50 }, (_, at) => ({
  indicator: `https://${at}.example.com/${long}`,
  name: long,
  scopes: { [`${long}:read`]: `Read ${long}`, 'orders:write': long },
  default_scopes: ['orders:write'],
  token_format: 'jwt',
  claims: ['roles', long],
}));
const [resource] = resources;
const roles = resources.map(({ indicator }, at) => ({
  name: `${long}-${at}`,
  scopes: { [indicator]: [`${long}:read`] },
}));
const [role] = roles;
const address = `/resources/${encodeURIComponent(resource?.indicator ?? '')}`;
const uses = { roles: roles.map(({ name }) => name), clients: [long], bound: [] };
const users = Array.from({ length: 50 }, (_, at) => ({ id: `${user}${at}`, login: `${long}${at}` }));

const bodies: Readonly<Record<string, unknown>> = {
  '/audit/events': { items: ['user.disabled', 'user.enabled', 'registry.applied'] },
  '/audit': { items: records.slice(0, 25), next: '/audit?cursor=abc' },
  '/audit/requests/a-request': { items: records.slice(0, 9) },
  '/audit/requests/long': { items: records },
  '/audit/requests/none': { items: [] },
  '/resources': { items: resources, next: '/resources?cursor=abc' },
  [address]: resource,
  [`${address}/uses`]: uses,
  '/roles': { items: roles, next: '/roles?cursor=abc' },
  [`/roles/${role?.name}`]: role,
  [`/roles/${role?.name}/users`]: { items: users, next: '/users?cursor=abc' },
  '/settings': { settings: { issuer: `https://id.example/${long}` } },
  '/policies/users': {
    registration_roles: [long],
    claims: { [long]: { type: 'string' } },
    terms: { version: long, uri: `https://example.com/${long}` },
  },
  '/policies/branding': {
    name: long,
    logo: `data:image/png;base64,${'A'.repeat(80_000)}`,
    colours: { light: { accent: '#17624f' }, dark: { accent: '#7bd3b8' } },
  },
  '/keys': { items: keys, plans },
  [`/keys/${keys[0]?.kid}`]: keys[0],
  [`/users/${user}`]: { id: user, login: long },
};

/** As many as were asked for. */
const cut = (body: unknown, limit: string | null): unknown =>
  limit === null ? body : { ...(body as object), items: (body as { items: unknown[] }).items.slice(0, Number(limit)) };

const paths = [
  '/audit?client=x&order=oldest',
  '/audit/requests/a-request',
  '/audit/requests/long?record=01900030',
  '/audit/requests/none',
  '/keys',
  '/settings',
  '/settings/look',
  '/settings/look/edit',
  '/settings/users',
  '/settings/users/edit',
  `/keys/${keys[0]?.kid}`,
  '/resources',
  '/resources/new',
  address,
  `${address}/edit`,
  '/resources/roles',
  `/resources/roles/${role?.name}`,
  `/resources/roles/${role?.name}/edit`,
];

skipUnless('chromium')('the sections in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole(), chromium()]);
    app.api.answer = ({ path, query }): AdminReply | undefined =>
      Object.hasOwn(bodies, path)
        ? { body: cut(bodies[path], query.get('limit')), headers: { etag: '"1.a"' } }
        : undefined;
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it.each([
    ['light', 1366, 'en', true],
    ['dark', 390, 'ar', true],
    ['light', 320, 'de', false],
  ] as const)('are accessible, small and fit, %s at %d pixels in %s', async (colorScheme, width, locale, isJudged) => {
    expect(await faultsOfPages(app, browser, paths, { colorScheme, width, locale, isJudged })).toEqual([]);
  });
});
