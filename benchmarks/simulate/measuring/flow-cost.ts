/** What one flow costs, measured on a system that runs. */
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { median } from '../../report.ts';
import type { FlowCost, FlowName } from '../costs.ts';
import { quantilesOf, type Random, seeded } from '../model/random.ts';
import type { LanePool } from './lane-pool.ts';
import { revocationsOfLane, stepNames } from './lanes.ts';
import { type MeasuredSystem, mapUsed, type Used, usedBetween, usedBy } from './system.ts';

/** Flows under way at once where flows are measured among many. */
const many = 48;
/** Points of each distribution that are kept. */
export const points = 100;
/** Between two flows that are measured one at a time: what the first left to do is done. */
const pauseMs = 4;
/** Their records of audit are written a moment after the answer. */
const waitsForNoCommit: ReadonlySet<FlowName> = new Set(['client-credentials', 'token-exchange']);
const hashes = (name: string) => name === 'password';
/** A lane of these ends, or waits for a hash that others wait for too. */
const notAmongMany = (flow: FlowName) => flow === 'revocation' || stepNames[flow].some(hashes);

type Counts = Readonly<Record<'trips' | 'rowsNew' | 'rowsChanged' | 'auditRows', number>>;

const mapCounts = (count: (name: keyof Counts) => number): Counts => ({
  trips: count('trips'),
  rowsNew: count('rowsNew'),
  rowsChanged: count('rowsChanged'),
  auditRows: count('auditRows'),
});

/** A session that has nothing to do writes its counters down ten seconds after its last transaction at the latest. */
const quietMs = 10_500;
/** Until the records of audit are written. */
const auditMs = 1200;

async function countsOf(client: Client): Promise<Counts> {
  await delay(quietMs);
  const { rows } = await client.query(`select
      (select xact_commit from pg_stat_database where datname = current_database())::float8 as trips,
      (select sum(n_tup_ins) from pg_stat_user_tables where relname not in ('audit'))::float8 as "rowsNew",
      (select sum(n_tup_upd) from pg_stat_user_tables)::float8 as "rowsChanged",
      (select n_tup_ins from pg_stat_user_tables where relname = 'audit')::float8 as "auditRows"`);
  return rows[0] as Counts;
}

async function logBytesOf(client: Client): Promise<number> {
  const { rows } = await client.query(`select (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as bytes`);
  return rows[0].bytes as number;
}

/** Of flows one at a time. */
interface Alone {
  readonly used: Used[];
  /** Of each flow, the milliseconds of each of its requests. */
  readonly times: number[][];
}

/** What flows are measured with. */
export interface Measuring {
  readonly system: MeasuredSystem;
  readonly pool: LanePool;
  readonly flows: readonly FlowName[];
  /** Of PostgreSQL. */
  readonly client: Client | undefined;
  readonly syncMs: number;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]) => sumOf(values) / values.length;

/** Measures flows for as long as it is asked to, and says what each costs. */
export class CostMeasurement {
  readonly #measuring: Measuring;
  readonly #random: Random = seeded(1);
  readonly #alone = new Map<FlowName, Alone>();
  readonly #counts = new Map<FlowName, Counts & Pick<FlowCost, 'logBytes'>>();
  #revocations: number;
  /** Of flows among many: how often each was done, and what they used in all. */
  readonly #done = new Map<FlowName, number>();
  readonly #used: Used[] = [];

  constructor(measuring: Measuring) {
    this.#measuring = measuring;
    this.#revocations = measuring.pool.size('revocation') * revocationsOfLane;
    for (const flow of measuring.flows) this.#alone.set(flow, { used: [], times: [] });
  }

  /** What each flow writes, as PostgreSQL counts it, without what is written when nobody asks for anything. */
  async count(seconds: number): Promise<void> {
    const { client, flows } = this.#measuring;
    if (!client) return;
    const first = await countsOf(client);
    let before = await countsOf(client);
    const idle = mapCounts((name) => (before[name] - first[name]) / quietMs);
    for (const flow of flows) {
      const [startedAt, logBefore] = [performance.now(), await logBytesOf(client)];
      const most = flow === 'revocation' ? Math.floor(this.#revocations / 3) : Number.POSITIVE_INFINITY;
      if (flow === 'revocation') this.#revocations -= most;
      const done = sumOf([...(await this.#atOnce(16, seconds, () => flow, most)).values()]);
      await delay(auditMs);
      const logBytes = ((await logBytesOf(client)) - logBefore) / done;
      const [after, since] = [await countsOf(client), before];
      const ms = performance.now() - startedAt;
      const each = mapCounts((name) => Math.max(0, after[name] - since[name] - idle[name] * ms) / done);
      this.#counts.set(flow, { ...each, logBytes });
      before = after;
    }
  }

  /** Flows one at a time, each in its turn: none meets a machine that is faster than that of the others. */
  async alone(seconds: number): Promise<void> {
    const { system, pool, flows } = this.#measuring;
    const agent = new Agent({ keepAlive: true });
    const endsAt = performance.now() + seconds * 1000;
    const idle = await this.#idle();
    let [last, before, startedAt]: [Used[], Used, number] = [[], usedBy(system), performance.now()];
    // What is used until the next flow begins is of the one before, what it leaves for later too.
    const next = (used: Used[]) => {
      const [now, at] = [usedBy(system), performance.now()];
      const whole = usedBetween(before, now);
      last.push(mapUsed(whole, (name) => whole[name] - idle[name] * (at - startedAt)));
      [last, before, startedAt] = [used, now, at];
    };
    while (performance.now() < endsAt) {
      for (const flow of flows.toSorted(() => this.#random() - 0.5)) {
        if (flow === 'revocation' && this.#revocations-- <= 0) continue;
        await delay(pauseMs);
        const { used, times } = this.#alone.get(flow)!;
        next(used);
        times.push(await pool.use(flow, agent));
      }
    }
    await delay(pauseMs);
    next([]);
    agent.destroy();
  }

  /** What is used in a millisecond when nobody asks for anything. */
  async #idle(): Promise<Used> {
    const { system } = this.#measuring;
    const [before, startedAt] = [usedBy(system), performance.now()];
    await delay(500);
    const idle = usedBetween(before, usedBy(system), performance.now() - startedAt);
    // This process reads the figures, and does nothing else.
    return { ...idle, clientMs: 0 };
  }

  /** Flows among many of all kinds. */
  async amongMany(seconds: number): Promise<void> {
    const { system, flows } = this.#measuring;
    const those = flows.filter((flow) => !notAmongMany(flow));
    const before = usedBy(system);
    const done = await this.#atOnce(many, seconds, () => those[Math.floor(this.#random() * those.length)]!);
    this.#used.push(usedBetween(before, usedBy(system)));
    for (const [flow, count] of done) this.#done.set(flow, (this.#done.get(flow) ?? 0) + count);
  }

  async #atOnce(
    count: number,
    seconds: number,
    next: () => FlowName,
    most = Number.POSITIVE_INFINITY,
  ): Promise<Map<FlowName, number>> {
    const { pool } = this.#measuring;
    const agent = new Agent({ keepAlive: true });
    const done = new Map<FlowName, number>();
    const endsAt = performance.now() + seconds * 1000;
    let begun = 0;
    await Promise.all(
      Array.from({ length: count }, async () => {
        while (performance.now() < endsAt && begun < most) {
          begun += 1;
          const flow = next();
          await pool.use(flow, agent);
          done.set(flow, (done.get(flow) ?? 0) + 1);
        }
      }),
    );
    agent.destroy();
    return done;
  }

  /** Which part of what flows use alone they use among many. */
  #part(name: keyof Used): number {
    const alone = (flow: FlowName) => meanOf(this.#alone.get(flow)!.used.map((used) => used[name]));
    const sum = sumOf([...this.#done].map(([flow, count]) => count * alone(flow)));
    return Math.min(1, sumOf(this.#used.map((used) => used[name])) / sum);
  }

  /** What each flow costs, as far as it was measured. */
  costs(): Record<FlowName, FlowCost> {
    const parts = { main: this.#part('mainMs'), database: this.#part('databaseMs'), client: this.#part('clientMs') };
    const costs = this.#measuring.flows.map((flow) => [flow, this.#costOf(flow, parts)]);
    return Object.fromEntries(costs) as Record<FlowName, FlowCost>;
  }

  #costOf(flow: FlowName, part: Readonly<Record<'main' | 'database' | 'client', number>>): FlowCost {
    const { used, times } = this.#alone.get(flow)!;
    const mean = (name: keyof Used) => Math.max(0, meanOf(used.map((one) => one[name])));
    const [mainMs, hashMs, databaseMs, clientMs] = [
      mean('mainMs'),
      mean('hashMs'),
      mean('databaseMs'),
      mean('clientMs'),
    ];
    const names = stepNames[flow];
    const stepMs = names.map((_, step) => median(times.map((ms) => ms[step] ?? Number.NaN)));
    const shares = stepMs.map((ms, step) => (hashes(names[step]!) ? Math.max(1, ms - hashMs) : ms));
    const totals = times.map(sumOf);
    const commits = waitsForNoCommit.has(flow) ? 0 : names.length;
    const waitedMs = hashMs + databaseMs + clientMs * part.client + commits * this.#measuring.syncMs;
    return {
      steps: names.map((name, step) => ({ name, share: shares[step]! / sumOf(shares), hashes: hashes(name) })),
      mainMs: mainMs * part.main,
      coldMs: mainMs * (1 - part.main),
      sideMs: mean('sideMs'),
      hashMs,
      databaseMs: databaseMs * part.database,
      databaseColdMs: databaseMs * (1 - part.database),
      commits,
      clientMs: clientMs * part.client,
      restMs: Math.max(0, meanOf(totals) - mainMs - waitedMs),
      spread: quantilesOf(
        totals.map((ms) => ms / meanOf(totals)),
        points,
      ),
      ...(this.#counts.get(flow) ?? { ...mapCounts((name) => (name === 'trips' ? commits : 0)), logBytes: 0 }),
    };
  }
}
