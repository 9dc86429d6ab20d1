import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startServer, type TestServer } from '../server.ts';
import { gatehouse } from './command.ts';

let server: TestServer;
let env: Record<string, string>;
beforeAll(async () => {
  server = await startServer();
  env = {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: server.directory,
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_TLS: 'false',
  };
});
afterAll(() => server?.stop());
const run = (...args: string[]) => gatehouse(['users', ...args], env);

it('the accounts elsewhere of a user are listed and shown, and one is taken away by the name of its connection', async () => {
  const { accounts, identities, commit } = server.server.storage;
  const { id: accountId } = (await accounts.findByLogin('alice'))!;
  const link = (subject: string) =>
    identities.writes.link({ issuer: 'https://corp.example', subject, accountId, connection: 'corp', profile: {} });
  await commit([link('one'), link('two')]);
  const { stdout } = await run('identities', 'alice', '--json');
  const [first, second] = JSON.parse(stdout) as { id: string; subject: string }[];
  expect([first?.subject, second?.subject]).toEqual(['one', 'two']);
  expect(JSON.parse((await run('show', 'alice')).stdout)).toMatchObject({ identities: [{ id: first?.id }, {}] });

  expect((await run('unlink', 'alice', 'corp')).stderr).toContain('name one by its id');
  expect((await run('unlink', 'alice', first!.id)).stdout).toContain('signs in by one at https://corp.example no more');
  expect((await run('unlink', 'alice', 'corp', '--json')).stdout).toContain(second!.id);
  expect(await identities.listOfAccount(accountId)).toEqual([]);
  expect((await run('unlink', 'alice', 'corp')).stderr).toContain('has no identity corp');
});
