import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AConsole, aConsole } from './a-console.ts';
import { problem } from './an-admin-api.ts';
import { idsOf, sendForm } from './forms.ts';
import { ada, answerForUsers } from './some-users.ts';

const api = 'https://api.example.com/';
const chosen = `?resource=${encodeURIComponent(api)}`;
const ofAda = `/users/${ada.id}/api-keys/new`;

describe('service accounts and API keys', () => {
  let app: AConsole;
  const changes = () => app.api.calls.filter(({ method }) => method !== 'GET');
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = answerForUsers;
  });
  afterAll(() => app.stop());

  it('are listed, with a button for those that still work', async () => {
    const browser = await app.signedIn();
    const list = await browser.get(`${app.origin}/service-accounts`);
    expect(idsOf(list).filter((id) => id.startsWith('revoke-'))).toEqual(['revoke-service-0', 'revoke-service-1']);
    const keys = await browser.get(`${app.origin}/service-accounts/api-keys`);
    expect(keys.text).toContain(`<a href="/users/${ada.id}"><bdi>ada</bdi></a>`);
    expect(keys.text).toContain('href="/service-accounts/api-keys?cursor=more"');
    await browser.get(`${app.origin}/service-accounts/api-keys?cursor=more`);
    expect(app.api.calls.at(-1)?.query.get('cursor')).toBe('more');
  });

  it('a service account is made for an API that is chosen first, and its secret is shown once', async () => {
    const browser = await app.signedIn();
    const first = await browser.get(`${app.origin}/service-accounts/new`);
    expect([first.text.includes(`value="${api}"`), first.text.includes('name="scopes"')]).toEqual([true, false]);
    const page = await browser.get(`${app.origin}/service-accounts/new${chosen}`);
    expect(page.text).toContain('records:read – Read your records');
    app.api.answer = (call) =>
      call.method === 'POST' ? problem(409, 'login_taken', 'The login is taken.') : answerForUsers(call);
    const filled = { login: ' backup ', scopes: 'records:read', lifetime: '30' };
    const again = await sendForm(app, browser, page, '/service-accounts/new', filled);
    expect([again.text.includes('The login is taken.'), again.text.includes('id="scopes-records:read"')]).toEqual([
      true,
      true,
    ]);
    app.api.answer = (call) =>
      call.method === 'POST'
        ? { status: 201, body: { id: 's', login: 'backup-9', secret: 'shown-this-once' } }
        : answerForUsers(call);
    const made = await sendForm(app, browser, again, '/service-accounts/new', { ...filled, login: 'backup-9' });
    expect(made.text).toContain('<code>shown-this-once</code>');
    const [refused, last] = changes();
    const body = last?.body as { expires_at: string };
    expect(body).toMatchObject({ login: 'backup-9', resource: api, scopes: ['records:read'] });
    const days = (Date.parse(body.expires_at) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    expect(last?.headers['idempotency-key']).toBe(refused?.headers['idempotency-key']);
    expect((await browser.get(`${app.origin}/service-accounts`)).text).not.toContain('shown-this-once');
  });

  it('an API key of a user is made, for ever when that is asked for, and shown once', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(app.origin + ofAda + chosen);
    app.api.answer = (call) =>
      call.method === 'POST' ? { status: 201, body: { id: 'k', api_key: 'gh_once' } } : answerForUsers(call);
    const filled = { name: 'Export', scopes: 'records:read', lifetime: 'never' };
    const made = await sendForm(app, browser, page, ofAda, filled);
    expect(made.text).toContain('<code>gh_once</code>');
    expect(changes()[0]).toMatchObject({
      path: `/users/${ada.id}/api-keys`,
      body: { resource: api, scopes: ['records:read'], name: 'Export' },
    });
    expect(changes()[0]?.body).not.toHaveProperty('expires_at');
  });

  it('a service account is revoked for a reason, after a look', async () => {
    const browser = await app.signedIn();
    const list = await browser.get(`${app.origin}/service-accounts`);
    const action = '/service-accounts/service-0/revoke';
    const before = await sendForm(app, browser, list, action);
    expect(before.text).toContain('<bdi>backup-0</bdi>');
    const done = await sendForm(app, browser, before, action, { reason: 'it leaked' });
    expect(done.text).toContain('The service account is revoked.');
    expect(changes().map(({ path, headers }) => [path, headers['prefer'], headers['x-reason']])).toEqual([
      ['/service-accounts/service-0', 'dry-run', 'preview'],
      ['/service-accounts/service-0', undefined, 'it leaked'],
    ]);
  });
});

it('support sees them, without a button', async () => {
  const app = await aConsole({ scopes: ['users:read', 'users:write', 'sessions:revoke', 'resources:read'] });
  app.api.answer = answerForUsers;
  const browser = await app.signedIn();
  for (const path of ['/service-accounts', '/service-accounts/api-keys']) {
    // eslint-disable-next-line no-await-in-loop -- one browser
    const page = await browser.get(app.origin + path);
    expect([page.status, idsOf(page).filter((id) => /^(?:revoke-|add$)/.test(id))]).toEqual([200, []]);
  }
  expect((await browser.get(`${app.origin}/service-accounts/new`)).status).toBe(403);
  expect((await browser.get(app.origin + ofAda)).status).toBe(403);
  await app.stop();
});
