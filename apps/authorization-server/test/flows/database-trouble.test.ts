/** What callers, readiness and the log say while the database takes no writes, and that it ends by itself. */
import { execFileSync } from 'node:child_process';
import {
  eventually,
  findCommand,
  type PostgresServer,
  type Program,
  postgres,
  skipUnless,
  startProgram,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { send } from '../browser.ts';
import { type ServerOptions, serverEnvironment, startServer, type TestServer } from '../server.ts';

/** Asks for an authorization: the server has to write that down. */
const authorization = (issuer: string) => {
  const query = new URLSearchParams({
    client_id: 'web-app',
    response_type: 'code',
    redirect_uri: 'https://localhost:3003/callback',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    state: 'a-state-of-some-length',
    nonce: 'a-nonce-of-some-length',
  });
  return send('GET', `${issuer}/auth?${query.toString()}`, { accept: 'application/json' });
};
const readyz = async (port: number | string) => {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: answer.status, body: (await answer.json()) as { checks: Record<string, string> } };
};

skipUnless('postgres')('F1: PostgreSQL takes no writes for a while', () => {
  let database: PostgresServer;
  let server: TestServer;
  let name: string;
  beforeAll(async () => {
    database = await postgres();
    const url = await database.newDatabase();
    name = new URL(url).pathname.slice(1);
    const options: ServerOptions = { env: { GATEHOUSE_DATABASE_URL: url } };
    server = await startServer(options);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.stop();
  });

  it('sign-ins are 503 with the reason, readiness says no, and both recover without a restart', async () => {
    const { issuer, settings } = server;
    expect((await authorization(issuer)).status).toBe(303);
    await database.ask(
      `alter database ${name} set default_transaction_read_only = on`,
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'gatehouse%'",
    );
    const refused = await eventually(async () => {
      const answer = await authorization(issuer);
      return answer.body.includes('only reads') && answer;
    });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2']);
    await eventually(async () => (await readyz(settings.managementPort)).status === 503);
    expect((await readyz(settings.managementPort)).body.checks['database']).toBe('failed');
    expect((await fetch(`http://127.0.0.1:${settings.managementPort}/livez`)).status).toBe(200);
    await database.ask(`alter database ${name} reset default_transaction_read_only`);
    // Who asks between two looks at a database that has been away for long hears so once more.
    await eventually(async () => (await authorization(issuer)).status === 303);
    await eventually(async () => (await readyz(settings.managementPort)).status === 200);
  });
});

skipUnless('prlimit')('D9: SQLite has no room left', () => {
  it('sign-ins are 503 with the reason, readiness says no, and both recover without a restart', async () => {
    const { path: directory, remove } = await temporaryDirectory();
    const env = await serverEnvironment(directory);
    const port = String(env['GATEHOUSE_MANAGEMENT_PORT']);
    let program: Program | undefined;
    try {
      program = await startProgram({
        entry: 'apps/authorization-server/src/main.ts',
        env,
        readyUrl: `http://127.0.0.1:${port}/readyz`,
      });
      const issuer = String(env['GATEHOUSE_ISSUER']);
      const { pid } = program;
      const limit = (bytes: string): void => {
        execFileSync(String(findCommand('prlimit')), ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
      };
      expect((await authorization(issuer)).status).toBe(303);
      limit('0');
      const refused = await eventually(async () => {
        const answer = await authorization(issuer);
        return answer.status === 503 && answer;
      });
      expect(refused.headers['retry-after']).toBe('2');
      await eventually(async () => (await readyz(port)).status === 503);
      limit('unlimited');
      await eventually(async () => (await authorization(issuer)).status === 303);
      await eventually(async () => (await readyz(port)).status === 200);
    } finally {
      await program?.stop();
      await remove();
    }
  });
});
