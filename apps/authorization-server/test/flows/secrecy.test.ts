import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createSealer, openStorage } from '@gatehouse/storage';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, openPage, send } from '../browser.ts';
import { basic, confidential, TestClient, type TokenSet } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
/** Every secret of the run, by what it is. */
const secrets = new Map<string, string>();
let log = '';
let audit = '';
let database: Buffer;

function keep(what: string, ...values: (string | undefined)[]): void {
  values.forEach((value, index) => {
    if (value !== undefined && value.length >= 8) secrets.set(`${what} ${index}`, value);
  });
}
const keepTokens = (what: string, { access_token, refresh_token, id_token }: Partial<TokenSet>) =>
  keep(what, access_token, refresh_token, id_token, ...(access_token?.split('.').slice(2) ?? []));

/** Sign-ins that work and that fail, refreshes, reuse, exchange of everything there is. */
async function live(): Promise<void> {
  const [alice, dave] = [await server.person('alice'), await server.person('dave')];
  const [webApp, worker] = [await confidential(server, 'web-app'), await confidential(server, 'worker')];
  keep('password', alice.password, dave.password, 'a wrong password that was typed');
  keep('client secret', await server.clientSecret('web-app'), await server.clientSecret('worker'));
  keep('private key', (JSON.parse(await server.clientSecret('worker-jwt')) as { d: string }).d);
  const browser = new Browser();
  const page = await openPage(browser, webApp.request().url);
  keep('csrf', page.csrf);
  await browser.post(page.action, { csrf: 'not-the-token-but-a-secret-all-the-same', ...alice });
  await browser.post(page.action, { csrf: page.csrf, login: 'alice', password: 'a wrong password that was typed' });
  await browser.post(page.action, { csrf: page.csrf, ...dave });
  const code = await webApp.code(alice, { nonce: 'a-nonce-of-the-client' }, browser);
  keep('code', code.code, code.verifier);
  await webApp.redeem(code, { code_verifier: `${code.verifier.slice(0, -1)}~` });
  const tokens = (await webApp.redeem(code)).body as unknown as TokenSet;
  keepTokens('tokens', tokens);
  const refreshed = (await webApp.refresh(tokens.refresh_token)).body as unknown as TokenSet;
  keepTokens('refreshed tokens', refreshed);
  await webApp.refresh(tokens.refresh_token);
  const opaque = await webApp.signIn(alice, { resource: undefined, scope: 'openid profile' }, browser);
  keepTokens('opaque token', opaque);
  await send('GET', `${server.issuer}/me`, { authorization: `Bearer ${opaque.access_token}` });
  await send('GET', `${server.issuer}/me?access_token=${opaque.access_token}`);
  await send('GET', `${server.issuer}/me`, { authorization: `Bearer ${tokens.access_token}` });
  await webApp.redeem(code);
  const pushed = await webApp.post('/request', webApp.request().parameters);
  keep('request_uri', String(pushed.body['request_uri']).split(':').at(-1));
  const credentials = { grant_type: 'client_credentials', scope: 'invoice_read' };
  keepTokens('client credentials', (await worker.token(credentials)).body);
  await worker.token(credentials, { authorization: basic('worker', 'a wrong client secret') });
  keep('wrong client secret', 'a wrong client secret', basic('worker', 'a wrong client secret').slice(6));
  await send('GET', `${server.issuer}/auth?client_id=web-app&redirect_uri=${code.code}`, { accept: 'text/html' });
  await browser.get(`${server.issuer}/session/end?id_token_hint=${tokens.id_token}`);
  const other = new TestClient(server, 'spa', { redirectUri: 'https://localhost:3004/callback' });
  keepTokens('public client', await other.signIn(alice, {}, browser));
  keep('session cookie', ...browser.everyCookie);
}

beforeAll(async () => {
  server = await startServer({ logLevel: 'trace' });
  await live();
  // Everything is written out: the audit, and what the database keeps in its log of changes.
  await server.restart();
  const files = (await readdir(server.directory)).filter((name) => name.startsWith('database.sqlite'));
  database = Buffer.concat(await Promise.all(files.map((name) => readFile(path.join(server.directory, name)))));
  log = server.log.join('');
  audit = JSON.stringify(await server.server.storage.audit.list({ limit: 1000 }));
});
afterAll(() => server?.stop());

const found = (where: (secret: string) => boolean) =>
  [...secrets].filter(([, secret]) => where(secret)).map(([what]) => what);

const renderings = (secret: string) => [
  secret,
  Buffer.from(secret, 'base64url'),
  Buffer.from(secret).toString('base64').replaceAll('=', ''),
  Buffer.from(secret).toString('hex'),
  encodeURIComponent(secret),
];
const inDatabase = (bytes: string | Buffer) => bytes.length >= 8 && database.includes(bytes);

describe('secrets stay where they belong', () => {
  it('AS-18: the run made the secrets that are looked for', () => {
    expect(secrets.size).toBeGreaterThan(35);
    expect(log.split('\n').length).toBeGreaterThan(3);
    expect(JSON.parse(audit)).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'token.issued' })]));
    expect(database.length).toBeGreaterThan(50_000);
    expect(database.includes('alice')).toBe(true);
  });

  it('AS-18: no token, code, cookie, password or secret is in the log', () => {
    expect(found((secret) => log.includes(secret))).toEqual([]);
  });

  it('AS-18: nor in the audit', () => {
    expect(found((secret) => audit.includes(secret))).toEqual([]);
  });

  it('AS-18: nor in the files of the database, in any of their usual renderings', () => {
    expect(found((secret) => renderings(secret).some(inDatabase))).toEqual([]);
  });

  it('AS-18: the database holds no private key in the clear', () => {
    for (const mark of ['PRIVATE KEY', '"d":"', 'MIIEv', 'MIIEp'])
      expect([mark, database.includes(mark)]).toEqual([mark, false]);
  });

  it('AS-18: without its encryption key the database is refused, and nobody is let in', async () => {
    const file = path.join(server.directory, 'database.sqlite');
    const storage = await openStorage({ url: `sqlite:${file}`, sealer: createSealer([Buffer.alloc(32, 7)]) });
    await expect(storage.signingKeys.list()).rejects.toMatchObject({ code: 'seal_broken' });
    await storage.close();
  });

  it('AS-18: secrets made on this machine are files that only their owner reads', async () => {
    for (const file of [
      'encryption.key',
      'secrets/users/alice',
      'secrets/clients/worker',
      'secrets/clients/worker-jwt',
    ]) {
      const { mode } = await stat(path.join(server.directory, file));
      expect([file, mode & 0o777]).toEqual([file, 0o600]);
    }
    expect((await stat(path.join(server.directory, 'secrets'))).mode & 0o777).toBe(0o700);
  });
});

describe('the audit', () => {
  it('AS-18: records say who did what, from where and why it failed, with hashed sessions and grants', () => {
    const records = (JSON.parse(audit) as { data: Record<string, unknown> }[]).map(({ data }) => data);
    const ofEvent = (event: string, outcome: string) =>
      records.find((record) => record['event'] === event && record['outcome'] === outcome);
    expect(ofEvent('sign_in.password', 'success')).toMatchObject({
      actor: { type: 'user', id: '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01' },
      client_id: expect.stringMatching(/^(?:web-app|spa)$/u),
      ip: '127.0.0.1',
      request_id: expect.stringMatching(/^[\da-f-]{36}$/u),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
    });
    expect(ofEvent('sign_in.password', 'failure')?.['reason']).toMatch(/^(?:wrong_password|account_disabled)$/u);
    expect(ofEvent('token.issued', 'success')).toMatchObject({ client_id: expect.any(String) });
    expect(ofEvent('token.refused', 'failure')).toMatchObject({ reason: expect.any(String) });
    expect(ofEvent('session.ended', 'success')).toMatchObject({ session_id: expect.stringMatching(/^[\w-]{43}$/u) });
  });
});
