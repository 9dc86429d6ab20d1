import type { ABrowser, Visited } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aClient, answerOfClients, invoices } from './a-client.ts';
import { type AConsole, aConsole } from './a-console.ts';
import { type AdminCall, problem } from './an-admin-api.ts';

const preview = {
  dry_run: true,
  operation: 'declare a client otherwise',
  changes: [{ pointer: '/client_name', before: 'The shop', after: 'Market' }],
  ends: ['all tokens of the client'],
  counts: {},
  tells: [],
  audited: [],
  notes: [],
};
const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
const textOf = ({ text }: Visited) => plain(text.replaceAll(/<[^>]+>/gu, ' ')).replaceAll(/\s+/gu, ' ');

/** Everything that the form to `action` would send, as a browser reads it. */
function fieldsOf(page: Visited, action: string): URLSearchParams {
  const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const fields = new URLSearchParams();
  for (const [tag] of form.matchAll(/<input [^>]*>/gu)) {
    const [, name = ''] = /name="([^"]*)"/u.exec(tag) ?? [];
    const isBox = tag.includes('type="checkbox"');
    if (!isBox || tag.includes(' checked')) fields.append(name, plain(/ value="([^"]*)"/u.exec(tag)?.[1] ?? ''));
  }
  for (const [, name = '', value = ''] of form.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>\n([^<]*)/gu)) {
    fields.append(name, plain(value).replaceAll('\n', '\r\n'));
  }
  for (const [, name = '', options = ''] of form.matchAll(/<select [^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gsu)) {
    fields.append(name, /value="([^"]*)" selected/u.exec(options)?.[1] ?? '');
  }
  return fields;
}

describe('what is done to a client', () => {
  let app: AConsole;
  let browser: ABrowser;
  let client = aClient();
  let etag = '"1.a"';
  beforeAll(async () => {
    app = await aConsole();
    browser = await app.signedIn();
  });
  beforeEach(() => {
    client = aClient();
    etag = '"1.a"';
    app.api.calls.length = 0;
    app.api.answer = (call) => {
      const read = answerOfClients(call, [client]);
      if (call.method === 'GET') return call.path === '/clients/shop' ? { headers: { etag }, body: client } : read;
      const given = call.headers['if-match'];
      if (given !== undefined && given !== etag) return problem(412, 'precondition_failed', 'It was changed.');
      if (call.headers['prefer'] === 'dry-run') return { body: preview };
      if (call.path.endsWith('/secrets')) {
        return { status: 201, body: { client_id: 'shop', client_secret: 'a-<new>-secret', fingerprint: 'f1' } };
      }
      return call.method === 'PATCH' ? { body: client } : { status: 204 };
    };
  });
  afterAll(() => app.stop());

  const send = (page: Visited, action: string, changes: Record<string, string> = {}) => {
    const fields = fieldsOf(page, action);
    for (const [name, value] of Object.entries(changes)) fields.set(name, value);
    return browser.post(app.origin + action, fields, { origin: app.origin });
  };
  const writes = () => app.api.calls.filter(({ method }) => method !== 'GET');
  const done = () => writes().find(({ headers }) => headers['prefer'] === undefined) as AdminCall;
  const edit = '/clients/shop/edit';

  it('only what was changed in the form is sent, after a look at what it does', async () => {
    const form = await browser.get(app.origin + edit);
    const before = await send(form, edit, { client_name: 'Market', client_uri: 'https://market.example/' });
    expect(textOf(before)).toMatch(/What will happen.*client_name.*The shop.*Market/u);
    const after = await send(before, edit);
    expect([after.url.pathname, textOf(after).includes('Saved.')]).toEqual(['/clients/shop', true]);
    expect(done()).toMatchObject({
      method: 'PATCH',
      path: '/clients/shop',
      headers: { 'if-match': '"1.a"' },
      body: { client_name: 'Market', client_uri: 'https://market.example/' },
    });
  });

  it('an unticked box, an emptied field and an emptied list are taken away', async () => {
    client = aClient({ first_party: true, client_uri: 'https://shop.example/' });
    const form = await browser.get(app.origin + edit);
    const fields = fieldsOf(form, edit);
    fields.delete('first_party');
    fields.set('client_uri', '');
    fields.set('post_logout_redirect_uris', ' \r\n');
    await browser.post(app.origin + edit, fields, { origin: app.origin });
    expect(writes()[0]?.body).toEqual({ first_party: false, client_uri: null, post_logout_redirect_uris: [] });
  });

  it('of two who change it at one time the later one sees both versions, and neither loses anything', async () => {
    const form = await browser.get(app.origin + edit);
    const [shop, old] = client.redirect_uris as [string, string];
    // Meanwhile somebody else removes an address, adds another and changes something else.
    client = aClient({
      redirect_uris: [shop, 'https://theirs.example/callback'],
      contacts: ['ada@example.com'],
      client_uri: 'https://theirs.example/',
      require_pkce: true,
    });
    etag = '"2.b"';
    const mine = 'https://mine.example/callback';
    const conflict = await send(form, edit, { redirect_uris: `${shop}\r\n${old}\r\n${mine}` });
    expect([conflict.status, conflict.text.includes('id="conflict"')]).toEqual([412, true]);
    expect(textOf(conflict)).toMatch(/https:\/\/mine\.example\/callback.*https:\/\/theirs\.example\/callback/u);
    const before = await send(conflict, edit);
    expect(before.text).toContain('id="preview"');
    await send(before, edit);
    expect(done()).toMatchObject({
      headers: { 'if-match': '"2.b"' },
      body: { redirect_uris: [shop, 'https://theirs.example/callback', mine] },
    });
    expect(Object.keys(done().body as object)).toEqual(['redirect_uris']);
  });

  it('what the API finds wrong stands at its control, or over the form', async () => {
    const form = await browser.get(app.origin + edit);
    const usual = app.api.answer;
    const errors = [
      { pointer: '/redirect_uris/0', detail: 'must be https' },
      { pointer: '/jwks', detail: 'is missing' },
    ];
    app.api.answer = (call) => (call.method === 'GET' ? usual(call) : problem(400, 'invalid_request', '', { errors }));
    const again = await send(form, edit, { redirect_uris: 'http://<bad>' });
    expect(again.text).toContain('<p class="fault" id="redirect_uris-fault">must be https</p>');
    expect(textOf(again)).toContain('jwks: is missing');
    expect(again.text).toContain('http://&lt;bad&gt;');
  });

  it('the scopes of an API are given and taken one by one', async () => {
    const page = await browser.get(`${app.origin}/clients/shop`);
    const action = `/clients/shop/scopes/${encodeURIComponent(invoices)}`;
    expect(page.text).toContain(`href="${action}"`);
    client = aClient({ scopes: { [invoices]: ['invoices:read', 'invoices:gone'] } });
    const form = await browser.get(app.origin + action);
    expect(textOf(form)).toMatch(/invoices:read – See your invoices invoices:write – Make invoices invoices:gone/u);
    const fields = fieldsOf(form, action);
    fields.delete('scopes');
    fields.append('scopes', 'invoices:write');
    const before = await browser.post(app.origin + action, fields, { origin: app.origin });
    await send(before, action);
    expect(done()).toMatchObject({
      method: 'POST',
      path: '/clients/shop/scopes',
      headers: { 'if-match': '"1.a"' },
      body: { grant: { [invoices]: ['invoices:write'] }, revoke: { [invoices]: ['invoices:read', 'invoices:gone'] } },
    });
  });

  it('an API that it does not use yet is chosen from a list', async () => {
    const list = await browser.get(`${app.origin}/clients/shop/scopes`);
    expect(list.text).toContain(`href="/clients/shop/scopes/${encodeURIComponent(invoices)}"`);
    expect(textOf(list)).toContain('2 / 2');
  });

  it('the rest is changed as the whole entry, which has neither secrets nor state', async () => {
    const action = '/clients/shop/advanced';
    const form = await browser.get(app.origin + action);
    const entry = JSON.parse(fieldsOf(form, action).get('entry') ?? '') as object;
    expect(['client_id', 'scopes', 'secrets', 'disabled', 'updated_at'].map((name) => name in entry)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    const again = await send(form, action, { entry: '["no object"]' });
    expect([again.status, writes().length, textOf(again).includes('["no object"]')]).toEqual([400, 0, true]);
    const before = await send(again, action, { entry: '{"client_name":"Other"}' });
    await send(before, action);
    expect(done()).toMatchObject({ method: 'PUT', body: { client_name: 'Other' }, headers: { 'if-match': '"1.a"' } });
  });

  it('a name in several languages is changed in one', async () => {
    client = aClient({ client_name: { en: 'The shop', de: 'Der Laden' } });
    const form = await browser.get(app.origin + edit);
    expect(textOf(form)).toContain('Name (German)');
    await send(form, edit, { 'client_name.de': 'Der Markt' });
    expect(writes()[0]?.body).toEqual({ client_name: { de: 'Der Markt' } });
  });

  it.each([
    ['disable', 'PATCH', '/clients/shop', { disabled: true }, '"1.a"'],
    ['revoke', 'POST', '/clients/shop/revocation', {}, undefined],
    ['remove', 'DELETE', '/clients/shop', undefined, '"1.a"'],
  ] as const)('it is %sd after a look at what ends', async (name, method, path, body, version) => {
    const page = await browser.get(`${app.origin}/clients/shop`);
    const action = `/clients/shop/${name}`;
    const before = await send(page, action);
    expect(textOf(before)).toContain('all tokens of the client');
    const after = await send(before, action, { reason: 'No longer needed' });
    expect(after.url.pathname).toBe(name === 'remove' ? '/clients' : '/clients/shop');
    expect(done()).toMatchObject({ method, path, headers: { 'x-reason': 'No longer needed' } });
    expect([done().body, done().headers['if-match']]).toEqual([body, version]);
  });

  it('it is not removed by who has not seen what somebody else made of it', async () => {
    const page = await browser.get(`${app.origin}/clients/shop`);
    etag = '"2.b"';
    const conflict = await send(page, '/clients/shop/remove');
    expect([conflict.status, conflict.text.includes('id="conflict"')]).toEqual([412, true]);
    expect(writes().length).toBe(1);
  });

  it('a secret is shown once, and made once however often its form is sent', async () => {
    const page = await browser.get(`${app.origin}/clients/shop`);
    const action = '/clients/shop/secrets';
    const made = await send(page, action, { expires_in_days: '90' });
    expect(made.text).toContain('<code>a-&lt;new&gt;-secret</code>');
    expect(textOf(made)).toContain('it is not shown again');
    await send(page, action, { expires_in_days: '90' });
    expect(writes().map(({ body }) => body)).toEqual([{ expires_in_days: 90 }, { expires_in_days: 90 }]);
    expect(new Set(writes().map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect((await browser.get(`${app.origin}/clients/shop`)).text).not.toContain('-secret</code>');
  });

  it('a secret is removed by its fingerprint', async () => {
    const page = await browser.get(`${app.origin}/clients/shop`);
    const action = '/clients/shop/secrets/AbC-dEf_1234/remove';
    const before = await send(page, action);
    expect(textOf(before)).toContain('AbC-dEf_1234 An application that still uses it is refused');
    await send(before, action);
    expect(done()).toMatchObject({ method: 'DELETE', path: '/clients/shop/secrets/AbC-dEf_1234' });
  });
});

it('who may change clients but not their secrets gets no button for those', async () => {
  const app = await aConsole({ scopes: ['clients:read', 'clients:write'] });
  app.api.answer = (call) => answerOfClients(call, [aClient()]);
  const browser = await app.signedIn();
  const page = await browser.get(`${app.origin}/clients/shop`);
  expect(['/edit"', '/disable"', '/secrets"', '/secrets/'].map((part) => page.text.includes(part))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  await app.stop();
});
