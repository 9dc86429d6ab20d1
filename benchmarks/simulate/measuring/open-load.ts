/** Load on a real server: flows that begin at moments given, whether or not those before are done, or as many at once as there are lanes. */
import { Agent } from 'node:http';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { type FlowName, flowNames } from '../costs.ts';
import type { Arrival } from '../model/run.ts';
import { type Lane, stepNames } from './lanes.ts';
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

/** Lanes that nobody uses at the moment, by flow. */
export class LanePool {
  readonly #free = new Map<FlowName, Lane[]>();
  readonly #waiting = new Map<FlowName, ((lane: Lane) => void)[]>();

  /** Opens so many lanes of each flow. */
  static async open(system: MeasuredSystem, counts: Partial<Record<FlowName, number>>): Promise<LanePool> {
    const pool = new LanePool();
    const agent = new Agent({ keepAlive: true });
    for (const flow of flowNames) {
      const lanes: Lane[] = [];
      for (let index = 0; index < (counts[flow] ?? 0); index += 1)
        lanes.push(await system.lanes.open(flow, index, agent));
      pool.#free.set(flow, lanes);
      pool.#waiting.set(flow, []);
    }
    agent.destroy();
    return pool;
  }

  async use(flow: FlowName, agent: Agent, begun: () => void): Promise<number[]> {
    const lane =
      this.#free.get(flow)?.pop() ?? (await new Promise<Lane>((take) => this.#waiting.get(flow)?.push(take)));
    begun();
    try {
      return await lane(agent);
    } finally {
      const next = this.#waiting.get(flow)?.shift();
      if (next) next(lane);
      else this.#free.get(flow)?.push(lane);
    }
  }
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
      // Timers are whole milliseconds: the rest is waited for in turns of the loop.
      for (let leftMs = atMs - (performance.now() - record.startedAt); leftMs > 0; ) {
        await (leftMs > 1.5 ? delay(Math.floor(leftMs - 0.5)) : turn());
        leftMs = atMs - (performance.now() - record.startedAt);
      }
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
