import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { adminScopes } from '../src/scopes.ts';
import { type AConsole, aConsole } from './a-console.ts';
import { sendForm } from './a-form.ts';
import { type AdminCall, type AdminReply, problem } from './an-admin-api.ts';

const orders = 'https://orders.example/api?v=1';
const own = 'https://id.example/admin/v1';
const path = `/resources/${encodeURIComponent(orders)}`;
const ownPath = `/resources/${encodeURIComponent(own)}`;
const api = {
  indicator: orders,
  name: { en: 'Orders', de: 'Bestellungen' },
  scopes: { 'orders:read': { en: 'Read "your" orders', de: 'Lesen' }, 'orders:write': 'Place <orders>' },
  default_scopes: ['orders:read'],
  claims: ['roles', 'email'],
  token_format: 'opaque',
  access_token_signing_alg: 'ES256',
  access_token_ttl_seconds: 300,
  required_acr: 'urn:gatehouse:acr:2',
  max_auth_age_seconds: 60,
};
const { indicator: _named, ...members } = api;
const ofServer = { ...api, indicator: own, scopes: Object.fromEntries(adminScopes.map((name) => [name, name])) };
const role = { name: 'buyer/eu', scopes: { [orders]: ['orders:read'], 'https://other.example/': ['x'] } };
const preview = {
  dry_run: true,
  operation: 'remove an API',
  changes: [],
  ends: [],
  counts: { users: 7 },
  tells: [],
  audited: [],
  notes: ['The role buyer/eu gives scopes of it.'],
};
const etag = { etag: '"1.a"' };

function answer({ method, path: asked, headers }: AdminCall): AdminReply | undefined {
  if (method !== 'GET') {
    if (headers['prefer'] === 'dry-run') return { body: preview };
    if (method === 'DELETE') return { status: 204 };
    return { status: method === 'POST' ? 201 : 200, body: {} };
  }
  const replies: Readonly<Record<string, AdminReply>> = {
    '/resources': { body: { items: [ofServer, api], next: '/resources?cursor=on%2Fward' } },
    [path]: { body: api, headers: etag },
    [ownPath]: { body: ofServer, headers: etag },
    [`${path}/uses`]: { body: { roles: ['buyer/eu'], clients: ['web-app'], bound: [] } },
    [`${ownPath}/uses`]: { body: { roles: [], clients: [], bound: ['gateway'] } },
    '/roles': { body: { items: [role] } },
    '/roles/buyer%2Feu': { body: role, headers: etag },
    '/roles/buyer%2Feu/users': { body: { items: [{ id: 'u/1', login: 'alice' }], next: '/x?cursor=more' } },
  };
  return replies[asked];
}

describe('APIs and roles', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = answer;
  });
  afterAll(() => app.stop());

  const written = () => app.api.calls.filter(({ method }) => method !== 'GET');

  it('lists APIs page by page, in the words of the reader', async () => {
    const browser = await app.signedIn('de');
    const { text } = await browser.get(`${app.origin}/resources`);
    expect(text).toContain(`<a href="${path}"><bdi>Bestellungen</bdi></a>`);
    expect(text).toContain('href="/resources?cursor=on%2Fward"');
  });

  it('shows an API with its scopes, and who uses it', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(app.origin + path);
    expect(text).toContain('Place &lt;orders&gt;');
    expect(text).toContain('<a href="/resources/roles/buyer%2Feu">');
    expect(text).toContain('<a href="/clients/web-app">');
    expect(text).toContain(`/audit?target_type=resource&amp;target_id=${encodeURIComponent(orders)}`);
    expect(text).toContain('5 minutes');
  });

  it('sends back what it got when nobody changed anything in the form', async () => {
    const browser = await app.signedIn();
    const form = await browser.get(`${app.origin}${path}/edit`);
    const before = await sendForm(app.origin, browser, form, `${path}/edit`);
    const done = await sendForm(app.origin, browser, before, `${path}/edit`);
    expect(done.url.pathname).toBe(path);
    expect(written().map(({ path: at, body, headers }) => [at, body, headers['if-match'], headers['prefer']])).toEqual([
      [path, members, '"1.a"', 'dry-run'],
      [path, members, '"1.a"', undefined],
    ]);
  });

  it('leaves out what was emptied, and shows what the API found wrong where it was typed', async () => {
    const browser = await app.signedIn();
    app.api.answer = (call) =>
      call.method === 'PUT'
        ? problem(422, 'refused', 'It is refused.', {
            errors: [{ pointer: '/scopes/a b', detail: 'is no scope name' }],
          })
        : answer(call);
    const form = await browser.get(`${app.origin}${path}/edit`);
    const typed = {
      scopes: 'one The first\r\n\r\n two  {"en":"The second"}',
      access_token_ttl_seconds: '',
      required_acr: '',
    };
    const again = await sendForm(app.origin, browser, form, `${path}/edit`, typed);
    const sent = written().at(-1)?.body as Record<string, unknown>;
    expect(sent['scopes']).toEqual({ one: 'The first', two: { en: 'The second' } });
    expect([Object.hasOwn(sent, 'access_token_ttl_seconds'), Object.hasOwn(sent, 'required_acr')]).toEqual([
      false,
      false,
    ]);
    expect([again.status, again.text.includes('<p class="fault" id="scopes-fault">is no scope name</p>')]).toEqual([
      422,
      true,
    ]);
    expect(again.text).toContain('one The first');
  });

  it('loses nothing when somebody was faster', async () => {
    const browser = await app.signedIn();
    const form = await browser.get(`${app.origin}${path}/edit`);
    app.api.answer = (call) =>
      call.method === 'PUT' ? problem(412, 'precondition_failed', 'Changed meanwhile.') : answer(call);
    const conflict = await sendForm(app.origin, browser, form, `${path}/edit`, { claims: 'name' });
    expect(conflict.status).toBe(412);
    expect(conflict.text.split('id="conflict"')[1]).toMatch(/name<\/code>.*roles email<\/code>/su);
  });

  it('declares a new API', async () => {
    const browser = await app.signedIn();
    const form = await browser.get(`${app.origin}/resources/new`);
    const typed = { indicator: orders, name: 'Orders', scopes: 'orders:read Read your orders' };
    await sendForm(app.origin, browser, form, '/resources/new', typed);
    expect(written().map(({ path: at, body }) => [at, body])).toEqual([
      [
        '/resources',
        {
          indicator: orders,
          name: 'Orders',
          scopes: { 'orders:read': 'Read your orders' },
          default_scopes: [],
          token_format: 'jwt',
          claims: [],
        },
      ],
    ]);
  });

  it('says who loses what before it removes an API', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(app.origin + path);
    const before = await sendForm(app.origin, browser, page, `${path}/remove`);
    expect(before.text).toContain('The role buyer/eu gives scopes of it.');
    const done = await sendForm(app.origin, browser, before, `${path}/remove`);
    expect(done.text).toContain('<p>It is removed.</p>');
    expect(written().map(({ method, path: at, headers }) => [method, at, headers['prefer']])).toEqual([
      ['DELETE', path, 'dry-run'],
      ['DELETE', path, undefined],
    ]);
  });

  it('has no buttons for the API of the console itself', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(app.origin + ownPath);
    expect([text.includes('id="edit"'), text.includes('id="remove"')]).toEqual([false, false]);
  });

  it('shows what a role gives, and who has it', async () => {
    const browser = await app.signedIn();
    const { text } = await browser.get(`${app.origin}/resources/roles/buyer%2Feu`);
    expect(text).toContain('<li>orders:read</li>');
    expect(text).toContain('<a href="/users/u%2F1"><bdi>alice</bdi></a>');
    expect(text).toContain('href="/resources/roles/buyer%2Feu?cursor=more"');
  });

  it('gives and takes what was ticked, and leaves APIs alone that the form does not show', async () => {
    const browser = await app.signedIn();
    const address = '/resources/roles/buyer%2Feu/edit';
    const form = await browser.get(`${app.origin}${address}?cursor=here`);
    expect(form.text).toMatch(/value="https:\/\/orders\.example\/api\?v=1#orders:read" checked/u);
    const ticked = { scopes: [`${orders}#orders:write`, `${own}#audit:read`] };
    const before = await sendForm(app.origin, browser, form, address, ticked);
    await sendForm(app.origin, browser, before, address);
    const body = {
      grant: { [own]: ['audit:read'], [orders]: ['orders:write'] },
      revoke: { [orders]: ['orders:read'] },
    };
    expect(written().map((one) => [one.path, one.body, one.headers['prefer']])).toEqual([
      ['/roles/buyer%2Feu/scopes', body, 'dry-run'],
      ['/roles/buyer%2Feu/scopes', body, undefined],
    ]);
  });

  it('makes a role, and removes one after it said how many users lose it', async () => {
    const browser = await app.signedIn();
    const form = await browser.get(`${app.origin}/resources/roles/new`);
    const typed = { name: 'buyer/eu', scopes: [`${orders}#orders:read`] };
    const made = await sendForm(app.origin, browser, form, '/resources/roles/new', typed);
    expect(written().at(-1)?.body).toEqual({ name: 'buyer/eu', scopes: { [orders]: ['orders:read'] } });
    const before = await sendForm(app.origin, browser, made, '/resources/roles/buyer%2Feu/remove');
    expect(before.text).toContain('Users: 7');
    const done = await sendForm(app.origin, browser, before, '/resources/roles/buyer%2Feu/remove');
    expect([done.url.pathname, written().at(-1)?.method]).toEqual(['/resources/roles', 'DELETE']);
  });
});

it('who may only read sees no button, and who may not see users sees none of them', async () => {
  const app = await aConsole({ scopes: ['resources:read'] });
  app.api.answer = answer;
  const browser = await app.signedIn();
  for (const at of ['/resources', path, '/resources/roles', '/resources/roles/buyer%2Feu']) {
    const { status, text } = await browser.get(app.origin + at);
    expect([at, status]).toEqual([at, 200]);
    expect(text).not.toMatch(/id="(?:new|edit|remove)"|href="\/(?:users|clients|audit)/u);
  }
  const form = await browser.get(`${app.origin}${path}/edit`);
  expect(form.status).toBe(403);
  await app.stop();
});
