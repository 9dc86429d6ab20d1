/** The short form of `npm run bench -- key-rotation`, which prints the counts of 10 rotations on both databases. */
import { postgres, skipUnless } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { startCluster } from '../../../benchmarks/cluster.ts';
import { neverPin } from '../../../benchmarks/processes.ts';
import { rotatingEnvironment, strictEnvironment, watchRotations } from '../../../benchmarks/rotating.ts';

neverPin();

async function rotated(databaseUrl?: string) {
  const cluster = await startCluster({ databaseUrl, env: rotatingEnvironment(true) });
  try {
    return await watchRotations(cluster, {
      resourceServers: [await cluster.resourceServer(strictEnvironment)],
      until: { rotations: 2 },
      restarts: true,
      tokensPerSecond: 25,
      verificationsPerSecond: 500,
    });
  } finally {
    await cluster.stop();
  }
}

skipUnless()('two authorization servers on one SQLite database', () => {
  it('OPS-06: rotate and restart, and no verifier that caches keys strictly refuses a token', async () => {
    const { rotations, verifications, atResourceServers, failures } = await rotated();
    expect(failures).toEqual([]);
    expect(rotations).toBeGreaterThanOrEqual(2);
    expect(verifications).toBeGreaterThan(2000);
    expect(atResourceServers).toBeGreaterThan(100);
  });
});

skipUnless('postgres')('two authorization servers on one PostgreSQL database', () => {
  it('OPS-06: rotate and restart, and no verifier that caches keys strictly refuses a token (PostgreSQL)', async () => {
    const database = await postgres();
    try {
      const { rotations, verifications, failures } = await rotated(await database.newDatabase());
      expect(failures).toEqual([]);
      expect(rotations).toBeGreaterThanOrEqual(2);
      expect(verifications).toBeGreaterThan(2000);
    } finally {
      await database.stop();
    }
  });
});
