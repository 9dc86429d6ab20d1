/** The simulation of one machine beside that machine: `bench -- simulate --validate`. */
import type { Stoppable } from '../scenario.ts';
import { latencyOf } from './answers.ts';
import { type FlowName, type Store, stores } from './costs.ts';
import { CostMeasurement, points } from './measuring/flow-cost.ts';
import { LanePool } from './measuring/lane-pool.ts';
import { lanesOf, mean, syncTimes } from './measuring/measure.ts';
import { closedLoad, type Loaded, openLoad } from './measuring/open-load.ts';
import { connected, startSystem } from './measuring/system.ts';
import { quantilesOf, type Random, seeded } from './model/random.ts';
import { poissonArrivals, type RunOptions, type Simulated, simulate } from './model/run.ts';
import type { Topology } from './model/system.ts';

/** Which flows begin, and how often among a hundred. */
export const mix: Partial<Record<FlowName, number>> = {
  refresh: 60,
  'client-credentials': 25,
  'sign-on': 12,
  'sign-in': 3,
};
export const levels: readonly number[] = [0.3, 0.6, 0.85];
const clients = 16;
/** Seconds. Costs and loads are measured in rounds: a machine that is slower for a while is so for all of them. */
const longestRound = 4;
/** Seconds, until code that is often used is compiled. */
const warmUp = 30;
const mixed = Object.keys(mix) as FlowName[];
const say = (text: string) => process.stderr.write(`simulate: ${text}\n`);

/** One figure of the machine, and of its simulation. */
export interface Compared {
  readonly store: Store;
  /** Part of what busy clients get done, or "limit": those clients. */
  readonly load: number | 'limit';
  readonly figure: 'flows/s' | 'processor' | 'p50 ms' | 'p99 ms';
  readonly measured: number;
  readonly simulated: number;
}

export interface Validation {
  readonly date: string;
  readonly command: string;
  readonly seconds: number;
  readonly errors: number;
  readonly compared: readonly Compared[];
}

/** By how much the simulation is above what was measured; below 0 where it is less. */
export const differenceOf = ({ measured, simulated }: Compared): number => simulated / measured - 1;

function nextFlow(random: Random): FlowName {
  let left = random() * 100;
  for (const flow of mixed) {
    left -= mix[flow] ?? 0;
    if (left < 0) return flow;
  }
  return mixed[0]!;
}

const oneMachine = (store: Store, syncMs: readonly number[]): Topology => ({
  store,
  servers: 1,
  coresPerServer: 1,
  processesPerServer: 1,
  hashesAtOnce: 1,
  hashQueue: 100,
  poolSize: 10,
  databaseCores: 1,
  clientRoundTripMs: 0,
  databaseRoundTripMs: 0,
  standbyRoundTripMs: 0,
  logBytesPerMs: 1e6,
  syncMs,
  slowdown: 1,
  clientBeside: true,
  databasePatienceMs: 1500,
});

/** @param seconds of each load, in rounds */
export async function validate(seconds: number): Promise<Validation> {
  const compared: Compared[] = [];
  let errors = 0;
  for (const store of stores) {
    const started: Stoppable[] = [];
    const stopAtEnd = <T extends Stoppable>(one: T): T => {
      started.push(one);
      return one;
    };
    try {
      const outcome = await validateOn(store, seconds, stopAtEnd);
      compared.push(...outcome.compared);
      errors += outcome.errors;
    } finally {
      for (const one of started.toReversed()) await one.stop();
    }
  }
  const date = new Date().toISOString().slice(0, 10);
  return { date, command: 'npm run -s bench -- simulate --validate', seconds, errors, compared };
}

/** One load in all rounds: what was measured, and what is to be simulated beside it. */
interface Load {
  readonly load: Compared['load'];
  readonly measured: Loaded[];
  readonly simulations: Pick<RunOptions, 'arrivals' | 'next'>[];
}

async function validateOn(store: Store, seconds: number, stopAtEnd: <T extends Stoppable>(one: T) => T) {
  const system = await startSystem(store, stopAtEnd);
  const client = system.databaseUrl === undefined ? undefined : await connected(system.databaseUrl, stopAtEnd);
  const { revocation: _, 'token-exchange': __, ...lanes } = lanesOf;
  const pool = await LanePool.open(system, lanes);
  const syncs = syncTimes();
  const costs = new CostMeasurement({ system, pool, flows: mixed, client, syncMs: mean(syncs) });
  const rounds = Math.ceil(seconds / longestRound);
  const span = { seconds: seconds / rounds, warmUpSeconds: seconds / rounds / 5 };
  const busy = (seed: number, during = span) => {
    const random = seeded(seed);
    return closedLoad(system, pool, { clients, next: () => nextFlow(random) }, during);
  };
  say(`${store}: what flows write`);
  await costs.count(3);
  say(`${store}: warms up, and what ${clients} clients do that are busy all the time`);
  const { perSecond: most } = await busy(1, { seconds: warmUp, warmUpSeconds: (warmUp * 2) / 3 });
  say(`${store}: ${most.toFixed(0)} flows a second`);
  const loads = (['limit', ...levels] as const).map((load): Load => ({ load, measured: [], simulations: [] }));
  for (let round = 1; round <= rounds; round += 1) {
    say(`${store}: round ${round} of ${rounds}`);
    await costs.alone(span.seconds);
    await costs.amongMany(span.seconds / 3);
    for (const { load, measured, simulations } of loads) {
      if (load === 'limit') {
        measured.push(await busy(round));
        const random = seeded(round);
        const next = () => nextFlow(random);
        simulations.push({ arrivals: Array.from({ length: clients }, () => ({ flow: next(), atMs: 0 })), next });
      } else {
        const rates = Object.fromEntries(mixed.map((flow) => [flow, (most * load * (mix[flow] ?? 0)) / 100]));
        const loaded = await openLoad(system, pool, poissonArrivals(rates, span.seconds, seeded(round)), span);
        measured.push(loaded);
        // The same arrivals, at the moments when they really came: chance in them is no difference.
        simulations.push({ arrivals: loaded.arrivals });
      }
    }
  }
  const topology = oneMachine(store, quantilesOf(syncs, points));
  const all = { topology, costs: costs.costs(), ...span };
  const errors = loads.flatMap(({ measured }) => measured.flatMap((loaded) => loaded.errors));
  if (errors.length > 0) say(`${errors.length} flows failed: ${errors[0]}`);
  const compared = loads.flatMap(({ load, measured, simulations }) =>
    comparedOf(
      store,
      load,
      measured,
      simulations.map((one, index) => simulate({ ...all, ...one, seed: index + 1 })),
    ),
  );
  return { compared, errors: errors.length };
}

const serverUseOf = ({ used: { mainMs, sideMs, hashMs, writerMs } }: Loaded) => mainMs + sideMs + hashMs + writerMs;

/** Of all rounds together. */
function comparedOf(
  store: Store,
  load: Compared['load'],
  measured: readonly Loaded[],
  simulated: readonly Simulated[],
): Compared[] {
  const times = latencyOf(Float64Array.from(measured.flatMap((one) => [...one.times.values()].flat())).sort());
  const predicted = latencyOf(Float64Array.from(simulated.flatMap(({ all }) => [...all])).sort());
  const figures = [
    ['flows/s', mean(measured.map(({ perSecond }) => perSecond)), mean(simulated.map(({ perSecond }) => perSecond))],
    ['processor', mean(measured.map(serverUseOf)), mean(simulated.map(({ serverUse }) => serverUse))],
    ['p50 ms', times.p50Ms, predicted.p50Ms],
    ['p99 ms', times.p99Ms, predicted.p99Ms],
  ] as const;
  return figures.map(([figure, one, other]) => ({ store, load, figure, measured: one, simulated: other }));
}

const cell = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

/** As a table for people. */
export function validationLines({ compared }: Validation): string[] {
  return compared.map((one) => {
    const load = one.load === 'limit' ? 'limit' : `${one.load * 100} %`;
    const difference = `${differenceOf(one) >= 0 ? '+' : '−'}${Math.abs(differenceOf(one) * 100).toFixed(0)} %`;
    return `| ${one.store} | ${load} | ${one.figure} | ${cell(one.measured)} | ${cell(one.simulated)} | ${difference} |`;
  });
}
