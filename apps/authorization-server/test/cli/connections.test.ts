import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startServer, type TestServer } from '../server.ts';
import { gatehouse } from './command.ts';

let server: TestServer;
let env: Record<string, string>;

beforeAll(async () => {
  server = await startServer({
    registry: (document) => {
      (document as unknown as Record<string, unknown>)['connections'] = [
        { name: 'corp', kind: 'oidc', issuer: 'https://idp.example.com', client_id: 'gatehouse' },
        { name: 'github', kind: 'github', client_id: 'gatehouse' },
        { name: 'inside', kind: 'oidc', issuer: 'https://127.0.0.1:1', client_id: 'gatehouse' },
      ];
    },
  });
  env = {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: server.directory,
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_TLS: 'false',
  };
});
afterAll(() => server?.stop());

const run = (words: string[], input?: string) => gatehouse(['connections', ...words], env, input);
const stored = (name: string) => server.server.storage.connections.find(name);

it('lists and shows connections, with the redirect URI to register and without a secret', async () => {
  const { stdout } = await run(['list']);
  expect(stdout).toMatch(/connection +kind +status +secret +issuer\ncorp +oidc +enabled +none +https:\/\/idp/u);
  const shown = JSON.parse((await run(['show', 'corp'])).stdout) as object;
  expect(shown).toMatchObject({ has_secret: false, redirect_uri: `${server.issuer}/federation/corp/callback` });
  const unknown = await run(['show', 'crop']);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('there are: corp, github, inside')]);
});

it('takes a secret from standard input or a file, all lines of it, and prints it nowhere', async () => {
  const key = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----';
  const set = await run(['secret', 'corp'], `${key}\n`);
  expect([set.code, set.stdout]).toEqual([0, expect.stringContaining(`${server.issuer}/federation/corp/callback`)]);
  expect((await stored('corp'))?.secret).toBe(key);
  const file = path.join(server.directory, 'secret.txt');
  writeFileSync(file, 'from-a-file\n');
  const json = await run(['secret', 'github', '--file', file, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ connection: 'github', has_secret: true });
  expect((await stored('github'))?.secret).toBe('from-a-file');
  for (const { stdout, stderr } of [set, json]) expect(stdout + stderr).not.toMatch(/PRIVATE|from-a-file/u);
  const empty = await run(['secret', 'corp'], '\n');
  expect([empty.code, empty.stderr]).toEqual([1, expect.stringContaining('the secret is empty')]);
  const missing = await run(['secret', 'corp', '--file', `${file}.not-there`]);
  expect([missing.code, missing.stderr]).toEqual([64, expect.stringContaining('ENOENT')]);
  expect((await stored('corp'))?.secret).toBe(key);
});

it('disables, enables and removes, asks before it removes, and warns of the file that declares it', async () => {
  const disabled = await run(['disable', 'corp']);
  expect([disabled.code, (await stored('corp'))?.definition['enabled']]).toEqual([0, false]);
  await run(['enable', 'corp']);
  expect((await stored('corp'))?.definition['enabled']).toBe(true);
  const asked = await run(['remove', 'github'], 'no\n');
  expect([asked.code, asked.stderr]).toEqual([1, expect.stringContaining('type yes to go on')]);
  expect(await stored('github')).toBeDefined();
  expect((await run(['remove', 'github', '--yes'])).code).toBe(0);
  expect(await stored('github')).toBeUndefined();
});

it('tests a connection: says what does not fit and what to do, and ends with 1', async () => {
  const { code, stdout, stderr } = await run(['test', 'inside']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('inside does not work as it is declared')]);
  expect(stdout).toMatch(/FAULT .*client secret\n.*gatehouse connections secret inside/u);
  expect(stdout).toMatch(/FAULT .*discovery .*\n.*not_a_public_address/u);
  expect(stdout).toContain(`${server.issuer}/federation/inside/callback`);
  expect(stdout).toContain('with the settings of this shell; --server asks the running server');
  const json = JSON.parse((await run(['test', 'inside', '--json'])).stdout) as object;
  expect(json).toMatchObject({ connection: 'inside', passed: false });
  const tested = (await server.server.storage.audit.list()).filter(({ type }) => type === 'connection.tested');
  expect(tested).toHaveLength(2);
});

it('prints a link to a sign-in that makes nothing', async () => {
  const { code, stdout } = await run(['test', 'corp', '--sign-in']);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`${server.issuer}/federation/corp/test/`)]);
  const json = JSON.parse((await run(['test', 'corp', '--sign-in', '--json'])).stdout) as { url: string };
  const { status } = await fetch(`${json.url}x`);
  expect(status).toBe(400);
});
