import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory, runProgram, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { auditEvents } from '../../../src/directory/audit/events.ts';
import { auditRecordJsonSchema, auditRecordSchema } from '../../../src/directory/audit/schema.ts';
import { AccountVisitor } from '../../account.ts';
import { Browser, openPage } from '../../browser.ts';
import { confidential, TestClient, type TokenSet } from '../../client.ts';
import { api, startServer, type TestServer } from '../../server.ts';

const source = join(rootDirectory, 'apps/authorization-server/src');

let server: TestServer;
let file: string;
let removeFolder: () => Promise<void>;
const secrets: string[] = [];

/** An operator's command on this server's database, with its audit file. */
async function operator(...args: string[]): Promise<void> {
  const { settings, directory, issuer } = server;
  const { code, stderr } = await runProgram({
    entry: 'apps/authorization-server/bin/gatehouse.js',
    args: [...args, '--json'],
    env: {
      GATEHOUSE_ISSUER: issuer,
      GATEHOUSE_DATABASE_URL: settings.databaseUrl.reveal(),
      GATEHOUSE_STATE_DIRECTORY: directory,
      GATEHOUSE_TLS_CERT_FILE: settings.tlsCertFile,
      GATEHOUSE_TLS_KEY_FILE: settings.tlsKeyFile,
      GATEHOUSE_AUDIT_FILE: file,
      GATEHOUSE_OPERATOR: 'ann',
    },
  });
  expect([args, code, stderr]).toEqual([args, 0, '']);
}
const lines = () =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const actors = (event: string) => lines().flatMap((line) => (line['event'] === event ? [line['actor']] : []));
const rows = async () => (await server.server.storage.audit.list({ limit: 1000 })).map(({ data }) => data);
const inOrder = (records: readonly object[]) => records.map((record) => JSON.stringify(record)).toSorted();

beforeAll(async () => {
  const { path, remove } = await temporaryDirectory();
  [file, removeFolder] = [join(path, 'audit.log'), remove];
  server = await startServer({ env: { GATEHOUSE_AUDIT_FILE: file } });
  const [alice, webApp] = [await server.person('alice'), await confidential(server, 'web-app')];
  const browser = new Browser();
  const page = await openPage(browser, webApp.request().url);
  await browser.post(page.action, { csrf: page.csrf, login: 'alice', password: 'a wrong password that was typed' });
  const code = await webApp.code(alice, {}, browser);
  const tokens = (await webApp.redeem(code)).body as unknown as TokenSet;
  const apiClient = await confidential(server, 'api');
  await apiClient.token({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: tokens.access_token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    resource: 'https://billing.localhost',
    scope: 'invoice_read',
  });
  await webApp.refresh(tokens.refresh_token);
  await webApp.token({ grant_type: 'client_credentials', resource: api });
  await webApp.post('/token/revocation', { token: tokens.access_token });
  const thirdParty = await confidential(server, 'third-party', 'https://localhost:3005/callback');
  await thirdParty.signIn(alice, { scope: 'openid profile_read' });
  const visitor = new AccountVisitor(server, alice, browser);
  await visitor.open('/account/data/download');
  await visitor.send('/account/sessions/end-others');
  const spa = new TestClient(server, 'spa', { redirectUri: 'https://localhost:3004/callback' });
  const ofSpa = await spa.signIn(alice, { scope: 'openid profile_read' }, browser);
  await browser.get(`${server.issuer}/session/end?id_token_hint=${ofSpa.id_token}`);
  await operator('users', 'disable', 'bob');
  await operator('users', 'enable', 'bob');
  await operator('users', 'unlock', 'bob');
  await operator('users', 'revoke-sessions', 'bob');
  await operator('clients', 'secret', 'add', 'worker');
  await operator('keys', 'rotate');
  await operator('tokens', 'revoke', '--user', 'bob');
  await operator('clients', 'disable', 'worker');
  secrets.push(alice.password, 'a wrong password that was typed', code.code, code.verifier, page.csrf);
  secrets.push(tokens.access_token, tokens.refresh_token, tokens.id_token, await server.clientSecret('web-app'));
  secrets.push(...browser.everyCookie.filter((value) => value.length > 8));
  // What still waits is written.
  await server.restart();
});
afterAll(async () => {
  await server?.stop();
  await removeFolder?.();
});

describe('the audit', () => {
  it('has the same records in the stream and in the database', async () => {
    expect(inOrder(lines())).toEqual(inOrder(await rows()));
  });

  it('tells what happened, in events of the closed list, with the fields of a record', () => {
    const closed = new Set<string>(auditEvents);
    const seen = new Set(lines().map(({ event }) => String(event)));
    expect([...seen].filter((event) => !closed.has(event))).toEqual([]);
    const caused = ['sign_in.password', 'sign_in.completed', 'token.issued', 'token.refused', 'token.exchanged'];
    caused.push('token.revoked', 'consent.granted', 'session.ended', 'sessions.ended', 'data.downloaded');
    caused.push('user.disabled', 'user.enabled', 'user.unlocked', 'user.sessions_ended', 'client.secret_added');
    caused.push('client.disabled', 'key.rotated');
    expect(caused.filter((event) => !seen.has(event))).toEqual([]);
    for (const { time, event, outcome, actor } of lines()) {
      expect(String(time)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u);
      expect([event, ['success', 'failure'].includes(String(outcome))]).toEqual([event, true]);
      expect([event, typeof (actor as { type?: unknown } | undefined)?.type]).toEqual([event, 'string']);
    }
  });

  it('is valid by the published JSON Schema, which is that of the code, with no member beside those', () => {
    const published = JSON.parse(
      readFileSync(join(rootDirectory, 'docs/audit-record.schema.json'), 'utf8'),
    ) as Parameters<typeof z.fromJSONSchema>[0];
    expect(published).toEqual(auditRecordJsonSchema());
    const schema = z.fromJSONSchema(published);
    const faults = lines().flatMap((record) => {
      const members = JSON.parse(JSON.stringify(record)) as object;
      return [schema, auditRecordSchema.strict()].flatMap((one) => one.safeParse(members).error?.issues ?? []);
    });
    expect(lines().length).toBeGreaterThan(30);
    expect(faults).toEqual([]);
    const [record] = lines();
    for (const wrong of [{ event: 'made.up' }, { time: 'yesterday' }, { session_id: 'plain' }, { actor: 'alice' }])
      expect(schema.safeParse({ ...record, ...wrong }).success).toBe(false);
  });

  it('names who ran a command, and the server for the registry that it applied', () => {
    expect(actors('client.disabled')).toEqual([{ type: 'operator', id: 'ann' }]);
    expect(actors('user.disabled')).toEqual([{ type: 'operator', id: 'ann' }]);
    expect(actors('registry.applied')).toEqual([{ type: 'system', id: 'registry' }]);
  });

  it('holds no secret', () => {
    const text = readFileSync(file, 'utf8');
    expect(secrets.length).toBeGreaterThan(10);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('D8: holds no credential that a caller puts into a field of their own, and nothing long', async () => {
    const client = await confidential(server, 'gateway');
    const issued = await client.token({ grant_type: 'client_credentials', scope: 'profile_read' });
    const token = String(issued.body['access_token']);
    const [, payload = ''] = token.split('.');
    expect(payload.length).toBeGreaterThan(40);
    const key = `gh_${'0aZ9'.repeat(11)}`;
    for (const value of [
      token,
      encodeURIComponent(token).replaceAll('.', '%2E'),
      key,
      `Basic ${btoa(token.slice(-60))}`,
    ]) {
      const headers = { 'user-agent': `agent ${value}` };
      await client.token({ grant_type: 'client_credentials', scope: 'profile_read' }, headers);
      await new TestClient(server, value.slice(0, 128)).token({ grant_type: 'client_credentials' }, headers);
      const browser = new Browser();
      const page = await openPage(browser, (await confidential(server, 'web-app')).request().url);
      await browser.post(page.action, { csrf: page.csrf, login: value.slice(0, 200), password: 'wrong' }, headers);
    }
    await client.token({ grant_type: 'client_credentials', scope: 'x' }, { 'user-agent': 'long '.repeat(1000) });
    await server.server.audit.flush();
    const written = [readFileSync(file, 'utf8'), JSON.stringify(await rows()), server.log.join('')].join('');
    for (const secret of [payload.slice(0, 40), token.slice(-40), key.slice(3), btoa(token.slice(-60))])
      expect(written).not.toContain(secret);
    for (const record of lines()) expect(JSON.stringify(record['user_agent'] ?? '').length).toBeLessThanOrEqual(259);
    expect(written).toContain('agent [redacted]');
  });

  it('lists no event that nothing causes', () => {
    const lists = new Set(['directory/audit/events.ts', 'directory/operations/operations.ts']);
    const all = readdirSync(source, { recursive: true, encoding: 'utf8' });
    for (const list of lists) expect(all).toContain(list);
    const files = all.filter((name) => name.endsWith('.ts') && !lists.has(name) && !name.startsWith('texts/'));
    const text = files.map((name) => readFileSync(join(source, name), 'utf8')).join('\n');
    const unused = auditEvents.filter((event) => !text.includes(`'${event}'`));
    expect(unused).toEqual([]);
  });
});
