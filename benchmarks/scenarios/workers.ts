import { availableParallelism } from 'node:os';
import { load } from '../load.ts';
import { leaveFirstTwoCores } from '../processes.ts';
import { type MeasuredProgram, startAuthorizationServer, tokenRequest } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Run, Scenario } from '../scenario.ts';

/** Two workers need two cores for themselves, and the load another two. Asked before this process leaves the first core. */
const roomForBoth = availableParallelism() >= 4;

const inTokens = {
  unit: 'tokens/s',
  against: 'one worker; the load comes from other cores',
};
const inCpuTime = {
  unit: 'CPU ms/token',
  against: 'one worker; CPU time alone, as there are fewer than four cores: 1 is nothing lost',
};

function cpuPerToken(run: Run): Run {
  if (run.cpuShare === undefined) throw new Error('CPU time is known on Linux only');
  return { ...run, value: (run.cpuShare * 1000) / run.value };
}

const measured = ({ server, origin, state }: MeasuredProgram, seconds: number): Promise<Run> =>
  load({ server, url: `${origin}/token`, method: 'POST', ...tokenRequest({ state }) }, seconds);

const scenario: Scenario = {
  name: 'workers',
  ...(roomForBoth ? inTokens : inCpuTime),
  rounds: 3,
  async prepare(context) {
    const { say, stopAtEnd } = context;
    if (!roomForBoth) say('fewer than four cores: CPU time per token instead of tokens a second');
    const started = async (workers: number) =>
      stopAtEnd(
        await startAuthorizationServer({
          env: { GATEHOUSE_WORKERS: String(workers) },
          place: !roomForBoth ? 'anywhere' : workers === 1 ? 'first core' : 'first two cores',
        }),
      );
    const two = await started(2);
    const one = await started(1);
    if (roomForBoth) leaveFirstTwoCores();
    const prepared = await roundRobin(
      (seconds) => measured(two, seconds),
      (seconds) => measured(one, seconds),
      context,
    );
    if (roomForBoth) return prepared;
    return {
      async round(index) {
        const { subject, reference } = await prepared.round(index);
        return { subject: cpuPerToken(subject), reference: cpuPerToken(reference) };
      },
    };
  },
};

export default scenario;
