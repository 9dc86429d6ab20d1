import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { looksLikeApiKey } from '@gatehouse/logging';
import { certificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashApiKey, newApiKey } from '../../src/directory/accounts/api-key.ts';
import { gatehouse } from '../cli/command.ts';
import { claimsOf, confidential, type JsonAnswer, type Parameters, type TestClient } from '../client.ts';
import { api, billing, startServer, type TestServer } from '../server.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
const typeOf = (kind: string) => `urn:gatehouse:params:oauth:token-type:${kind}`;

let server: TestServer;
let gateway: TestClient;
let apiClient: TestClient;
let env: Record<string, string>;

beforeAll(async () => {
  server = await startServer();
  [gateway, apiClient] = [await confidential(server, 'gateway'), await confidential(server, 'api')];
  const { settings, directory } = server;
  env = {
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_DATABASE_URL: `sqlite:${directory}/database.sqlite`,
    GATEHOUSE_STATE_DIRECTORY: directory,
    GATEHOUSE_TLS_CERT_FILE: settings.tlsCertFile,
    GATEHOUSE_TLS_KEY_FILE: settings.tlsKeyFile,
  };
});
afterAll(() => server?.stop());

const exchange = (client: TestClient, kind: string, value: string, form: Parameters = {}): Promise<JsonAnswer> =>
  client.token({
    grant_type: grantType,
    subject_token: value,
    subject_token_type: typeOf(kind),
    resource: api,
    ...form,
  });
const refused = { status: 400, body: expect.objectContaining({ error: 'invalid_request' }) };

const command = async (...args: string[]): Promise<Record<string, string>> => {
  const { code, stdout, stderr } = await gatehouse([...args, '--json'], env);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, string>;
};
const newKey = (...more: string[]) =>
  command('api-keys', 'add', 'alice', '--resource', api, '--scope', 'invoice_read', 'profile_read', ...more);

describe('API keys', () => {
  it('GW-07: have a prefix and a checksum, so that they are found and mistyped ones are not asked about', () => {
    const key = newApiKey();
    expect(key).toMatch(/^gh_[\dA-Za-z]{44}$/u);
    expect(looksLikeApiKey(key)).toBe(true);
    expect(newApiKey()).not.toBe(key);
    const other = key[10] === 'a' ? 'b' : 'a';
    for (const wrong of [`${key.slice(0, 10)}${other}${key.slice(11)}`, key.slice(1), `${key}x`, `${key} `, 'gh_', ''])
      expect(looksLikeApiKey(wrong)).toBe(false);
    expect(hashApiKey(key)).toHaveLength(32);
  });

  it('GW-07: are made for a person, shown once, kept as a hash, and exchanged by the gateway alone', async () => {
    const { api_key: key = '', id = '' } = await newKey('--name', 'laptop');
    const answer = await exchange(gateway, 'api-key', key);
    expect(answer.status).toBe(200);
    const alice = (await server.server.storage.accounts.findByLogin('alice'))!.id;
    expect(claimsOf(String(answer.body['access_token']))).toMatchObject({
      sub: alice,
      client_id: 'gateway',
      act: { sub: 'gateway' },
      aud: api,
      scope: 'invoice_read profile_read',
      department: 'Finance',
      roles: ['accountant'],
      gid: `credential:${id}`,
    });
    // Nobody signed in, so nothing says so.
    for (const claim of ['auth_time', 'acr', 'amr', 'sub_profile'])
      expect(claimsOf(String(answer.body['access_token']))).not.toHaveProperty(claim);
    expect(await exchange(apiClient, 'api-key', key, { resource: billing })).toMatchObject(refused);
    expect(await exchange(gateway, 'api-key', key, { resource: billing })).toMatchObject({
      body: { error: 'invalid_target' },
    });
    expect(await exchange(gateway, 'api-key', key, { scope: 'invoice_write' })).toMatchObject({
      body: { error: 'invalid_scope' },
    });
    const listed = await gatehouse(['api-keys', 'list', '--json'], env);
    expect(JSON.parse(listed.stdout)).toContainEqual(
      expect.objectContaining({
        id,
        name: 'laptop',
        owner: 'alice',
        status: 'active',
        last_used_at: expect.any(String),
      }),
    );
    const files = await Promise.all(
      ['', '-wal'].map((suffix) => readFile(`${server.directory}/database.sqlite${suffix}`)),
    );
    for (const text of [listed.stdout, server.log.join(''), Buffer.concat(files).toString('latin1')])
      expect(text.includes(key)).toBe(false);
  });

  it('GW-07: what is wrong, unknown, of another kind or expired is refused', async () => {
    const { api_key: key = '' } = await newKey('--expires-in-days', '1');
    for (const value of ['x', newApiKey(), `${key.slice(0, -1)}_`, `${key} `, `alice:${key}`])
      expect(await exchange(gateway, 'api-key', value)).toMatchObject(refused);
    expect(await exchange(gateway, 'service-account', `alice:${key}`)).toMatchObject(refused);
    expect(await exchange(gateway, 'nothing', key)).toMatchObject(refused);
    server.aheadMs = 86_400_000 - 120_000;
    try {
      const late = await exchange(gateway, 'api-key', key);
      expect(Number(late.body['expires_in'])).toBeLessThanOrEqual(120);
      server.aheadMs += 180_000;
      expect(await exchange(gateway, 'api-key', key)).toMatchObject(refused);
    } finally {
      server.aheadMs = 0;
    }
  });

  it('GW-07: allow no more than their owner, at any time', async () => {
    const { code, stderr } = await gatehouse(
      ['api-keys', 'add', 'bob', '--resource', api, '--scope', 'invoice_write'],
      env,
    );
    expect([code, stderr]).toEqual([1, 'gatehouse: the roles of the owner do not allow invoice_write\n']);
    for (const args of [
      ['dave', '--resource', api, '--scope', 'profile_read'],
      ['nobody', '--resource', api, '--scope', 'profile_read'],
      ['alice', '--resource', 'https://nowhere.example', '--scope', 'profile_read'],
      ['alice', '--resource', api, '--scope', 'toString'],
    ])
      expect((await gatehouse(['api-keys', 'add', ...args], env)).code).toBe(1);
    const noDays = ['alice', '--resource', api, '--scope', 'profile_read', '--expires-in-days', '0'];
    expect((await gatehouse(['api-keys', 'add', ...noDays], env)).code).toBe(64);

    const { api_key: key = '' } = await newKey();
    const { storage } = server.server;
    const alice = (await storage.accounts.findByLogin('alice'))!;
    await storage.commit([storage.accounts.writes.put({ ...alice, roles: [] })]);
    expect(await exchange(gateway, 'api-key', key)).toMatchObject({ body: { error: 'invalid_scope' } });
    await storage.commit([storage.accounts.writes.put({ ...alice, status: 'disabled' })]);
    expect(await exchange(gateway, 'api-key', key)).toMatchObject(refused);
    await storage.commit([storage.accounts.writes.put(alice)]);
    expect((await exchange(gateway, 'api-key', key)).status).toBe(200);
  });

  it('GW-07: are revoked at once, with the tokens that came of them', async () => {
    const { api_key: key = '', id = '' } = await newKey();
    const token = String((await exchange(gateway, 'api-key', key)).body['access_token']);
    const introspect = async () => (await apiClient.post('/token/introspection', { token })).body['active'];
    expect(await introspect()).toBe(true);
    await command('api-keys', 'revoke', id);
    expect(await exchange(gateway, 'api-key', key)).toMatchObject(refused);
    expect(await introspect()).toBe(false);
    const onward = { subject_token_type: 'urn:ietf:params:oauth:token-type:access_token', resource: billing };
    expect(await exchange(apiClient, 'api-key', token, onward)).toMatchObject(refused);
    const again = await gatehouse(['api-keys', 'revoke', id], env);
    expect([again.code, again.stderr]).toEqual([1, `gatehouse: the API key ${id} is revoked already\n`]);
    expect((await gatehouse(['service-accounts', 'revoke', id], env)).code).toBe(1);
    const records = await server.server.storage.audit.list({ type: 'api_key.revoked' });
    expect(records[0]?.data).toMatchObject({ target: { type: 'api_key', id }, actor: { type: 'operator' } });
  });
});

describe('service accounts', () => {
  it('GW-07: prove themselves by name and secret, and are neither people nor clients', async () => {
    const made = await command(
      'service-accounts',
      'add',
      'reports',
      '--resource',
      api,
      '--scope',
      'invoice_read',
      '--claim',
      'department=Finance',
    );
    const secret = made['secret'] ?? '';
    const answer = await exchange(gateway, 'service-account', `reports:${secret}`);
    const token = String(answer.body['access_token']);
    expect(claimsOf(token)).toMatchObject({
      sub: 'service-account:reports',
      sub_profile: 'service',
      department: 'Finance',
      scope: 'invoice_read',
      act: { sub: 'gateway' },
    });
    const onward = await exchange(apiClient, 'x', token, {
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      resource: billing,
    });
    expect(claimsOf(String(onward.body['access_token']))).toMatchObject({
      sub: 'service-account:reports',
      act: { sub: 'api', act: { sub: 'gateway' } },
    });
    for (const value of ['reports:', `reports:${secret}x`, `other:${secret}`, `Reports:${secret}`, secret, ':', ''])
      expect((await exchange(gateway, 'service-account', value)).status).toBe(400);
    expect(await exchange(gateway, 'api-key', secret)).toMatchObject(refused);
    const taken = await gatehouse(
      ['service-accounts', 'add', 'reports', '--resource', api, '--scope', 'invoice_read'],
      env,
    );
    expect([taken.code, taken.stderr]).toEqual([1, 'gatehouse: there is a service account reports already\n']);
    expect(await command('service-accounts', 'revoke', 'reports')).toMatchObject({ name: 'reports', revoked: true });
    expect((await exchange(gateway, 'service-account', `reports:${secret}`)).status).toBe(400);
    const again = await gatehouse(['service-accounts', 'revoke', 'reports'], env);
    expect([again.code, again.stderr]).toEqual([1, 'gatehouse: the service account reports is revoked already\n']);
  });
});

describe('client certificates', () => {
  it('are exchanged for the client that they name, while they are valid', async () => {
    const { raw } = new X509Certificate(await readFile((await certificates()).certFile('client')));
    const value = raw.toString('base64url');
    const answer = await exchange(gateway, 'client-certificate', value);
    expect(claimsOf(String(answer.body['access_token']))).toMatchObject({
      sub: 'worker-mtls',
      sub_profile: 'service',
      origin_client_id: 'worker-mtls',
      scope: 'invoice_read',
    });
    const other = new X509Certificate(await readFile((await certificates()).certFile('web-app')));
    for (const wrong of [other.raw.toString('base64url'), 'x', value.slice(0, 40)])
      expect(await exchange(gateway, 'client-certificate', wrong)).toMatchObject(refused);
    expect(await exchange(apiClient, 'client-certificate', value)).toMatchObject(refused);
  });
});
