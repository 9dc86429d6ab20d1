/**
 * How long requests take on what a plan gives: simulated on a part of it. A balancer that gives each server a part of the arrivals by chance
 * makes of one Poisson process several (thinning), so a part of the servers with the same part of the
 * arrivals and of the database behaves like the whole; and it is pessimistic where it errs: fewer cores share less well.
 */
import { type Assumptions, valuesOf } from './assumptions.ts';
import { type FlowName, flowNames, type MeasuredCosts } from './costs.ts';
import { quantile, seeded } from './model/random.ts';
import { poissonArrivals, type Simulated, simulate } from './model/run.ts';
import type { Rates, Topology } from './model/system.ts';
import { changesRowMs, type Plan } from './plan.ts';

export interface Slice {
  /** What part of one deployment it is. */
  readonly share: number;
  readonly topology: Topology;
  readonly rates: Rates;
}

/** A part of one deployment of a plan, of so many servers. */
export function sliceOf(plan: Plan, assumptions: Assumptions, servers: number): Slice {
  const machine = valuesOf(assumptions.machines);
  const ofDeployment = Math.max(1, plan.serverNodes / plan.deployments);
  const share = Math.min(1, servers / ofDeployment);
  const part = share / plan.deployments;
  const topology: Topology = {
    store: 'postgres',
    servers: Math.max(1, Math.round(ofDeployment * share)),
    coresPerServer: machine.serverCores,
    processesPerServer: machine.serverWorkers,
    hashesAtOnce: machine.hashesAtOnce,
    hashQueue: machine.hashQueue,
    poolSize: machine.poolSize,
    databaseCores: Math.max(1, (plan.databaseCores * share) / (1 + machine.vacuumShare)),
    clientRoundTripMs: machine.clientRoundTripMs,
    databaseRoundTripMs: machine.databaseRoundTripMs,
    standbyRoundTripMs: machine.standbyRoundTripMs,
    logBytesPerMs: machine.logMegabytesPerSecond * 1000 * share,
    syncMs: [machine.syncMs],
    slowdown: machine.slowdown,
    clientBeside: false,
    databasePatienceMs: machine.databasePatienceMs,
  };
  const rates = Object.fromEntries(flowNames.map((flow) => [flow, plan.peak[flow] * part])) as Record<FlowName, number>;
  return { share, topology, rates };
}

export interface SliceRun {
  /** Of this many seconds. */
  readonly seconds: number;
  readonly seed: number;
  /** Times the arrivals of the busiest hour. */
  readonly load?: number;
  readonly outage?: Topology['outage'];
}

/** Runs a slice. */
export function runSlice(slice: Slice, costs: MeasuredCosts, run: SliceRun): Simulated {
  const { seconds, seed, load = 1, outage } = run;
  const rates = Object.fromEntries(Object.entries(slice.rates).map(([flow, rate]) => [flow, rate * load])) as Rates;
  return simulate({
    topology: { ...slice.topology, outage },
    costs: costs.flows.postgres,
    arrivals: poissonArrivals(rates, seconds, seeded(seed)),
    seconds,
    warmUpSeconds: Math.min(5, seconds / 4),
    seed: seed + 1,
  });
}

/** Times of requests in milliseconds. */
export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export const latencyOf = (sorted: ArrayLike<number>): Latency => ({
  p50Ms: quantile(sorted, 0.5),
  p99Ms: quantile(sorted, 0.99),
});

/** All requests but those that wait for a password hash, which takes longer than everything else. */
export function withoutHashes({ times }: Simulated): Float64Array {
  return Float64Array.from([...times].flatMap(([name, values]) => (name === 'password' ? [] : [...values]))).sort();
}

/** What an outage of the database does. */
export interface Failover {
  readonly seconds: number;
  /** Answers 503 for each flow that began meanwhile. */
  readonly refusalsOfEach: number;
  /** Given up. */
  readonly refused: number;
  /** From the end of the outage until requests take no longer than before. */
  readonly recoverySeconds: number;
}

/** Ten seconds of ordinary load, then the primary is away for so long. */
export function simulateFailover(slice: Slice, costs: MeasuredCosts, forSeconds: number, seed: number): Failover {
  const fromMs = 10_000;
  const endMs = fromMs + forSeconds * 1000;
  const outage = { fromMs, forMs: forSeconds * 1000 };
  const run = runSlice(slice, costs, { seconds: endMs / 1000 + 20, seed, outage });
  const before = run.series.filter(({ atMs }) => atMs < fromMs - 2000).map(({ tookMs }) => tookMs);
  const usual = quantile(Float64Array.from(before).sort(), 0.99);
  const afterwards = Map.groupBy(run.series, ({ atMs }) => Math.floor((atMs - endMs) / 250));
  let recoverySeconds = 0;
  for (const [quarter, requests] of afterwards) {
    const median = quantile(Float64Array.from(requests, ({ tookMs }) => tookMs).sort(), 0.5);
    if (quarter >= 0 && median > usual) recoverySeconds = Math.max(recoverySeconds, (quarter + 1) / 4);
  }
  const { refusals, arrived, refused } = run;
  const refusalsOfEach = refusals / Math.max(1, (arrived * forSeconds) / run.seconds);
  return { seconds: forSeconds, refusalsOfEach, refused, recoverySeconds };
}

/** The row that revocations take their order from: one queue for a whole deployment, so simulated whole, at its full rate. */
export function simulateChangesRow(
  plan: Plan,
  costs: MeasuredCosts,
  assumptions: Assumptions,
  seed: number,
): Latency & { use: number } {
  const serviceMs = changesRowMs(costs, assumptions);
  const perSecond = plan.peak.revocation / plan.deployments;
  const arrivals = poissonArrivals({ revocation: perSecond }, Math.min(3600, 20_000 / perSecond), seeded(seed));
  // One queue with one service needs no events: each begins when the one before has ended.
  let freeAt = 0;
  const times = arrivals.map(({ atMs }) => {
    freeAt = Math.max(freeAt, atMs) + serviceMs;
    return freeAt - atMs;
  });
  return { ...latencyOf(Float64Array.from(times).sort()), use: (perSecond * serviceMs) / 1000 };
}
