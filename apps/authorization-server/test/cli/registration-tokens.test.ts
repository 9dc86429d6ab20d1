import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bearer, register, withRegistration } from '../registering.ts';
import { api, startServer, type TestServer } from '../server.ts';
import { gatehouse } from './command.ts';

let server: TestServer;
let env: Record<string, string>;

beforeAll(async () => {
  server = await startServer({ registry: withRegistration({ mode: 'token' }) });
  env = {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: server.directory,
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_TLS: 'false',
  };
});
afterAll(() => server?.stop());

const run = (...words: string[]) => gatehouse(['clients', 'registration-tokens', ...words], env);
const plain = { redirect_uris: ['https://agent.example/back'] };

it('makes a token that registers as many clients as it says, lists it without it, and removes it', async () => {
  const added = await run(
    'add',
    'build agents',
    '--uses',
    '2',
    '--openid-scope',
    'openid',
    '--scope',
    `${api}=profile_read`,
  );
  const token = /shown this once: ([\w-]{43})$/mu.exec(added.stdout)?.[1];
  expect([added.code, added.stdout]).toEqual([0, expect.stringContaining('for 2 clients, until ')]);
  const { status, body } = await register(server, plain, bearer(token));
  expect(status).toBe(201);
  const kept = await server.server.storage.unregisteredClients.find(String(body['client_id']));
  expect(kept).toMatchObject({ ceiling: { scope: 'openid', scopes: { [api]: ['profile_read'] } } });

  const listed = await run('list', '--json');
  expect(listed.stdout).not.toContain(token);
  const [one] = JSON.parse(listed.stdout) as { id: string }[];
  expect(one).toMatchObject({ label: 'build agents', uses_left: 1, scopes: `openid; ${api}: profile_read` });
  expect((await run('remove', one!.id)).code).toBe(0);
  expect(await register(server, plain, bearer(token))).toMatchObject({ status: 401 });
  const again = await run('remove', one!.id);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('there is no initial access token')]);
});

it.each([
  [['add', 'x', '--uses', 'many'], '--uses takes a whole number'],
  [['add', 'x', '--scope', `${api}=fly`], 'has no scope fly'],
  [['add', 'x', '--openid-scope', 'openid all'], 'all is none of'],
])('%j is refused', async (words, said) => {
  const { code, stderr } = await run(...words);
  expect([code, stderr]).toEqual([expect.any(Number), expect.stringContaining(said)]);
  expect(code).not.toBe(0);
});
