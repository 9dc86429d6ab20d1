import { runChains } from '../chains.ts';
import {
  databaseOf,
  dynamicClientsIn,
  dynamicRotations,
  seedDynamicClients,
  startWithDynamicClients,
} from '../dynamic-clients.ts';
import type { Scenario } from '../scenario.ts';

const MANY = 100_000;
const IDLE = 10_000;
const prefix = 'dyn_idle';

/** No request waits for longer than 100 ms while ten thousand idle clients are removed. */
const scenario: Scenario = {
  name: 'dynamic-clients-garbage',
  unit: `ms: the slowest request while ${IDLE} idle clients are removed`,
  against: 'the slowest of as long a time before',
  rounds: 7,
  async prepare(context) {
    const program = context.stopAtEnd(await startWithDynamicClients(MANY, { GATEHOUSE_GC_INTERVAL_SECONDS: '2' }));
    const database = databaseOf(program);
    // Two at a time: what is measured is who waits for the garbage, not who waits for the others.
    const target = await dynamicRotations(program, { chains: 2, clients: MANY });
    await runChains(target, 10);
    return {
      async round(index) {
        const before = await runChains(target, context.seconds);
        seedDynamicClients(database, { prefix: `${prefix}${index}_`, count: IDLE, removableAt: 1 });
        const slowest: number[] = [];
        let [errors, seconds] = [0, 0];
        while (dynamicClientsIn(database, prefix) > 0 && seconds < 60) {
          const run = await runChains(target, 1);
          slowest.push(run.slowestMs);
          errors += run.errors;
          seconds += 1;
        }
        const left = dynamicClientsIn(database, prefix);
        context.say(`round ${index + 1}: ${IDLE - left} removed in about ${seconds} s`);
        const { p50Ms, p99Ms } = before;
        return {
          subject: { value: Math.max(...slowest), p50Ms, p99Ms, errors: errors + left },
          reference: { ...before, value: before.slowestMs },
        };
      },
    };
  },
};

export default scenario;
