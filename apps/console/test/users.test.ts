import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AConsole, aConsole } from './a-console.ts';
import { problem } from './an-admin-api.ts';
import { sendForm as send, idsOf as shown } from './forms.ts';
import { ada, answerForUsers, apiKeys } from './some-users.ts';

const user = `/users/${ada.id}`;

describe('users', () => {
  let app: AConsole;
  const changes = () => app.api.calls.filter(({ method }) => method !== 'GET');
  const last = () => app.api.calls.at(-1);
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = answerForUsers;
  });
  afterAll(() => app.stop());

  it('are searched by what the API searches, page by page', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/users?q=ad&status=pending&role=reader&order=newest`);
    const call = app.api.calls.find(({ path }) => path === '/users');
    expect(Object.fromEntries(call?.query ?? [])).toEqual({ q: 'ad', status: 'pending', role: 'reader' });
    expect(page.text).toContain('order=newest&amp;cursor=after%2Fthat');
    await browser.get(`${app.origin}/users?order=newest&cursor=after%2Fthat`);
    expect(Object.fromEntries(last()?.query ?? [])).toEqual({ sort: '-created', cursor: 'after/that' });
    expect(page.text).toContain('User &lt;b&gt;1&lt;/b&gt;');
    expect(page.text).toContain('reader, editor, support</bdi> and 1 more');
  });

  it('have a page of everything that is known of one', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(app.origin + user);
    for (const words of [
      'not confirmed',
      'Analytical engines',
      'Authenticator app',
      '8 left',
      'Firefox on Linux',
      'unknown device',
      'records:write',
      'Nightly export',
      'Show all 60',
      'href="/audit/requests/request-0">Signed in</a>',
      `href="/audit?user=${ada.id}"`,
    ]) {
      expect(text).toContain(words);
    }
    const all = await browser.get(`${app.origin}${user}/sessions?cursor=50`);
    expect(all.text.match(/\/end"/g)).toHaveLength(10);
  });

  it('are disabled after a look at what ends, in the version that was looked at', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(app.origin + user);
    const before = await send(app, browser, page, `${user}/disable`);
    expect(before.text).toContain('all that applications may do for the user');
    const done = await send(app, browser, before, `${user}/disable`, { reason: 'left the company' });
    expect(done.text).toContain('<p>The user is disabled.</p>');
    expect(changes().map(({ method, path, body, headers }) => [method, path, body, headers['if-match']])).toEqual([
      ['PATCH', user, { disabled: true }, '"1.ada"'],
      ['PATCH', user, { disabled: true }, '"1.ada"'],
    ]);
    expect(changes().at(-1)?.headers['x-reason']).toBe('left the company');
  });

  it.each([
    ['unlock', 'POST', `${user}/unlock`],
    ['end-sessions', 'DELETE', `${user}/sessions`],
    ['sessions/session-1/end', 'DELETE', `${user}/sessions/session-1`],
    ['revoke-grants', 'DELETE', `${user}/grants`],
    ['grants/grant-1/revoke', 'DELETE', `${user}/grants/grant-1`],
    ['identities/identity-1/unlink', 'DELETE', `${user}/identities/identity-1`],
    ['revoke-api-keys', 'DELETE', `${user}/api-keys`],
    ['api-keys/key-1/revoke', 'DELETE', `${user}/api-keys/key-1`],
    ['remove-factors', 'DELETE', `${user}/factors`],
    ['delete', 'DELETE', user],
  ])('%s is shown first, and done when it is confirmed', async (act, method, path) => {
    const browser = await app.signedIn();
    const page = await browser.get(app.origin + user);
    const before = await send(app, browser, page, `${user}/${act}`);
    expect(before.text).toContain('id="preview"');
    const done = await send(app, browser, before, `${user}/${act}`, { reason: 'they asked' });
    expect(done.text).toContain('data-notice');
    expect(changes().map((call) => [call.method, call.path, call.headers['prefer']])).toEqual([
      [method, path, 'dry-run'],
      [method, path, undefined],
    ]);
    expect(changes()[1]?.headers['x-reason']).toBe('they asked');
  });

  it('are told in their language what ends, and who is told', async () => {
    const browser = await app.signedIn('de');
    const before = await send(app, browser, await browser.get(app.origin + user), `${user}/disable`);
    for (const words of ['alle Sitzungen', 'Sitzungen: 7', 'die betroffenen Anwendungen'])
      expect(before.text).toContain(words);
  });

  it('show in their page why the API refuses, and the way back', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(app.origin + user);
    const sentence = 'Nobody does this to themselves here. What is your own is on the account pages.';
    app.api.answer = (call) =>
      call.method === 'DELETE' ? problem(403, 'forbidden_object', sentence) : answerForUsers(call);
    const refused = await send(app, browser, page, `${user}/delete`);
    expect([refused.status, refused.text.includes(sentence), refused.text.includes(`href="${user}"`)]).toEqual([
      403,
      true,
      true,
    ]);
    app.api.answer = (call) =>
      call.method === 'PUT' ? problem(403, 'forbidden_object', sentence) : answerForUsers(call);
    const password = await browser.get(`${app.origin}${user}/password`);
    expect([password.status, password.text.includes(sentence), shown(password).includes('password')]).toEqual([
      403,
      true,
      false,
    ]);
  });

  it('are invited by mail, with roles that the caller may give', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/users/new`);
    app.api.answer = (call) =>
      call.method === 'POST'
        ? {
            status: 201,
            body: {
              id: ada.id,
              login: 'ada',
              invitation: { expires_at: '2026-12-05T12:00:00Z', mailed_to: 'ada@example.com' },
            },
          }
        : answerForUsers(call);
    const filled = {
      name: ' Ada ',
      login: 'ada',
      email: 'ada@example.com',
      locale: 'de',
      roles: 'reader',
      how: 'mail',
      days: '3',
    };
    const done = await send(app, browser, page, '/users/new', filled);
    expect(done.text).toContain('An invitation is on its way to ada@example.com.');
    const invitation = { expires_in_days: 3, show_link: false };
    expect(changes()[0]?.body).toEqual({
      login: 'ada',
      name: 'Ada',
      email: 'ada@example.com',
      locale: 'de',
      roles: ['reader'],
      invitation,
    });
    expect(changes()[0]?.headers['idempotency-key']).toMatch(/^[\w-]{36}$/);
  });

  it('are added with faults shown in the form, which keeps what was typed and its key', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/users/new`);
    app.api.answer = (call) =>
      call.method === 'POST'
        ? problem(409, 'login_taken', 'The login is taken.', {
            errors: [{ pointer: '/login', detail: 'is taken' }],
          })
        : answerForUsers(call);
    const again = await send(app, browser, page, '/users/new', { name: 'Ada', login: 'bob', email: 'a@b.example' });
    expect([again.status, again.text.includes('is taken'), again.text.includes('value="bob"')]).toEqual([
      409,
      true,
      true,
    ]);
    await send(app, browser, again, '/users/new', { login: 'ada' });
    const [first, second] = changes().map(({ headers }) => headers['idempotency-key']);
    expect(second).toBe(first);
  });

  it('get a link that is shown once', async () => {
    const browser = await app.signedIn();
    const link = 'https://id.example.com/invitation#a-secret';
    app.api.answer = (call) => {
      if (call.method !== 'POST' || call.headers['prefer'] === 'dry-run') return answerForUsers(call);
      return { body: { expires_at: '2026-12-05T12:00:00Z', link } };
    };
    const page = await browser.get(`${app.origin}${user}/invitation`);
    const before = await send(app, browser, page, `${user}/invitation`, { how: 'link', days: '7' });
    const done = await send(app, browser, before, `${user}/invitation`);
    expect(done.text).toContain(`<code>${link}</code>`);
    expect(changes().at(-1)?.body).toEqual({ expires_in_days: 7, show_link: true });
    expect((await browser.get(app.origin + user)).text).not.toContain(link);
  });

  it('are changed in what differs alone', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}${user}/edit`);
    const filled = { name: 'Ada King', login: 'ada', email: ada.email, locale: '' };
    const before = await send(app, browser, page, `${user}/edit`, filled);
    const done = await send(app, browser, before, `${user}/edit`);
    expect(done.text).toContain('Saved.');
    const body = { name: 'Ada King', locale: null };
    expect(changes().map((call) => call.body)).toEqual([body, body]);
  });

  it('are compared when somebody else changed them meanwhile', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}${user}/roles`);
    app.api.answer = (call) =>
      call.method === 'PATCH' ? problem(412, 'precondition_failed', 'changed') : answerForUsers(call);
    const conflict = await send(app, browser, page, `${user}/roles`, { roles: 'reader' });
    expect([conflict.status, shown(conflict).includes('use-yours')]).toEqual([412, true]);
  });

  it('are offered roles alone that give no more than the caller has, and those that they have', async () => {
    const support = await aConsole({ scopes: ['users:read', 'users:write', 'resources:read'] });
    support.api.answer = answerForUsers;
    const browser = await support.signedIn();
    const offered = shown(await browser.get(`${support.origin}/users/new`));
    expect(offered.filter((id) => id.startsWith('roles-') && id !== 'roles-hint')).toEqual([
      'roles-reader',
      'roles-editor',
      'roles-support',
    ]);
    const page = await browser.get(`${support.origin}${user}/roles`);
    expect(shown(page)).toContain('roles-auditor');
    await support.stop();
  });

  it('have claims of the types that are declared', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}${user}/claims`);
    const filled = {
      'claim.department': 'Engines',
      'claim.groups': 'one\r\n\r\ntwo',
      'claim.remote': 'false',
      'claim.floor': '3',
      'claim.address.locality': 'London',
    };
    await send(app, browser, page, `${user}/claims`, filled);
    expect(last()?.body).toEqual({
      claims: {
        department: 'Engines',
        groups: ['one', 'two'],
        remote: false,
        floor: 3,
        address: { locality: 'London' },
      },
    });
    expect(page.text).not.toContain('claim.roles');
  });

  it('get a password that no page repeats, with what it ends beside the field', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}${user}/password`);
    expect([page.text.includes('all sessions'), page.text.includes('type="password"')]).toEqual([true, true]);
    app.api.answer = (call) =>
      call.method === 'PUT' && call.headers['prefer'] === undefined
        ? problem(422, 'password_leaked', 'The password is known from a leak.')
        : answerForUsers(call);
    const filled = { password: 'correct horse', reason: 'on the phone' };
    const again = await send(app, browser, page, `${user}/password`, filled);
    expect([again.text.includes('known from a leak.'), again.text.includes('correct horse')]).toEqual([true, false]);
    app.api.answer = answerForUsers;
    const done = await send(app, browser, again, `${user}/password`, filled);
    expect(done.text).toContain('The password is set.');
    expect(last()?.path).not.toContain('password');
    const [dry, ...set] = changes();
    expect(dry?.headers['prefer']).toBe('dry-run');
    expect(set.at(-1)).toMatchObject({ method: 'PUT', body: { password: 'correct horse' } });
    expect(JSON.stringify(dry?.body)).not.toContain('correct horse');
    expect(set.at(-1)?.headers['x-reason']).toBe('on the phone');
  });
});

const buttons = ['edit', 'change-roles', 'change-claims', 'unlock', 'disable', 'delete', 'acts', 'dangers'];
const credentials = [
  'set-password',
  'remove-factors',
  'unlink-identity-1',
  'revoke-api-keys',
  'revoke-key-1',
  'add-api-key',
];
const endings = ['end-sessions', 'revoke-grants', 'end-session-0', 'revoke-grant-1'];

it.each([
  [
    'an operator',
    ['users:read', 'users:write', 'users:credentials', 'sessions:revoke', 'resources:read'],
    [...buttons, ...credentials, ...endings],
  ],
  ['support', ['users:read', 'users:write', 'sessions:revoke', 'resources:read'], [...buttons, ...endings]],
  ['an auditor', ['users:read', 'resources:read', 'audit:read'], []],
])('%s sees the buttons of what they may do, and no others', async (_who, scopes, expected) => {
  const app = await aConsole({ scopes });
  app.api.answer = answerForUsers;
  const browser = await app.signedIn();
  const page = await browser.get(app.origin + user);
  const ids = shown(page);
  expect([...buttons, ...credentials, ...endings].filter((id) => ids.includes(id))).toEqual(expected);
  expect(page.text.includes(apiKeys[0]?.name ?? '')).toBe(true);
  const forms = page.text.match(/method="post" action="\/users/g) ?? [];
  expect(forms.length > 0).toBe(expected.length > 0);
  expect((await browser.get(`${app.origin}${user}/password`)).status).toBe(
    scopes.includes('users:credentials') ? 200 : 403,
  );
  const edit = await browser.get(`${app.origin}${user}/edit`);
  expect(shown(edit).includes('email')).toBe(scopes.includes('users:credentials'));
  await app.stop();
});
