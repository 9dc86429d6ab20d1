/** Runs a system under load and counts what comes of it. */
import type { FlowCost, FlowName } from '../costs.ts';
import { exponential, type Random, seeded } from './random.ts';
import { type Ending, type Rates, System, type Topology } from './system.ts';

/** When a flow begins, in milliseconds from the start. */
export interface Arrival {
  readonly flow: FlowName;
  readonly atMs: number;
}

/** Arrivals by chance, as many independent users make them: a Poisson process for each flow, in order of time. */
export function poissonArrivals(rates: Rates, seconds: number, random: Random): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const [flow, perSecond = 0] of Object.entries(rates) as [FlowName, number][]) {
    if (!(perSecond > 0)) continue;
    const meanMs = 1000 / perSecond;
    for (let atMs = exponential(random, meanMs); atMs < seconds * 1000; atMs += exponential(random, meanMs))
      arrivals.push({ flow, atMs });
  }
  return arrivals.sort((a, b) => a.atMs - b.atMs);
}

/** What came of a run. */
export interface Simulated {
  readonly seconds: number;
  readonly arrived: number;
  readonly done: number;
  /** Given up after so many refusals. */
  readonly refused: number;
  /** Answers 503, those that were followed by another attempt included. */
  readonly refusals: number;
  /** Flows done in each second of time measured. */
  readonly perSecond: number;
  /** Share of all cores of the servers, and of the database, that was used. */
  readonly serverUse: number;
  readonly databaseUse: number;
  /** Of each request, by its name: how long it took, sorted. */
  readonly times: ReadonlyMap<string, Float64Array>;
  readonly all: Float64Array;
  /** Of each request after the warm-up: when it began, and how long it took. */
  readonly series: readonly { readonly atMs: number; readonly tookMs: number }[];
}

export interface RunOptions {
  readonly topology: Topology;
  readonly costs: Readonly<Record<FlowName, FlowCost>>;
  readonly arrivals: readonly Arrival[];
  readonly seconds: number;
  /** What begins before is not counted: queues fill first. */
  readonly warmUpSeconds?: number;
  readonly seed: number;
  /** How often a client comes again after 503, some seconds later. */
  readonly attempts?: number;
  /** What a client begins when a flow of theirs has ended, until the time is over: then so many clients are busy all the time. */
  readonly next?: () => FlowName;
}

const retryAfterMs = 1000;

const sorted = (values: readonly number[]) => Float64Array.from(values).sort();

export function simulate(options: RunOptions): Simulated {
  const { topology, costs, arrivals, seconds, warmUpSeconds = 0, seed, attempts = 5, next } = options;
  const random = seeded(seed);
  const system = new System(topology, random);
  const { clock } = system;
  const times = new Map<string, number[]>();
  const series: { atMs: number; tookMs: number }[] = [];
  const counts = { arrived: 0, done: 0, refused: 0, refusals: 0, doneInTime: 0 };
  const used = { servers: 0, database: 0 };
  const fromMs = warmUpSeconds * 1000;
  const endMs = seconds * 1000;
  const usedMs = () => system.machines.reduce((sum, machine) => sum + machine.usedMs, 0);
  clock.after(fromMs, () => {
    used.servers -= usedMs();
    used.database -= system.database.usedMs;
  });
  clock.after(endMs, () => {
    used.servers += usedMs();
    used.database += system.database.usedMs;
  });

  function step(cost: FlowCost, index: number, attempt: number): void {
    const startedAt = clock.now;
    system.request(cost, index, (ending: Ending) => {
      const tookMs = clock.now - startedAt;
      if (ending !== 'done') {
        counts.refusals += 1;
        if (attempt >= attempts) {
          counts.refused += 1;
          again();
        } else clock.after(retryAfterMs * (1 + random()), () => step(cost, index, attempt + 1));
        return;
      }
      if (startedAt >= fromMs) {
        const { name } = cost.steps[index]!;
        const known = times.get(name);
        if (known) known.push(tookMs);
        else times.set(name, [tookMs]);
        series.push({ atMs: startedAt, tookMs });
      }
      if (index + 1 < cost.steps.length) step(cost, index + 1, 1);
      else {
        counts.done += 1;
        if (clock.now >= fromMs && clock.now < endMs) counts.doneInTime += 1;
        again();
      }
    });
  }

  function begin(flow: FlowName): void {
    counts.arrived += 1;
    step(costs[flow], 0, 1);
  }

  function again(): void {
    if (next && clock.now < endMs) begin(next());
  }

  for (const { flow, atMs } of arrivals) clock.after(atMs, () => begin(flow));
  clock.run();
  const measuredMs = endMs - fromMs;
  return {
    seconds,
    ...counts,
    perSecond: (counts.doneInTime / measuredMs) * 1000,
    serverUse: used.servers / measuredMs / (topology.servers * topology.coresPerServer),
    databaseUse: used.database / measuredMs / topology.databaseCores,
    times: new Map([...times].map(([name, values]) => [name, sorted(values)])),
    all: sorted([...times.values()].flat()),
    series,
  };
}
