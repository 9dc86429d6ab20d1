import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startServer, type TestServer } from '../server.ts';
import { gatehouse } from './command.ts';

let server: TestServer;
let env: Record<string, string>;
const expiresAtSeconds = Math.floor(Date.now() / 1000) + 3600;
const register = (clientId: string, host: string) =>
  server.server.storage.unregisteredClients.writes.register({
    clientId,
    host,
    metadata: { client_name: 'Agent \u001B[2J', redirect_uris: [`https://${host}/back`] },
    managementSha256: Buffer.alloc(32, 1),
    removableAtSeconds: expiresAtSeconds,
  });

beforeAll(async () => {
  server = await startServer();
  env = {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: server.directory,
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_TLS: 'false',
  };
  const { artefacts, commit } = server.server.storage;
  await commit([
    register('dyn_one', 'agent.example'),
    register('dyn_two', 'agent.example'),
    register('dyn_three', 'other.example'),
    artefacts.writes.upsert({
      model: 'Grant',
      id: 'g',
      grantId: 'g',
      clientId: 'dyn_one',
      accountId: 'ann',
      payload: { jti: 'g', clientId: 'dyn_one', iat: expiresAtSeconds - 3600, openid: { scope: 'openid' } },
      expiresAtSeconds,
    }),
  ]);
});
afterAll(() => server?.stop());

const run = (line: string, input = '') => gatehouse(['clients', 'unregistered', ...line.split(' ')], env, input);
const jsonOf = async (line: string) => JSON.parse((await run(`${line} --json`)).stdout) as unknown;

it('lists unregistered clients by host, and shows one with its grants', async () => {
  const hosts = [
    { host: 'agent.example', clients: 2, grants: 1, users: 1, last_used_at: 'never', blocked: false },
    { host: 'other.example', clients: 1, grants: 0, users: 0, last_used_at: 'never', blocked: false },
  ];
  expect(await jsonOf('list')).toEqual(hosts);
  expect(await jsonOf('list --host agent.example')).toMatchObject([{ client_id: 'dyn_one' }, { client_id: 'dyn_two' }]);
  const { stdout } = await run('list --host agent.example');
  expect(stdout).not.toContain('\u001B[2J');
  expect(JSON.parse((await run('show dyn_one')).stdout)).toMatchObject({
    client_id: 'dyn_one',
    grants: [{ user_id: 'ann', openid_scopes: ['openid'] }],
  });
});

it('asks before it removes one, or all of a host, which it can block', async () => {
  const doubted = await run('remove dyn_three', 'no\n');
  expect([doubted.code, doubted.stderr]).toEqual([1, expect.stringContaining('1 client and 0 grants of 0 users end')]);
  expect((await run('remove dyn_three --yes')).stdout).toContain('dyn_three is removed');
  const removed = await run('remove --host agent.example --block', 'yes\n');
  expect(removed.stderr).toContain('2 clients and 1 grant of 1 user end');
  expect([removed.code, removed.stdout]).toEqual([0, expect.stringContaining('2 clients of agent.example removed')]);
  expect(await jsonOf('list')).toEqual([]);
  expect(await server.server.storage.artefacts.find('Grant', 'g')).toBeUndefined();
  const policies = await server.server.storage.policies.list();
  const policy = policies.find(({ name }) => name === 'unregistered_clients');
  expect(policy?.definition).toMatchObject({ blocked_domains: ['agent.example'] });
});

it('says what is missing where it was asked for nothing, or for both', async () => {
  for (const [line, said] of [
    ['remove --yes', 'name one client, or a host'],
    ['remove dyn_one --host agent.example', 'name one client, or a host'],
    ['remove dyn_one --block', 'a host is blocked'],
  ] as const) {
    const { code, stderr } = await run(line);
    expect([line, code, stderr]).toEqual([line, 64, expect.stringContaining(said)]);
  }
  const { code, stderr } = await run('show dyn_nobody');
  expect([code, stderr]).toEqual([1, expect.stringContaining('gatehouse clients unregistered list')]);
  await server.server.storage.commit([register('dyn_four', 'third.example')]);
  for (const line of ['show third.example', 'show https://third.example/', 'remove third.example --yes']) {
    const host = await run(line);
    expect([line, host.code, host.stderr]).toEqual([
      line,
      1,
      expect.stringContaining('gatehouse clients unregistered list --host third.example'),
    ]);
  }
});
