/** Initial access tokens of applications that register themselves, in the console. */
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AConsole, aConsole } from './a-console.ts';
import { sendForm } from './a-form.ts';
import { type AdminCall, type AdminReply, problem } from './an-admin-api.ts';
import { idsOf } from './forms.ts';
import { faultsOfPages } from './looked-at.ts';

const path = '/unregistered-clients/tokens';
const api = 'https://api.example/';
const tokens = [
  {
    id: 'first',
    label: '<b>agents</b>',
    uses_left: 7,
    made_by: 'user carol',
    created_at: '2026-11-27T12:00:00Z',
    expires_at: '2126-11-27T12:00:00Z',
  },
  {
    id: 'second',
    label: 'over',
    scope: '',
    scopes: { [api]: ['read', 'write'] },
    uses_left: 0,
    made_by: 'service ci',
    created_at: '2026-11-01T12:00:00Z',
    expires_at: '2026-11-02T12:00:00Z',
  },
];
const preview = {
  dry_run: true,
  operation: 'remove an initial access token',
  changes: [],
  ends: [],
  counts: {},
  tells: [],
  audited: ['registration_token.removed'],
  notes: [],
};

function answers({ method, path: asked, headers }: AdminCall): AdminReply | undefined {
  if (method === 'DELETE') return headers['prefer'] === 'dry-run' ? { body: preview } : { status: 204 };
  if (asked !== '/registration-tokens') return undefined;
  if (method === 'GET') return { body: { items: tokens, next: '/registration-tokens?cursor=more' } };
  return { status: 201, body: { id: 'third', token: 'shown-this-once', expires_at: '2126-11-27T12:00:00Z' } };
}

describe('registration tokens', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = answers;
  });
  afterAll(() => app.stop());
  const writes = () => app.api.calls.filter(({ method }) => method !== 'GET');

  it('are listed with uses, expiry and the most that they allow', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(app.origin + path);
    expect(text).toContain('<bdi>&lt;b&gt;agents&lt;/b&gt;</bdi>');
    expect(text).toContain('<td data-label="Uses left" class="number">7</td>');
    const [, first = '', second = ''] = text.split('<th scope="row">');
    expect(first).toContain('all that the policy allows');
    expect(first).not.toContain('expired');
    expect(second).toContain('<span class="badge plain">expired</span>');
    // No scope at all is not the same as no limit.
    expect(second).toContain('>nothing</td>');
    expect(second).toContain(`<li>${api} read write</li>`);
    await browser.get(`${app.origin}${path}?cursor=more`);
    expect(app.api.calls.at(-1)?.query.get('cursor')).toBe('more');
  });

  it('one is made once, with what was typed, and shown this once', async () => {
    const browser = await app.signedIn();
    const action = `${path}/new`;
    app.api.answer = (call) =>
      call.method === 'POST'
        ? problem(422, 'unknown_scope', 'No such scope.', {
            errors: [{ pointer: `/scopes/${api.replaceAll('/', '~1')}`, detail: 'There is no scope rite.' }],
          })
        : answers(call);
    const filled = { label: ' agents ', uses: '20', expires_in_days: '30', scope: ' openid  email ' };
    const page = await browser.get(app.origin + action);
    const again = await sendForm(app.origin, browser, page, action, { ...filled, scopes: `${api} rite` });
    expect([again.status, again.text.includes('There is no scope rite.')]).toEqual([422, true]);
    app.api.answer = answers;
    const made = await sendForm(app.origin, browser, again, action, { scopes: `${api} read\r\n${api}  write read` });
    expect(made.text).toContain('<code>shown-this-once</code>');
    const [refused, done] = writes();
    expect(done?.body).toEqual({
      label: 'agents',
      uses: 20,
      expires_in_days: 30,
      scope: 'openid email',
      scopes: { [api]: ['read', 'write'] },
    });
    expect(done?.headers['idempotency-key']).toBe(refused?.headers['idempotency-key']);
    expect((await browser.get(app.origin + path)).text).not.toContain('shown-this-once');
  });

  it('one without a ceiling of its own names none', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}${path}/new`);
    await sendForm(app.origin, browser, page, `${path}/new`, { label: 'ci' });
    expect(writes()[0]?.body).toEqual({ label: 'ci', uses: 1, expires_in_days: 7 });
  });

  it('one is revoked after a second look', async () => {
    const browser = await app.signedIn();
    const action = `${path}/first/revoke`;
    const before = await sendForm(app.origin, browser, await browser.get(app.origin + path), action);
    expect(before.text).toContain('Revoke the token &lt;b&gt;agents&lt;/b&gt;');
    expect(before.text).toContain('Applications that were registered with it stay.');
    const done = await sendForm(app.origin, browser, before, action, { reason: 'it leaked' });
    expect(done.text).toContain('<p>The token is revoked.</p>');
    expect(writes().map(({ path: to, headers }) => [to, headers['prefer'], headers['x-reason']])).toEqual([
      ['/registration-tokens/first', 'dry-run', undefined],
      ['/registration-tokens/first', undefined, 'it leaked'],
    ]);
  });

  it('users who may only read see no button', async () => {
    const reader = await aConsole({ scopes: ['clients:read'] });
    try {
      reader.api.answer = answers;
      const browser = await reader.signedIn();
      const page = await browser.get(reader.origin + path);
      expect([page.status, idsOf(page).filter((id) => /^(?:revoke-|add$)/u.test(id))]).toEqual([200, []]);
      expect((await browser.get(`${reader.origin}${path}/new`)).status).toBe(403);
    } finally {
      await reader.stop();
    }
  });
});

skipUnless('chromium')('registration tokens in a real browser', () => {
  let app: AConsole;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([aConsole(), chromium()]);
    app.api.answer = answers;
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
    const look = { colorScheme, width, locale, isJudged };
    expect(await faultsOfPages(app, browser, [path, `${path}/new`], look)).toEqual([]);
  });
});
