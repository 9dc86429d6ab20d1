/** The policy for clients that nobody registered, in the console. */
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import { sendForm, valuesOf } from './a-form.ts';
import { type AdminCall, type AdminReply, problem } from './an-admin-api.ts';
import { faultsOfPages } from './looked-at.ts';

const list = '/unregistered-clients';
const path = `${list}/policy`;
const common = {
  scope: 'openid offline_access',
  scopes: { 'https://api.example/': ['read', 'write'] },
  access_token_seconds: 300,
  grant_seconds: 86_400,
  blocked_domains: ['bad.example', '*.worse.example'],
};
const registration = {
  mode: 'token',
  clients: 500,
  clients_per_network: 10,
  unused_seconds: 7200,
  idle_seconds: 172_800,
  rotate_registration_access_tokens: false,
  require_software_statement: true,
  software_statement_issuers: [
    { issuer: 'https://vouch.example', jwks_uri: 'https://vouch.example/keys', algorithms: ['ES256'] },
  ],
};
const policy = {
  ...common,
  refresh_token_seconds: 3600,
  documents: { domains: ['agent.example', '*.ok.example'], require_private_key_jwt: true, redirects: 'same_domain' },
  registration,
};
const preview = {
  dry_run: true,
  operation: 'declare what holds for all users',
  changes: [{ pointer: '/grant_seconds', before: 86_400, after: 60 }],
  ends: [],
  counts: {},
  tells: [],
  audited: [],
  notes: [],
};

const answers =
  (now: object) =>
  ({ method, path: asked, headers, body }: AdminCall): AdminReply | undefined => {
    if (asked === '/unregistered-hosts') return { body: { items: [] } };
    if (asked !== '/policies/unregistered-clients') return undefined;
    if (method === 'GET') return { body: now, headers: { etag: '"1.a"' } };
    return { body: headers['prefer'] === 'dry-run' ? preview : body };
  };

describe('the policy for clients that nobody registered', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = answers(policy);
  });
  afterAll(() => app.stop());
  const writes = () => app.api.calls.filter(({ method }) => method === 'PUT');

  it('a form that nobody changed declares the whole of it as it is, after a second look', async () => {
    const browser = await app.signedIn();
    expect((await browser.get(app.origin + list)).text).toContain(`id="change-policy" href="${path}"`);
    const before = await sendForm(app.origin, browser, await browser.get(app.origin + path), path);
    expect([before.text.includes('id="preview"'), before.text.includes('id="off-means"')]).toEqual([true, false]);
    const done = await sendForm(app.origin, browser, before, path, { reason: 'review' });
    expect(done.text).toContain('id="policy"');
    expect(writes().map(({ headers }) => [headers['prefer'], headers['if-match'], headers['x-reason']])).toEqual([
      ['dry-run', '"1.a"', undefined],
      [undefined, '"1.a"', 'review'],
    ]);
    for (const { body } of writes()) expect(body).toEqual(policy);
  });

  it('what the API finds wrong stands at its control, and what is empty has its default', async () => {
    const browser = await app.signedIn();
    app.api.answer = (call) =>
      call.method === 'PUT'
        ? problem(422, 'invalid_request', 'wrong', {
            errors: [{ pointer: '/documents/domains/0', detail: 'must be a host in lower case' }],
          })
        : answers(policy)(call);
    const page = await browser.get(app.origin + path);
    const filled = { domains: 'Agent.example', refresh_token_seconds: '', mode: 'off', blocked_domains: '' };
    const again = await sendForm(app.origin, browser, page, path, filled);
    expect(again.text).toContain('id="domains-fault">must be a host in lower case');
    const { refresh_token_seconds: _refresh, registration: _registration, ...rest } = policy;
    expect(writes()[0]?.body).toEqual({
      ...rest,
      blocked_domains: [],
      documents: { ...policy.documents, domains: ['Agent.example'] },
    });
    const noJson = await sendForm(app.origin, browser, page, path, { software_statement_issuers: '{' });
    expect([noJson.status, noJson.text.includes('software_statement_issuers-fault')]).toEqual([400, true]);
    expect(writes()).toHaveLength(1);
  });

  it('what somebody else changed meanwhile is shown beside it, and nothing is lost', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(app.origin + path);
    app.api.answer = (call) => {
      if (call.method === 'GET')
        return { ...answers({ ...policy, grant_seconds: 999 })(call), headers: { etag: '"2.b"' } };
      return call.headers['if-match'] === '"2.b"' ? answers(policy)(call) : problem(412, 'changed', 'It changed.');
    };
    const conflict = await sendForm(app.origin, browser, page, path, { grant_seconds: '60' });
    expect(conflict.status).toBe(412);
    expect(conflict.text.match(/<th scope="row">[^<]*/gu)).toEqual(['<th scope="row">grant_seconds']);
    const before = await sendForm(app.origin, browser, conflict, path);
    expect(before.text).toContain('id="preview"');
    expect(writes().at(-1)?.body).toEqual({ ...policy, grant_seconds: 60 });
  });

  it.each(['the button', 'the form'])('letting nobody in says what happens, by %s', async (way) => {
    const browser = await app.signedIn();
    const page = await browser.get(app.origin + path);
    const action = way === 'the button' ? `${path}/off` : path;
    const withoutDocuments = valuesOf(page, path).filter(([name]) => name !== 'documents');
    const before =
      way === 'the button'
        ? await sendForm(app.origin, browser, page, action)
        : await browser.post(
            app.origin + path,
            new URLSearchParams(
              withoutDocuments.map(([name, value]): [string, string] => [name, name === 'mode' ? 'off' : value]),
            ),
            { origin: app.origin },
          );
    expect(before.text).toContain('id="off-means"');
    expect(before.text).toContain('Access tokens that are out there work at APIs that check them by themselves');
    expect(before.text).toContain('class="danger"');
    await sendForm(app.origin, browser, before, action);
    expect(writes().at(-1)?.headers['prefer']).toBeUndefined();
    expect(writes().at(-1)?.body).toEqual({ ...common, refresh_token_seconds: 3600 });
  });

  it('where it is off it begins with documents of hosts that are still to be named, and nothing else', async () => {
    app.api.answer = answers({ ...common, scopes: {}, blocked_domains: [] });
    const browser = await app.signedIn();
    const shown = await browser.get(app.origin + list);
    expect(shown.text).toContain('No unregistered client is let in.');
    const page = await browser.get(app.origin + path);
    expect(page.text).not.toContain(`action="${path}/off"`);
    await sendForm(app.origin, browser, page, path, { domains: 'agent.example' });
    expect(writes()[0]?.body).toEqual({
      ...common,
      scopes: {},
      blocked_domains: [],
      documents: { domains: ['agent.example'], require_private_key_jwt: false, redirects: 'same_domain_or_loopback' },
    });
  });

  it('users who may not change it see it without a button', async () => {
    const reader = await aConsole({ scopes: ['clients:read', 'settings:read'] });
    try {
      reader.api.answer = answers(policy);
      const browser = await reader.signedIn();
      const { text } = await browser.get(reader.origin + list);
      expect([text.includes('id="policy"'), text.includes('id="change-policy"')]).toEqual([true, false]);
      expect((await browser.get(reader.origin + path)).status).toBe(403);
    } finally {
      await reader.stop();
    }
  });
});

skipUnless('chromium')('the policy in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole(), chromium()]);
    app.api.answer = answers(policy);
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it.each([
    ['light', 1366, 'en', true],
    ['dark', 390, 'ar', true],
    ['light', 320, 'de', false],
  ] as const)('is accessible, small and fits, %s at %d pixels in %s', async (colorScheme, width, locale, isJudged) => {
    const look = { colorScheme, width, locale, isJudged };
    expect(await faultsOfPages(app, browser, [list, path], look)).toEqual([]);
  });
});
