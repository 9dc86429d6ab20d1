/** Operators at two servers on one database, and a server that is killed: nothing is lost, and nothing is done twice. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type PostgresServer,
  type Program,
  postgres,
  skipUnless,
  startProgram,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminVisitor, adminClient, signInAdmin } from '../admin-token.ts';
import type { Answer } from '../browser.ts';
import {
  type Instance,
  serverEnvironment,
  startInstance,
  startServer,
  type TestServer,
  writeRegistry,
} from '../server.ts';

const idOfAda = '7b0c5d1e-2f34-4a56-8b78-9c0d1e2f3a45';
const job = (name: string) => ({ client_id: name, kind: 'machine', name });
const documentOf = ({ body }: Answer) => JSON.parse(body) as Record<string, unknown>;
const idsOf = (answer: Answer) => (documentOf(answer)['items'] as { client_id: string }[]).map((one) => one.client_id);

skipUnless('postgres')('two operators at two servers on one PostgreSQL', () => {
  let database: PostgresServer;
  let server: TestServer;
  let second: Instance;
  let carol: AdminVisitor;
  let ada: AdminVisitor;

  beforeAll(async () => {
    database = await postgres();
    server = await startServer({
      env: { GATEHOUSE_DATABASE_URL: await database.newDatabase() },
      registry: ({ users }) => {
        users.push({ id: idOfAda, login: 'ada', name: 'Ada', email: 'ada@example.com', roles: ['operator'] });
      },
    });
    second = await startInstance(server);
    carol = await signInAdmin(server);
    const { issuer, token, key } = await signInAdmin(server, { login: 'ada' });
    ada = new AdminVisitor(issuer, token, key, issuer, second.url);
  });
  afterAll(async () => {
    await second?.stop();
    await server?.stop();
    await database?.stop();
  });

  it('who changes a client that the other has changed gets 412, and what the other did stays', async () => {
    const seen = await ada.call('GET', '/clients/spa');
    const rename = (visitor: AdminVisitor, client_name: string, etag = String(seen.headers['etag'])) =>
      visitor.call('PATCH', '/clients/spa', { 'if-match': etag }, { client_name });
    const answers = await Promise.all([rename(carol, 'By Carol'), rename(ada, 'By Ada')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const carolWon = answers[0]?.status === 200;
    const [winner, loser] = [carolWon ? 'By Carol' : 'By Ada', carolWon ? ada : carol];
    const now = await loser.call('GET', '/clients/spa');
    expect(documentOf(now)['client_name']).toBe(winner);
    // With what is there now, the other one is welcome.
    expect((await rename(loser, 'By both', String(now.headers['etag']))).status).toBe(200);
  });

  it('one request that reaches both servers at once makes one client, and one record', async () => {
    const headers = { 'idempotency-key': 'both-at-once' };
    const elsewhere = new AdminVisitor(carol.issuer, carol.token, carol.key, carol.origin, second.url);
    const answers = await Promise.all(
      [carol, elsewhere].map((visitor) => visitor.call('POST', '/clients', headers, job('once'))),
    );
    // Who comes second is told so, or given the answer of the first; asked again, everybody gets that.
    expect(answers.map(({ status }) => status).every((status) => [201, 409, 412].includes(status))).toBe(true);
    expect(answers.map(({ status }) => status)).toContain(201);
    const again = await elsewhere.call('POST', '/clients', headers, job('once'));
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
    const made = await server.audited({ type: 'client.added', limit: 10 });
    expect(made.filter(({ data }) => JSON.stringify(data).includes('"once"'))).toHaveLength(1);
  });
});

describe('a server that is killed', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  const clientSecret = (name: string) => readFile(path.join(directory.path, 'secrets/clients', name), 'utf8');
  let env: Record<string, string>;
  let program: Program;
  const start = () =>
    startProgram({
      entry: 'apps/authorization-server/src/main.ts',
      env,
      readyUrl: `http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/readyz`,
    });

  beforeAll(async () => {
    directory = await temporaryDirectory();
    env = await serverEnvironment(directory.path);
    env['GATEHOUSE_REGISTRY_FILE'] = await writeRegistry(directory.path, ({ clients }) => {
      const scopes = { '/admin/v1': ['clients:read', 'clients:write', 'clients:secrets', 'audit:read'] };
      clients.push({
        client_id: 'robot',
        sender_constrained: 'dpop',
        grant_types: ['client_credentials'],
        first_party: true,
        scopes,
      });
    });
    program = await start();
  });
  afterAll(async () => {
    await program?.stop();
    await directory?.remove();
  });

  it('a POST that is repeated after kill -9 makes one client and gives the answer that was lost', async () => {
    const issuer = env['GATEHOUSE_ISSUER']!;
    const robot = await adminClient({ issuer, clientSecret } as TestServer, 'robot', [
      'clients:read',
      'clients:write',
      'clients:secrets',
      'audit:read',
    ]);
    const names = Array.from({ length: 40 }, (_, at) => `made-${at}`);
    const post = (name: string) => robot.call('POST', '/clients', { 'idempotency-key': `key-of-${name}` }, job(name));
    const before = new Map<string, Answer>();
    const { promise: some, resolve } = Promise.withResolvers<void>();
    const sent = names.map(async (name) => {
      const answer = await post(name).catch(() => undefined);
      if (answer) before.set(name, answer);
      if (before.size === 5) resolve();
    });
    await some;
    await program.kill9();
    await Promise.all(sent);
    program = await start();

    for (const name of names) {
      const answer = await post(name);
      expect([name, answer.status]).toEqual([name, 201]);
      // The secret is part of it: it is shown once, and it was not seen.
      expect(documentOf(answer)['client_secret']).toEqual(expect.any(String));
      const first = before.get(name);
      if (first) expect([answer.body, answer.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
    }
    const listed = idsOf(await robot.call('GET', '/clients?q=made-&limit=200'));
    expect(listed.toSorted()).toEqual(names.toSorted());
    const records = idsOf(await robot.call('GET', '/audit?event=client.added&limit=200'));
    expect(records.filter((id) => id.startsWith('made-')).toSorted()).toEqual(names.toSorted());
  });
});
