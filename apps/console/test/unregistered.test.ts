/** Clients that nobody registered, in the console. */
import { type ABrowser, chromium, skipUnless, type Visited } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import type { AdminReply } from './an-admin-api.ts';
import { faultsOfPages } from './looked-at.ts';

const long = 'donaudampfschifffahrtsgesellschaftskapitaensmuetzen-agent';
const url = `https://${long}.example/${'c'.repeat(300)}`;
const user = '0197a1b2-0000-7000-8000-000000000001';
const moment = '2026-11-27T12:00:00Z';
const uses = { grants: 1204, users: 310, last_used_at: moment };
const hosts = Array.from({ length: 50 }, (_, at) => ({
  host: at === 1 ? '' : `${long}${at}.example`,
  clients: 12,
  ...uses,
  ...(at === 2 && { last_used_at: undefined }),
  blocked: at === 0,
}));
const client = {
  client_id: url,
  kind: 'document',
  host: 'agent.example',
  client_name: '<b>Agent</b>',
  redirect_uris: [`${url}/back`, 'http://127.0.0.1/back'],
  created_at: moment,
  ...uses,
};
const dynamic = { ...client, client_id: 'dyn_1', kind: 'dynamic', client_name: undefined, last_used_at: undefined };
const grants = Array.from({ length: 20 }, (_, at) => ({
  id: `g${at}`,
  user_id: user,
  ...(at > 0 && { login: `${long}@example.com` }),
  openid_scopes: ['openid', 'offline_access'],
  resources: { [`https://${long}.example/api`]: ['orders_read', 'orders_write'] },
  granted_at: moment,
  last_used_at: moment,
  expires_at: '2126-01-01T00:00:00Z',
}));
const policy = {
  scope: 'openid offline_access',
  scopes: { 'https://api.example': ['read'] },
  access_token_seconds: 300,
  grant_seconds: 86_400,
  blocked_domains: [`bad-${long}.example`],
  documents: { domains: ['*'], require_private_key_jwt: false, redirects: 'any' },
};
const preview = {
  dry_run: true,
  operation: 'remove an unregistered client',
  changes: [{ pointer: '/clients', before: 12, after: 0 }],
  ends: ['all grants and tokens of the client'],
  counts: { clients: 12, grants: 3, users: 2 },
  tells: [],
  audited: ['client.removed'],
  notes: ['A note.'],
};
const encoded = encodeURIComponent(url);

const bodies: Readonly<Record<string, unknown>> = {
  '/unregistered-hosts': { items: hosts, next: '/unregistered-hosts?cursor=abc' },
  '/unregistered-clients': { items: [client, dynamic], next: '/unregistered-clients?cursor=abc' },
  [`/unregistered-clients/${encoded}`]: { ...client, metadata: { client_name: '<b>Agent</b>', uri: url } },
  [`/unregistered-clients/${encoded}/grants`]: { items: grants, next: '/grants?cursor=abc' },
  '/policies/unregistered-clients': policy,
};

/** Sends the form that goes to `action`, with all that it carries. */
async function send(app: AConsole, browser: ABrowser, page: Visited, action: string, more: object = {}) {
  const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const body = new URLSearchParams([
    ...hidden.map(([, name = '', value = '']): [string, string] => [name, value]),
    ...Object.entries(more),
  ]);
  return browser.post(app.origin + action, body, { origin: app.origin });
}

const replies =
  (
    removed: object,
  ): ((call: { path: string; method: string; headers: Record<string, unknown> }) => AdminReply | undefined) =>
  ({ path, method, headers }) => {
    if (method === 'DELETE') {
      if (headers['prefer'] === 'dry-run') return { body: preview };
      return path.startsWith('/unregistered-hosts/') ? { body: removed } : { status: 204 };
    }
    return Object.hasOwn(bodies, path) ? { body: bodies[path] } : undefined;
  };

describe('clients that nobody registered', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = replies({ removed: 12, remaining: 0 });
  });
  afterAll(() => app.stop());
  const deletions = () => app.api.calls.filter(({ method }) => method === 'DELETE');

  it('are shown by host with what they hold, and the policy that lets them in', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(`${app.origin}/unregistered-clients`);
    expect(text).toContain(`href="/unregistered-clients/hosts/${long}0.example"`);
    expect(text).toContain('<td data-label="Access given" class="number">1204</td>');
    expect(text).toContain('<span class="badge bad">blocked</span>');
    expect(text).toContain('href="/unregistered-clients/hosts/-"');
    expect(text).toContain(`<li>bad-${long}.example</li>`);
    expect(text).toMatch(/Registered by themselves<\/dt><dd>nobody/u);
  });

  it('those of a host lead to each, with the users who let it do something', async () => {
    const browser = await app.signedIn();
    const list = await browser.get(`${app.origin}/unregistered-clients/hosts/agent.example`);
    expect(Object.fromEntries(app.api.calls.at(-1)?.query ?? [])).toEqual({ host: 'agent.example' });
    expect(list.text).toContain('&lt;b&gt;Agent&lt;/b&gt;');
    expect(list.text).toContain('Without a name');
    await browser.get(`${app.origin}/unregistered-clients/hosts/-`);
    expect(Object.fromEntries(app.api.calls.at(-1)?.query ?? [])).toEqual({ host: '' });
    const { text } = await browser.get(`${app.origin}/unregistered-clients/clients/${encoded}`);
    expect(text).toContain(`<a href="/users/${user}"><bdi>${long}@example.com</bdi></a>`);
    expect(text).toContain(`https://${long}.example/api: orders_read orders_write`);
    expect(text).not.toContain('<b>Agent');
  });

  it('one is removed after a second look', async () => {
    const browser = await app.signedIn();
    const action = `/unregistered-clients/clients/${encoded}/remove`;
    const page = await browser.get(`${app.origin}/unregistered-clients/clients/${encoded}`);
    const before = await send(app, browser, page, action);
    expect(before.text).toContain('all access given to the client, and all its tokens');
    const done = await send(app, browser, before, action, { reason: 'spam' });
    expect(done.text).toContain('<p>The client is removed.</p>');
    expect(deletions().map(({ headers }) => [headers['prefer'], headers['x-reason']])).toEqual([
      ['dry-run', undefined],
      [undefined, 'spam'],
    ]);
  });

  it('all of a host are removed after a second look, and the host is blocked where that was ticked', async () => {
    const browser = await app.signedIn();
    const action = '/unregistered-clients/hosts/agent.example/remove';
    const page = await browser.get(`${app.origin}/unregistered-clients/hosts/agent.example`);
    const before = await send(app, browser, page, action, { block: 'on' });
    expect(before.text).toContain('Clients: 12');
    app.api.answer = replies({ removed: 2000, remaining: 9 });
    const some = await send(app, browser, before, action);
    expect(some.text).toContain('Removed: 2000. Still there: 9; remove again.');
    expect(deletions().map(({ path, query }) => [path, query.get('block')])).toEqual([
      ['/unregistered-hosts/agent.example', 'true'],
      ['/unregistered-hosts/agent.example', 'true'],
    ]);
    app.api.answer = replies({ removed: 9, remaining: 0 });
    const rest = await send(app, browser, await send(app, browser, page, action), action);
    expect(rest.text).toContain('Removed: 9.');
    expect(deletions().at(-1)?.query.get('block')).toBe('false');
  });

  it('whoever may not end anything sees no button, and whoever may not read users no grants', async () => {
    const reader = await aConsole({ scopes: ['clients:read'] });
    try {
      reader.api.answer = replies({});
      const browser = await reader.signedIn();
      for (const path of ['', '/hosts/agent.example', `/clients/${encoded}`]) {
        const page = await browser.get(`${reader.origin}/unregistered-clients${path}`);
        expect([path, page.status, page.text.includes('/remove')]).toEqual([path, 200, false]);
        expect(page.text).not.toMatch(/id="(?:policy|held|end)"/u);
      }
    } finally {
      await reader.stop();
    }
  });
});

skipUnless('chromium')('clients that nobody registered in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole(), chromium()]);
    app.api.answer = replies({});
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
    const paths = ['', '/hosts/agent.example', `/clients/${encoded}`].map((path) => `/unregistered-clients${path}`);
    expect(await faultsOfPages(app, browser, paths, { colorScheme, width, locale, isJudged })).toEqual([]);
  });
});
