/** Load on a real server: flows that begin at moments given, whether or not those before are done, or as many at once as there are lanes. */
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FlowName } from '../costs.ts';
import type { Arrival } from '../model/run.ts';
import type { LanePool } from './lane-pool.ts';
import { stepNames } from './lanes.ts';
import { type MeasuredSystem, type Used, usedBetween, usedBy } from './system.ts';

/** What came of it. */
export interface Loaded {
  /** When flows really began. */
  readonly arrivals: readonly Arrival[];
  readonly seconds: number;
  readonly done: number;
  /** Flows done within the time, in each second. */
  readonly perSecond: number;
  readonly errors: readonly string[];
  readonly used: Used;
  /** By request. */
  readonly times: ReadonlyMap<string, number[]>;
}

class LoadRecord {
  readonly startedAt: number = performance.now();
  readonly arrivals: Arrival[] = [];
  readonly errors: string[] = [];
  readonly times = new Map<string, number[]>();
  readonly #endsAt: number;
  readonly #fromMs: number;
  done = 0;
  doneInTime = 0;

  constructor(seconds: number, warmUpSeconds: number) {
    this.#endsAt = this.startedAt + seconds * 1000;
    this.#fromMs = warmUpSeconds * 1000;
  }

  async flow(pool: LanePool, agent: Agent, flow: FlowName): Promise<void> {
    let atMs = 0;
    try {
      const took = await pool.use(flow, agent, () => {
        atMs = performance.now() - this.startedAt;
        this.arrivals.push({ flow, atMs });
      });
      this.done += 1;
      const now = performance.now();
      if (now >= this.startedAt + this.#fromMs && now < this.#endsAt) this.doneInTime += 1;
      if (atMs < this.#fromMs) return;
      for (const [step, ms] of took.entries()) {
        const name = stepNames[flow][step]!;
        const known = this.times.get(name);
        if (known) known.push(ms);
        else this.times.set(name, [ms]);
      }
    } catch (error) {
      this.errors.push(Error.isError(error) ? error.message : String(error));
    }
  }
}

interface Span {
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

async function recorded(
  system: MeasuredSystem,
  span: Span,
  load: (record: LoadRecord, agent: Agent) => Promise<void>,
): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true });
  const record = new LoadRecord(span.seconds, span.warmUpSeconds);
  const usage = (async () => {
    await delay(span.warmUpSeconds * 1000);
    const before = usedBy(system);
    await delay((span.seconds - span.warmUpSeconds) * 1000);
    return usedBetween(before, usedBy(system), (span.seconds - span.warmUpSeconds) * 1000);
  })();
  await load(record, agent);
  const used = await usage;
  agent.destroy();
  const { arrivals, done, doneInTime, errors, times } = record;
  const perSecond = doneInTime / (span.seconds - span.warmUpSeconds);
  return { arrivals, seconds: span.seconds, done, perSecond, errors, used, times };
}

/** Flows begin when they arrive. */
export const openLoad = (
  system: MeasuredSystem,
  pool: LanePool,
  arrivals: readonly Arrival[],
  span: Span,
): Promise<Loaded> =>
  recorded(system, span, async (record, agent) => {
    const running: Promise<void>[] = [];
    for (const { flow, atMs } of arrivals) {
      // Timers are whole milliseconds, and this is near enough: when it really begins is written down.
      const leftMs = atMs - (performance.now() - record.startedAt);
      if (leftMs > 0.5) await delay(Math.round(leftMs));
      running.push(record.flow(pool, agent, flow));
    }
    await Promise.all(running);
  });

/** So many clients that are busy all the time. */
export const closedLoad = (
  system: MeasuredSystem,
  pool: LanePool,
  { clients, next }: { clients: number; next: () => FlowName },
  span: Span,
): Promise<Loaded> =>
  recorded(system, span, async (record, agent) => {
    const endsAt = record.startedAt + span.seconds * 1000;
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < endsAt) await record.flow(pool, agent, next());
      }),
    );
  });
