/** Instances on one database whose clocks are a quarter of an hour off. */
import { type PostgresServer, postgres, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confidential, postForm, type TestClient } from '../client.ts';
import { type Instance, startInstance, startServer, type TestServer } from '../server.ts';

const quarter = 15 * 60_000;

function onDatabase(env: () => Promise<Record<string, string>>): void {
  let server: TestServer;
  let behind: Instance;
  let ahead: Instance;
  let client: TestClient;

  beforeAll(async () => {
    server = await startServer({ env: await env() });
    behind = await startInstance(server, { aheadMs: -quarter });
    ahead = await startInstance(server, { aheadMs: quarter });
    client = await confidential(server, 'web-app');
  });
  afterAll(async () => {
    await behind?.stop();
    await ahead?.stop();
    await server?.stop();
  });

  const at = (instance: Instance, path: string, form: Record<string, string>) =>
    postForm(`${instance.url}${path}`, form, {
      ...client.authentication.headers,
      host: new URL(server.issuer).host,
    });

  it.each(['behind', 'ahead'])(
    'D5: what an instance %s revokes stays revoked at all, whoever collects',
    async (which) => {
      const tokens = await client.signIn(await server.person('alice'));
      const revoking = which === 'behind' ? behind : ahead;
      const form = { token: tokens.access_token };
      expect((await client.post('/token/introspection', form)).body['active']).toBe(true);
      expect((await at(revoking, '/token/revocation', form)).status).toBe(200);
      expect((await at(revoking, '/token/revocation', { token: tokens.refresh_token })).status).toBe(200);
      server.aheadMs = quarter;
      await server.server.storage.collectGarbage();
      server.aheadMs = 0;
      for (const instance of [behind, ahead])
        expect((await at(instance, '/token/introspection', form)).body['active']).toBe(false);
      expect((await client.post('/token/introspection', form)).body['active']).toBe(false);
      // APIs hear of it as long as any of them takes the token for alive.
      const { revocations } = server.server.storage;
      server.aheadMs = quarter;
      expect((await revocations.since(0)).records).not.toEqual([]);
      server.aheadMs = 0;
    },
  );

  it('D5: a difference is in the metrics and in the log', async () => {
    server.aheadMs = quarter;
    const { body } = await fetchMetrics(server);
    server.aheadMs = 0;
    expect(body).toMatch(/^clock_difference_seconds(?:\{[^}]*\})? (?:9\d\d|89\d)(?:\.\d+)?$/mu);
    expect(server.log.join('\n')).toMatch(/the clock is (?:9\d\d|89\d)\.\d s ahead of the database's/u);
  });
}

async function fetchMetrics(server: TestServer): Promise<{ body: string }> {
  const response = await fetch(`http://127.0.0.1:${server.settings.managementPort}/metrics`);
  return { body: await response.text() };
}

describe('clocks, on SQLite', () => {
  onDatabase(async () => ({}));
});

skipUnless('postgres')('clocks, on PostgreSQL', () => {
  let database: PostgresServer;
  beforeAll(async () => {
    database = await postgres();
  });
  afterAll(() => database?.stop());
  onDatabase(async () => ({ GATEHOUSE_DATABASE_URL: await database.newDatabase() }));
});
