import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { courseOf, type Key, type Plan } from '../src/sections/keys/course.ts';
import { type AConsole, aConsole } from './a-console.ts';
import { sendForm } from './a-form.ts';

const day = 86_400_000;
/** An hour less, so that words about it are the same whenever in its second the page is asked for. */
const inDays = (days: number): string => new Date(Date.now() + days * day - 3_600_000).toISOString();
const of = (kid: string, state: string, more: Partial<Key>): Key => ({
  kid,
  state,
  purpose: 'token',
  algorithm: 'RS256',
  created_at: inDays(-100),
  ...more,
});
const next = of('the-next', 'next', { created_at: inDays(-5) });
const current = of('a/current', 'current', { not_before: inDays(-5), signs_until: inDays(84.5) });
const retired = of('the-retired', 'retired', { not_before: inDays(-95), not_after: inDays(8.5) });
const keys = [retired, current, next];
const plan: Plan = {
  purpose: 'token',
  algorithms: ['RS256'],
  rotation_seconds: 90 * 86_400,
  publish_ahead_seconds: 7 * 86_400,
  retain_seconds: 14 * 86_400 + 120,
};
const preview = {
  dry_run: true,
  operation: 'revoke a signing key',
  changes: [{ pointer: '/the-next/state', before: 'next', after: 'current' }],
  ends: [],
  counts: {},
  tells: [],
  audited: [],
  notes: [],
};

describe('keys', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = ({ method, path, headers }) => {
      if (method === 'POST') return headers['prefer'] === 'dry-run' ? { body: preview } : { status: 204 };
      if (path === '/keys') return { body: { items: keys, plans: [plan] } };
      return path === '/keys/a%2Fcurrent' ? { body: current, headers: { etag: '"1.a"' } } : undefined;
    };
  });
  afterAll(() => app.stop());

  const written = () => app.api.calls.filter(({ method }) => method === 'POST');

  it('says of each when it signs, and until when it is published', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(`${app.origin}/keys`);
    const words = text.replaceAll(/<time[^>]*>|<\/time>/gu, '');
    expect(words).toContain('A key signs for <bdi>90 days</bdi>.');
    expect(words).toContain('Published 5 days ago. It takes over in 85 days.');
    expect(words).toContain(
      'Began to sign 5 days ago. The next one takes over in 85 days. No longer published in 99 days.',
    );
    expect(words).toContain('It signs no more; what it signed stays good. No longer published in 9 days.');
    expect(text.indexOf('the-next')).toBeLessThan(text.indexOf('a/current'));
  });

  it('lets the next one take over, after a second look', async () => {
    const browser = await app.signedIn();
    const before = await sendForm(app.origin, browser, await browser.get(`${app.origin}/keys`), '/keys/rotation');
    expect(before.text).toContain('Nothing breaks');
    const done = await sendForm(app.origin, browser, before, '/keys/rotation');
    expect(done.text).toContain('<p>The next key takes over as soon as it may.</p>');
    expect(written().map(({ path, body, headers }) => [path, body, headers['prefer']])).toEqual([
      ['/keys/rotation', { purpose: 'token' }, 'dry-run'],
      ['/keys/rotation', { purpose: 'token' }, undefined],
    ]);
    expect(written()[1]?.headers['idempotency-key']).toEqual(expect.any(String));
  });

  it('revokes one for a reason, and says first what breaks', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/keys/a%2Fcurrent`);
    const before = await sendForm(app.origin, browser, page, '/keys/a%2Fcurrent/revocation');
    expect(before.text).toContain('All tokens that it signed are refused at once');
    expect(before.text).toMatch(/<textarea id="reason"[^>]* required>/u);
    const done = await sendForm(app.origin, browser, before, '/keys/a%2Fcurrent/revocation', {
      reason: 'The disk was stolen',
    });
    expect(done.text).toContain('The key is revoked.');
    const last = written().at(-1);
    expect([last?.path, last?.headers['if-match'], last?.headers['x-reason']]).toEqual([
      '/keys/a%2Fcurrent/revocation',
      '"1.a"',
      'The disk was stolen',
    ]);
  });

  it('retires one, and shows both versions when somebody was faster', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/keys/a%2Fcurrent`);
    const before = await sendForm(app.origin, browser, page, '/keys/a%2Fcurrent/retirement');
    const usual = app.api.answer;
    app.api.answer = (call) =>
      call.method === 'POST'
        ? { status: 412, body: { status: 412, code: 'precondition_failed', detail: 'Changed.' } }
        : usual(call);
    const conflict = await sendForm(app.origin, browser, before, '/keys/a%2Fcurrent/retirement');
    expect([conflict.status, conflict.text.includes('id="conflict"')]).toEqual([412, true]);
  });
});

it('who may not change keys sees them without a button', async () => {
  const app = await aConsole({ scopes: ['keys:read'] });
  app.api.answer = ({ path }) =>
    path === '/keys' ? { body: { items: keys, plans: [plan] } } : { body: current, headers: { etag: '"1.a"' } };
  const browser = await app.signedIn();
  for (const path of ['/keys', '/keys/a%2Fcurrent']) {
    const { status, text } = await browser.get(app.origin + path);
    expect([status, /action="\/keys\//u.test(text), text.includes('/audit?')]).toEqual([200, false, false]);
  }
  await app.stop();
});

it('a key that only an order replaces has no end', () => {
  const never = { ...plan, rotation_seconds: 0 };
  const { signs_until: _gone, ...endless } = current;
  expect(courseOf(endless, [endless, next], never)).toMatchObject({ signsUntil: undefined, leaves: undefined });
  expect(courseOf(next, [endless, next], never)).toMatchObject({ signs: undefined, signsUntil: undefined });
});
