/** The answer to a refresh is given again while its refresh token is unused, and within its window by anybody's clock. */
import { type PostgresServer, postgres, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confidential, type JsonAnswer, postForm, type TestClient } from '../client.ts';
import { type Instance, startInstance, startServer, type TestServer } from '../server.ts';

const refreshAt = (instance: Instance, client: TestClient, token: string): Promise<JsonAnswer> =>
  postForm(
    `${instance.url}/token`,
    { grant_type: 'refresh_token', refresh_token: token },
    { ...client.authentication.headers, host: new URL(client.server.issuer).host },
  );
const newest = ({ body }: JsonAnswer) => String(body['refresh_token']);
const outcome = ({ status, body }: JsonAnswer) => [status, body['error']];
const refused = [400, 'invalid_grant'];

function onDatabase(databaseUrl: () => Promise<Record<string, string>>): void {
  let server: TestServer;
  let second: Instance;
  let behind: Instance;
  let ahead: Instance;
  let client: TestClient;

  beforeAll(async () => {
    server = await startServer({ env: await databaseUrl() });
    second = await startInstance(server);
    behind = await startInstance(server, { aheadMs: -15 * 60_000 });
    ahead = await startInstance(server, { aheadMs: 15 * 60_000 });
    client = await confidential(server, 'web-app');
  });
  afterAll(async () => {
    for (const instance of [second, behind, ahead]) await instance?.stop();
    await server?.stop();
  });

  const begin = async () => (await client.signIn(await server.person('alice'))).refresh_token;

  it('D12: is repeated at any instance while its refresh token is unused', async () => {
    const first = await begin();
    const answer = await client.refresh(first);
    for (const again of [await client.refresh(first), await refreshAt(second, client, first)]) {
      expect([again.status, newest(again)]).toEqual([200, newest(answer)]);
    }
  });

  it.each(['the same instance', 'another instance'])(
    'D12: is reuse once its refresh token was used, at %s',
    async (where) => {
      const first = await begin();
      const successor = newest(await client.refresh(first));
      const used =
        where === 'the same instance' ? await client.refresh(successor) : await refreshAt(second, client, successor);
      expect(used.status).toBe(200);
      expect(outcome(await client.refresh(first))).toEqual(refused);
      expect(outcome(await client.refresh(newest(used)))).toEqual(refused);
    },
  );

  it('D12: is not repeated when the refresh token of the answer was revoked', async () => {
    const first = await begin();
    const successor = newest(await client.refresh(first));
    expect((await client.post('/token/revocation', { token: successor })).status).toBe(200);
    expect(outcome(await client.refresh(first))).toEqual(refused);
  });

  it('D12: of the used one and its successor at once at two instances, no token is given that was used before', async () => {
    for (let round = 0; round < 8; round += 1) {
      const first = await begin();
      const successor = newest(await client.refresh(first));
      const [repeated, next] = await Promise.all([client.refresh(first), refreshAt(second, client, successor)]);
      // Repeated before the successor was used, or refused.
      if (repeated.status === 200) expect(newest(repeated)).toBe(successor);
      else expect(outcome(repeated)).toEqual(refused);
      if (next.status === 200) expect(newest(next)).not.toBe(successor);
      else expect(outcome(next)).toEqual(refused);
      expect(outcome(await client.refresh(first))).toEqual(refused);
    }
  });

  it.each(['behind', 'ahead'])('D5: is not repeated at an instance whose clock is far %s', async (clock) => {
    const first = await begin();
    expect((await client.refresh(first)).status).toBe(200);
    expect(outcome(await refreshAt(clock === 'behind' ? behind : ahead, client, first))).toEqual(refused);
  });

  it('D5: that an instance with a fast clock gave is not repeated long afterwards', async () => {
    const first = await begin();
    expect((await refreshAt(ahead, client, first)).status).toBe(200);
    expect(outcome(await client.refresh(first))).toEqual(refused);
  });
}

describe('the answer to a refresh, on SQLite', () => {
  onDatabase(async () => ({}));
});

skipUnless('postgres')('the answer to a refresh, on PostgreSQL', () => {
  let database: PostgresServer;
  beforeAll(async () => {
    database = await postgres();
  });
  afterAll(() => database?.stop());
  onDatabase(async () => ({ GATEHOUSE_DATABASE_URL: await database.newDatabase() }));
});
