/** The simulation of one machine beside that machine: `bench -- simulate --validate`. */
import { Client } from 'pg';
import type { Stoppable } from '../scenario.ts';
import { latencyOf } from './answers.ts';
import { type FlowCost, type FlowName, type Store, stores } from './costs.ts';
import { costOf, points } from './measuring/flow-cost.ts';
import { mean, syncTimes } from './measuring/measure.ts';
import { closedLoad, LanePool, type Loaded, openLoad } from './measuring/open-load.ts';
import { startSystem } from './measuring/system.ts';
import { quantilesOf, type Random, seeded } from './model/random.ts';
import { poissonArrivals, type Simulated, simulate } from './model/run.ts';
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
const mixed = Object.keys(mix) as FlowName[];
const say = (text: string) => process.stderr.write(`simulate: ${text}\n`);

/** One figure of the machine, and of its simulation. */
export interface Compared {
  readonly store: Store;
  /** Part of what the server can do, or "limit". */
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

/** Flows of the mix that one core does in a second: the server's, or that of the database and the load. */
function capacityOf(costs: Readonly<Partial<Record<FlowName, FlowCost>>>, store: Store): number {
  const per = (pick: (cost: FlowCost) => number) =>
    mixed.reduce((sum, flow) => sum + ((mix[flow] ?? 0) / 100) * pick(costs[flow]!), 0);
  const server = per((cost) => cost.mainMs + cost.sideMs + cost.hashMs + (store === 'sqlite' ? cost.databaseMs : 0));
  const beside = per((cost) => cost.clientMs + (store === 'postgres' ? cost.databaseMs : 0));
  return 1000 / Math.max(server, beside);
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

/** @param seconds of each load */
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

async function validateOn(store: Store, seconds: number, stopAtEnd: <T extends Stoppable>(one: T) => T) {
  const system = await startSystem(store, stopAtEnd);
  const client = system.databaseUrl === undefined ? undefined : new Client({ connectionString: system.databaseUrl });
  await client?.connect();
  const syncs = syncTimes();
  const syncMs = mean(syncs);
  const measuring = { system, client, seconds: Math.max(1, seconds / 4), syncMs };
  const costs: Partial<Record<FlowName, FlowCost>> = {};
  for (const flow of mixed) {
    say(`${store}: what ${flow} costs alone`);
    costs[flow] = await costOf(flow, measuring);
  }
  await client?.end();
  const pool = await LanePool.open(system, { refresh: 48, 'client-credentials': 64, 'sign-on': 24, 'sign-in': 16 });
  const span = { seconds, warmUpSeconds: seconds / 5 };
  const topology = oneMachine(store, quantilesOf(syncs, points));
  const run = (more: Pick<Parameters<typeof simulate>[0], 'arrivals' | 'next'>): Simulated =>
    simulate({ topology, costs: costs as Record<FlowName, FlowCost>, ...span, seed: 1, ...more });
  const compared: Compared[] = [];
  let errors = 0;
  const compare = (load: Compared['load'], loaded: Loaded, simulated: Simulated) => {
    errors += loaded.errors.length;
    if (loaded.errors.length > 0) say(`${loaded.errors.length} flows failed: ${loaded.errors[0]}`);
    compared.push(...comparedOf(store, load, loaded, simulated));
  };

  say(`${store}: ${clients} clients, busy all the time`);
  const chooses = seeded(2);
  const closed = await closedLoad(system, pool, { clients, next: () => nextFlow(chooses) }, span);
  const chosen = seeded(2);
  const first = Array.from({ length: clients }, () => ({ flow: nextFlow(chosen), atMs: 0 }));
  compare('limit', closed, run({ arrivals: first, next: () => nextFlow(chosen) }));
  const capacity = capacityOf(costs, store);
  for (const level of levels) {
    const perSecond = capacity * level;
    say(`${store}: ${perSecond.toFixed(0)} flows a second, ${level * 100} % of ${capacity.toFixed(0)}`);
    const rates = Object.fromEntries(mixed.map((flow) => [flow, (perSecond * (mix[flow] ?? 0)) / 100]));
    const loaded = await openLoad(system, pool, poissonArrivals(rates, seconds, seeded(3)), span);
    // The same arrivals, at the moments when they really came: chance in them is no difference.
    compare(level, loaded, run({ arrivals: loaded.arrivals }));
  }
  return { compared, errors };
}

function comparedOf(store: Store, load: Compared['load'], loaded: Loaded, simulated: Simulated): Compared[] {
  const { mainMs, sideMs, hashMs, writerMs } = loaded.used;
  const times = latencyOf(Float64Array.from([...loaded.times.values()].flat()).sort());
  const predicted = latencyOf(simulated.all);
  const figures = [
    ['flows/s', loaded.perSecond, simulated.perSecond],
    ['processor', mainMs + sideMs + hashMs + writerMs, simulated.serverUse],
    ['p50 ms', times.p50Ms, predicted.p50Ms],
    ['p99 ms', times.p99Ms, predicted.p99Ms],
  ] as const;
  return figures.map(([figure, measured, is]) => ({ store, load, figure, measured, simulated: is }));
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
