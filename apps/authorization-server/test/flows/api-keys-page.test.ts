import { readFile } from 'node:fs/promises';
import { looksLikeApiKey } from '@gatehouse/logging';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newCredential } from '../../src/directory/accounts/api-credentials.ts';
import { hashApiKey } from '../../src/directory/accounts/api-key.ts';
import { AccountVisitor, doneOf } from '../account.ts';
import { type Answer, Browser, csrfOf, errorOf } from '../browser.ts';
import { altered, claimsOf, confidential, type JsonAnswer, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { api, startServer, type TestServer } from '../server.ts';

let mail: MailServer;
let server: TestServer;
let gateway: TestClient;
let apiClient: TestClient;
let count = 0;

const people = Array.from({ length: 10 }, (_, n) => ({ login: `person${n}`, password: `the password of person ${n}` }));

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ users }) => {
      for (const { login, password } of people) {
        const email = `${login}@example.com`;
        users.push({ login, password, name: `Person ${login}`, email, email_verified: true, roles: ['sales'] });
      }
      users.push({
        login: 'guest',
        password: 'the password of guest',
        name: 'Guest',
        email: 'guest@example.com',
        roles: [],
      });
    },
  });
  [gateway, apiClient] = [await confidential(server, 'gateway'), await confidential(server, 'api')];
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

const newPath = `/account/api-keys/new/${Buffer.from(api).toString('base64url')}`;
const visitor = () => new AccountVisitor(server, people[count++]!);
const keyIn = ({ body }: Answer) => /id="api-key">([^<]+)</u.exec(body)?.[1] ?? '';
const listed = ({ body }: Answer) => [...body.matchAll(/data-api-key="([^"]+)"/gu)].map((found) => found[1]!);
const idOf = async (key: string) => (await server.server.storage.apiCredentials.findByHash(hashApiKey(key)))!.id;

/** The records of the only event of its kind so far; they are written a moment after the answer. */
const audited = async (type: string) => {
  const { audit } = server.server.storage;
  await eventually(async () => (await audit.list({ type })).length > 0);
  return (await audit.list({ type })).map(({ data }) => data);
};

const exchange = (key: string, scope?: string): Promise<JsonAnswer> =>
  gateway.token({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: key,
    subject_token_type: 'urn:gatehouse:params:oauth:token-type:api-key',
    resource: api,
    ...(scope === undefined ? {} : { scope }),
  });
const dead = { status: 400, body: expect.objectContaining({ error: 'invalid_request' }) };

/** Posts the form, with any number of scopes. */
async function post(
  person: AccountVisitor,
  { name = 'laptop', scopes = ['invoice_read', 'profile_read'], days = '30' } = {},
): Promise<Answer> {
  const csrf = csrfOf((await person.open(newPath)).body);
  const form: [string, string][] = [
    ['name', name],
    ['days', days],
    ...scopes.map((one): [string, string] => ['scope', one]),
  ];
  return person.browser.post(`${server.issuer}${newPath}`, [['csrf', csrf], ...form]);
}

describe('API keys on the account page', () => {
  it('GW-07: a person makes a key, sees it once, and it works through the exchange', async () => {
    const person = visitor();
    expect(listed(await person.open('/account/api-keys'))).toEqual([]);
    expect((await person.open('/account/api-keys/new')).body).toContain(newPath);
    const form = await person.open(newPath);
    const offered = [...form.body.matchAll(/name="scope" type="checkbox" value="([^"]+)"/gu)].map((found) => found[1]);
    expect(new Set(offered)).toEqual(new Set(['profile_read', 'profile_write', 'invoice_read']));
    expect(form.body).toContain('See the invoices of your department');

    const made = await post(person, { name: ' <b>laptop</b>\u0085' });
    const key = keyIn(made);
    expect([made.status, made.headers['cache-control'], looksLikeApiKey(key)]).toEqual([200, 'no-store', true]);
    const answer = await exchange(key);
    const { id, expiresAtSeconds } = (await server.server.storage.apiCredentials.findByHash(hashApiKey(key)))!;
    expect(claimsOf(String(answer.body['access_token']))).toMatchObject({
      sub: (await server.server.storage.accounts.findByLogin(person.person.login))!.id,
      scope: 'invoice_read profile_read',
      gid: `credential:${id}`,
    });
    expect(Math.round((expiresAtSeconds! - Date.now() / 1000) / 86_400)).toBe(30);
    expect((await exchange(key, 'profile_write')).body['error']).toBe('invalid_scope');

    const list = await person.open('/account/api-keys');
    expect(listed(list)).toEqual([id]);
    for (const words of [
      '&lt;b&gt;laptop&lt;/b&gt;',
      'Gatehouse demo API',
      'See your profile',
      'in 30 days',
      'Last used',
    ])
      expect(list.body).toContain(words);
    const notice = await mail.mailTo(`${person.person.login}@example.com`);
    expect(notice.subject).toBe('A new API key for your account at Gatehouse');

    // Nowhere but on that one page.
    await person.open('/account/data');
    const data = (await person.browser.get(`${server.issuer}/account/data/download`)).body;
    expect(data).toContain(id);
    const events = await audited('api_key.added');
    expect(events).toEqual([expect.objectContaining({ target: { type: 'api_key', id } })]);
    const files = await Promise.all(
      ['', '-wal'].map((suffix) => readFile(`${server.directory}/database.sqlite${suffix}`)),
    );
    const places = [
      list.body,
      data,
      notice.raw,
      server.log.join(''),
      JSON.stringify(events),
      Buffer.concat(files).toString('latin1'),
    ];
    expect(places.filter((text) => text.includes(key))).toEqual([]);
  });

  it('GW-07: what the roles do not give is refused although it is posted, and so is any other lifetime', async () => {
    const person = visitor();
    for (const [fields, status, code] of [
      [{ scopes: ['invoice_write'] }, 403, 'key_refused'],
      [{ scopes: ['profile_read', 'users_admin'] }, 403, 'key_refused'],
      [{ scopes: ['toString'] }, 403, 'key_refused'],
      [{ days: '36500' }, 403, 'key_refused'],
      [{ days: '' }, 403, 'key_refused'],
      [{ scopes: [] }, 400, 'key_scopes_missing'],
      [{ name: ' ' }, 400, 'key_name_missing'],
    ] as const) {
      const answer = await post(person, {
        ...fields,
        scopes: [...('scopes' in fields ? fields.scopes : ['profile_read'])],
      });
      expect([fields, answer.status, errorOf(answer.body), keyIn(answer)]).toEqual([fields, status, code, '']);
    }
    // An API of which the roles give nothing, and one that there is not.
    for (const indicator of ['https://billing.localhost', 'https://nowhere.example']) {
      const path = `/account/api-keys/new/${Buffer.from(indicator).toString('base64url')}`;
      expect((await person.raw(path, { name: 'x', scope: 'invoice_read', days: '30' })).status).toBe(404);
    }
    expect(listed(await person.open('/account/api-keys'))).toEqual([]);
    const guest = new AccountVisitor(server, { login: 'guest', password: 'the password of guest' });
    expect((await guest.open('/account/api-keys')).body).not.toContain('id="make"');
    expect((await guest.raw(newPath, { name: 'x', scope: 'profile_read', days: '30' })).status).toBe(404);
  });

  it('GW-07: a person revokes a key and it is dead at once, with the tokens that came of it', async () => {
    const person = visitor();
    const key = keyIn(await post(person));
    const token = String((await exchange(key)).body['access_token']);
    const isActive = async () => (await apiClient.post('/token/introspection', { token })).body['active'];
    expect(await isActive()).toBe(true);
    const id = await idOf(key);
    const path = `/account/api-keys/${id}/revoke`;
    const asked = await person.open(path);
    expect(asked.body).toContain('Revoke the API key “laptop”?');
    expect((await exchange(key)).status).toBe(200);
    const done = await person.send(path, {}, asked);
    expect([doneOf(done), listed(done)]).toEqual(['api_key_revoked', []]);
    expect(await exchange(key)).toMatchObject(dead);
    expect(await isActive()).toBe(false);
    expect(doneOf(await person.send(path, {}, asked))).toBe('api_key_revoked');
    expect(await audited('api_key.revoked')).toEqual([expect.objectContaining({ target: { type: 'api_key', id } })]);
    expect((await person.open('/account/activity')).body).toContain('API key “<bdi>laptop</bdi>” revoked');
  });

  it('GW-07: nobody sees or revokes the key of somebody else', async () => {
    const [owner, attacker] = [visitor(), visitor()];
    const key = keyIn(await post(owner));
    const path = `/account/api-keys/${await idOf(key)}/revoke`;
    await attacker.open();
    for (const other of [path, '/account/api-keys/%00/revoke', '/account/api-keys/nothing/revoke']) {
      expect((await attacker.browser.get(`${server.issuer}${other}`)).status).toBeGreaterThanOrEqual(400);
    }
    expect((await attacker.browser.get(`${server.issuer}${path}`)).status).toBe(404);
    expect((await attacker.raw(path)).status).toBe(404);
    expect(listed(await attacker.open('/account/api-keys'))).toEqual([]);
    expect((await exchange(key)).status).toBe(200);
  });

  it('AS-17: the forms need their token and our own origin; AS-20: and a fresh sign-in', async () => {
    const person = visitor();
    const key = keyIn(await post(person));
    const revoke = `/account/api-keys/${await idOf(key)}/revoke`;
    const csrf = csrfOf((await person.open('/account/profile')).body);
    const fields = { name: 'x', scope: 'profile_read', days: '30' };
    for (const path of [newPath, revoke]) {
      const url = `${server.issuer}${path}`;
      for (const answer of [
        await person.browser.post(url, fields),
        await person.browser.post(url, { ...fields, csrf: altered(csrf) }),
        await person.browser.post(url, { ...fields, csrf }, { origin: 'https://evil.example' }),
      ])
        expect([path, answer.status, errorOf(answer.body)]).toEqual([path, 403, 'csrf_failed']);
      const stranger = await new Browser().get(url);
      expect([stranger.status, stranger.location]).toEqual([303, expect.stringMatching(/^\/auth\?/u)]);
    }
    server.aheadMs = 1_300_000;
    try {
      for (const path of [newPath, revoke, '/account/api-keys/new']) {
        const { location } = await person.browser.get(`${server.issuer}${path}`);
        expect([path, location]).toEqual([path, expect.stringContaining('max_age=600')]);
      }
      for (const path of [newPath, revoke]) {
        const { status, location } = await person.browser.post(`${server.issuer}${path}`, { ...fields, csrf });
        expect([status, location]).toEqual([303, expect.stringContaining('max_age=600')]);
      }
      expect((await person.browser.get(`${server.issuer}/account/api-keys`)).status).toBe(200);
    } finally {
      server.aheadMs = 0;
    }
    expect(listed(await person.open('/account/api-keys'))).toHaveLength(1);
    expect((await exchange(key)).status).toBe(200);
  });

  it('GW-07: a person has 20 keys at most; revoked and expired ones do not count', async () => {
    const person = visitor();
    const csrf = csrfOf((await person.open(newPath)).body);
    const make = () => person.raw(newPath, { csrf, name: 'one of many', scope: 'profile_read', days: '7' });
    const keys: string[] = [];
    for (let n = 0; n < 20; n += 1) keys.push(keyIn(await make()));
    expect(keys.every(looksLikeApiKey)).toBe(true);
    const beyond = await make();
    expect([beyond.status, errorOf(beyond.body), keyIn(beyond)]).toEqual([409, 'key_limit', '']);
    expect((await person.open('/account/api-keys')).body).not.toContain('id="make"');
    await person.send(`/account/api-keys/${await idOf(keys[0]!)}/revoke`);
    expect(looksLikeApiKey(keyIn(await make()))).toBe(true);
    expect((await make()).status).toBe(409);
    const { storage } = server.server;
    const { id: accountId } = (await storage.accounts.findByLogin(person.person.login))!;
    const expired = { kind: 'api_key', name: 'old', accountId, scopes: {}, expiresAtSeconds: 1 } as const;
    await person.send(`/account/api-keys/${await idOf(keys[1]!)}/revoke`);
    await storage.commit([newCredential(storage, expired).write]);
    expect(looksLikeApiKey(keyIn(await make()))).toBe(true);
    const list = await person.open('/account/api-keys');
    expect([listed(list).length, list.body.includes('Expired')]).toEqual([21, true]);
  });

  it('GW-07: without a gateway that takes keys none is offered, and one that is there can be revoked', async () => {
    const person = visitor();
    const made = await post(person);
    expect(made.body).toContain('curl --header "X-API-Key: $KEY" https://localhost:3002/api');
    expect(made.body).toContain(`data-copies="${keyIn(made)}"`);
    const { storage } = server.server;
    await storage.commit([storage.clients.writes.setDisabled('gateway', true)]);
    const list = await eventually(async () => {
      const page = await person.open('/account/api-keys');
      return page.body.includes('No gateway that accepts API keys') && page;
    });
    expect(list.body).not.toContain('id="make"');
    expect(list.body).not.toContain('href="/account/api-keys">');
    expect(listed(list)).toHaveLength(1);
    expect((await person.open(newPath)).status).toBe(404);
    await storage.commit([storage.clients.writes.setDisabled('gateway', false)]);
  });
});
