/** The short form of `npm run bench -- revocation`, which times a thousand of every kind. */
import { eventually, expectWithin, postgres, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, startCluster } from '../../../benchmarks/cluster.ts';
import { neverPin } from '../../../benchmarks/processes.ts';
import { type Ended, kinds, Revoking } from '../../../benchmarks/revoking.ts';

neverPin();

let cluster: Cluster;
let revoking: Revoking;
const all: Ended[] = [];

beforeAll(async () => {
  cluster = await startCluster({ env: { GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: '300' } });
  const env = { API_JWKS_COOLDOWN_SECONDS: '1' };
  const apis = await Promise.all([cluster.resourceServer(env), cluster.resourceServer(env)]);
  revoking = await Revoking.open(cluster, apis);
});
afterAll(async () => {
  await revoking?.close();
  await cluster?.stop();
});

describe('what is revoked at the authorization server', () => {
  it.each(Object.entries(kinds))('AS-07: %s: every API refuses it within two seconds', async (name, kind) => {
    const ended = await revoking.timeMany(kind, name === 'access token' ? 20 : 2, name === 'access token' ? 5 : 1);
    all.push(...ended);
    expect(ended.filter(({ refused }) => !refused)).toEqual([]);
    expectWithin(Math.max(...ended.map(({ ms }) => ms)), 2000);
  });

  it('AS-07: stays so when all servers were restarted, also at an API that was not there before', async () => {
    await cluster.restart(0);
    await cluster.restart(1);
    const fresh = await cluster.resourceServer();
    const good = await revoking.workerToken();
    for (const api of [fresh, ...revoking.apis]) expect(await revoking.statusAt(api, good)).toBe(200);
    const statuses = await Promise.all(all.map(({ token }) => revoking.statusAt(fresh, token)));
    expect(statuses).toEqual(all.map(() => 401));
  });

  it('RS-04: an API that was cut off serves on, and catches up within two seconds', async () => {
    const [good, ...doomed] = await Promise.all(Array.from({ length: 6 }, () => revoking.workerToken()));
    const [api] = revoking.apis;
    for (const token of [good!, ...doomed]) expect(await revoking.statusAt(api!, token)).toBe(200);
    cluster.balancer.cut();
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 300;
    for (const token of doomed) {
      const { jti } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { jti: string };
      await revoking.storage.commit([revoking.revocations.writes.token({ jti }, expiresAtSeconds)]);
    }
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await revoking.statusAt(api!, good!)).toBe(200);
    cluster.balancer.mend();
    const mendedAt = performance.now();
    for (const token of doomed) {
      await eventually(async () => (await revoking.statusAt(api!, token)) === 401);
    }
    expectWithin(performance.now() - mendedAt, 2000);
    expect(await revoking.statusAt(api!, good!)).toBe(200);
  });
});

skipUnless('postgres')('on PostgreSQL', () => {
  it('AS-07: what one of two servers acknowledged is refused at every API within two seconds', async () => {
    const database = await postgres();
    const onPostgres = await startCluster({ databaseUrl: await database.newDatabase() });
    try {
      const apis = await Promise.all([onPostgres.resourceServer(), onPostgres.resourceServer()]);
      const other = await Revoking.open(onPostgres, apis);
      const ended = [
        ...(await other.timeMany(kinds['access token']!, 20, 5)),
        ...(await other.timeMany(kinds['refresh token, so grant']!, 2, 2)),
      ];
      await other.close();
      expect(ended.filter(({ refused }) => !refused)).toEqual([]);
      expectWithin(Math.max(...ended.map(({ ms }) => ms)), 2000);
    } finally {
      await onPostgres.stop();
      await database.stop();
    }
  });
});
