import { postgres } from '@gatehouse/testkit';
import { startCluster } from '../cluster.ts';
import { type Rotations, rotatingEnvironment, strictEnvironment, watchRotations } from '../rotating.ts';
import type { BenchmarkContext, Run, Scenario } from '../scenario.ts';

const rotations = 10;

const runOf = (watched: Rotations, seconds: number): Run => ({
  value: (watched.verifications / watched.seconds) * seconds,
  p50Ms: watched.tokenMs[Math.floor(watched.tokenMs.length / 2)],
  p99Ms: watched.tokenMs[Math.floor(watched.tokenMs.length * 0.99)],
  errors: watched.failures.length,
});

/** Watches one cluster, with or without rotations, and says what happened. */
async function watch(
  { say, seconds }: BenchmarkContext,
  rotates: boolean,
  databaseUrl: string | undefined,
): Promise<Rotations> {
  const cluster = await startCluster({ databaseUrl, env: rotatingEnvironment(rotates) });
  try {
    const resourceServers = [
      await cluster.resourceServer(strictEnvironment),
      await cluster.resourceServer(strictEnvironment),
    ];
    const watched = await watchRotations(cluster, {
      resourceServers,
      until: rotates ? { rotations } : { seconds },
      restarts: rotates,
      say,
    });
    say(
      `${databaseUrl ? 'PostgreSQL' : 'SQLite'}: ${watched.rotations} rotations in ${watched.seconds.toFixed(0)} s, ` +
        `${watched.tokens} tokens, ${watched.verifications} verifications ` +
        `(${watched.atResourceServers} by resource servers), ${watched.failures.length} failures`,
    );
    for (const failure of new Set(watched.failures)) say(failure);
    return watched;
  } finally {
    await cluster.stop();
  }
}

/** Round 1 on SQLite, round 2 on PostgreSQL: two servers each, restarted one after the other on the way. */
const scenario: Scenario = {
  name: 'key-rotation',
  unit: `verifications over ${rotations} rotations`,
  against: 'the same load in the same time without rotations',
  rounds: 2,
  async prepare(context) {
    const database = context.stopAtEnd(await postgres());
    return {
      async round(index) {
        const url = async () => (index === 0 ? undefined : await database.newDatabase());
        const subject = await watch(context, true, await url());
        const reference = await watch(context, false, await url());
        return { subject: runOf(subject, subject.seconds), reference: runOf(reference, subject.seconds) };
      },
    };
  },
};

export default scenario;
