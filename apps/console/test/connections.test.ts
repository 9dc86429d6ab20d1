import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AConsole, aConsole } from './a-console.ts';
import { sendForm } from './a-form.ts';

const corp = {
  name: 'corp',
  kind: 'oidc',
  display_name: { de: 'Firma', en: 'Corp & Co' },
  issuer: 'https://idp.example.com',
  client_id: 'gatehouse',
  enabled: true,
  domains: ['corp.example', 'other.example'],
  proved_domains: ['corp.example'],
  sign_up: true,
  trust_email: false,
  roles: { staff: ['clerk'] },
  has_secret: false,
  redirect_uri: 'https://id.example.com/federation/corp/callback',
};
const preview = {
  dry_run: true,
  operation: 'declare a connection otherwise',
  changes: [{ pointer: '/enabled', before: true, after: false }],
  ends: [],
  counts: {},
  tells: [],
  audited: ['connection.changed'],
  notes: [],
};
const tested = {
  passed: false,
  findings: [{ check: 'client secret', result: 'fault', advice: '"gatehouse connections secret corp" sets it' }],
};

describe('connections', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = ({ method, path, headers }) => {
      if (path === '/connections/corp/test') return { body: tested };
      if (path === '/connections/corp/sign-in-test')
        return {
          status: 201,
          body: { url: 'https://id.example.com/federation/corp/test/t', expires_at: '2126-01-01T00:00:00Z' },
        };
      if (method === 'PATCH' || method === 'DELETE')
        return headers['prefer'] === 'dry-run' ? { body: preview } : { body: corp };
      if (path === '/connections') return { body: { items: [corp] } };
      return { body: corp, headers: { etag: '"1.a"' } };
    };
  });
  afterAll(() => app.stop());

  const written = () => app.api.calls.filter(({ method }) => method !== 'GET');
  const open = async () => {
    const browser = await app.signedIn();
    return { browser, page: await browser.get(`${app.origin}/connections/corp`) };
  };

  it('lists them, and says of one what it is and which redirect URI to register', async () => {
    const { browser, page } = await open();
    const list = await browser.get(`${app.origin}/connections`);
    expect(list.text).toContain('href="/connections/corp"');
    expect(list.text).toMatch(/>enabled<.*>no secret</u);
    expect(list.text).toContain('<small>Corp &amp; Co</small>');
    expect(page.text).toContain('<h1>Corp &amp; Co (corp)</h1>');
    expect(page.text).toContain('https://id.example.com/federation/corp/callback');
    expect(page.text).toContain('other.example (not proved)');
    expect(page.text).toContain('staff → clerk');
  });

  it('tests it, and leads to a sign-in that makes nothing', async () => {
    const { browser, page } = await open();
    const found = await sendForm(app.origin, browser, page, '/connections/corp/test');
    expect(found.text).toContain('Something is at fault with corp');
    expect(found.text).not.toContain('gatehouse connections');
    expect(found.text).toContain('href="/connections/corp#client-secret"');
    expect(found.text).toMatch(/data-result="fault"/u);
    const link = await sendForm(app.origin, browser, page, '/connections/corp/sign-in-test');
    expect(link.text).toContain('href="https://id.example.com/federation/corp/test/t"');
  });

  it('sets the secret, which no page shows again', async () => {
    const { browser, page } = await open();
    const secret = '-----BEGIN KEY-----\nabc\n-----END KEY-----';
    const done = await sendForm(app.origin, browser, page, '/connections/corp/secret', { secret: `${secret}\n` });
    expect(done.text).toContain('The secret is set.');
    expect(done.text).not.toContain('BEGIN KEY');
    expect(written().map(({ path, body }) => [path, body])).toEqual([['/connections/corp/secret', { secret }]]);
    app.api.answer = ({ method }) =>
      method === 'POST'
        ? { status: 403, body: { status: 403, code: 'forbidden_object', detail: 'Out of reach.' } }
        : { body: corp, headers: { etag: '"1.a"' } };
    const refused = await sendForm(app.origin, browser, page, '/connections/corp/secret', { secret });
    expect(refused.text).toContain('Out of reach.');
    expect(refused.text).not.toContain('BEGIN KEY');
  });

  it('disables and removes it after a second look', async () => {
    const { browser, page } = await open();
    const before = await sendForm(app.origin, browser, page, '/connections/corp/disable');
    expect(before.text).toContain('Nothing has been changed yet.');
    const done = await sendForm(app.origin, browser, before, '/connections/corp/disable');
    expect(done.text).toContain('Nobody signs in by it.');
    expect(written().map(({ method, body, headers }) => [method, body, headers['if-match']])).toEqual([
      ['PATCH', { enabled: false }, '"1.a"'],
      ['PATCH', { enabled: false }, '"1.a"'],
    ]);
    const last = await sendForm(app.origin, browser, page, '/connections/corp/remove');
    await sendForm(app.origin, browser, last, '/connections/corp/remove');
    expect(written().at(-1)?.method).toBe('DELETE');
  });
});

it('who may only read connections sees them without a button', async () => {
  const app = await aConsole({ scopes: ['connections:read'] });
  app.api.answer = () => ({ body: corp, headers: { etag: '"1.a"' } });
  const browser = await app.signedIn();
  const { text } = await browser.get(`${app.origin}/connections/corp`);
  expect(text).not.toMatch(/action="\/connections/u);
  await app.stop();
});
