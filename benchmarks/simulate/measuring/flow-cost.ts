/** What one flow costs, measured on a system that runs. */
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { median } from '../../report.ts';
import type { FlowCost, FlowName } from '../costs.ts';
import { quantilesOf } from '../model/random.ts';
import { type Lane, revocationsOfLane, stepNames } from './lanes.ts';
import { type MeasuredSystem, type Used, usedBetween, usedBy } from './system.ts';

const atOnce = 16;
/** Points of each distribution that are kept. */
export const points = 100;
/** Their records of audit are written a moment after the answer. */
const waitsForNoCommit: ReadonlySet<FlowName> = new Set(['client-credentials', 'token-exchange']);

interface Lap {
  readonly flows: number;
  readonly used: Used;
  /** Of each flow, the milliseconds of each of its requests. */
  readonly times: readonly (readonly number[])[];
}

/** All lanes, one flow after the other in each, for so long or so often. */
async function lap(
  system: MeasuredSystem,
  lanes: readonly Lane[],
  until: { seconds: number; most: number },
): Promise<Lap> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes.length });
  const times: number[][] = [];
  const before = usedBy(system);
  const endsAt = performance.now() + until.seconds * 1000;
  await Promise.all(
    lanes.map(async (lane) => {
      for (let count = 0; count < until.most && performance.now() < endsAt; count += 1) times.push(await lane(agent));
    }),
  );
  const used = usedBetween(before, usedBy(system), times.length);
  agent.destroy();
  return { flows: times.length, used, times };
}

type Counts = Readonly<Record<'trips' | 'logBytes' | 'rowsNew' | 'rowsChanged' | 'auditRows', number>>;

async function countsOf(client: Client): Promise<Counts> {
  // Sessions write their counters down within a second of their last transaction.
  await delay(1200);
  const { rows } = await client.query(`select
      (select xact_commit from pg_stat_database where datname = current_database())::float8 as trips,
      (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as "logBytes",
      (select sum(n_tup_ins) from pg_stat_user_tables where relname not in ('audit'))::float8 as "rowsNew",
      (select sum(n_tup_upd) from pg_stat_user_tables)::float8 as "rowsChanged",
      (select n_tup_ins from pg_stat_user_tables where relname = 'audit')::float8 as "auditRows"`);
  return rows[0] as Counts;
}

/** What a flow is measured with. */
export interface Measuring {
  readonly system: MeasuredSystem;
  /** Of PostgreSQL. */
  readonly client: Client | undefined;
  readonly seconds: number;
  readonly syncMs: number;
}

/** Warms up, and measures one flow: many at once, and alone. */
export async function costOf(flow: FlowName, { system, client, seconds, syncMs }: Measuring): Promise<FlowCost> {
  const agent = new Agent({ keepAlive: true });
  const most = flow === 'revocation' ? Math.floor(revocationsOfLane / 3) : Number.POSITIVE_INFINITY;
  const lanes: Lane[] = [];
  for (let index = 0; index < atOnce; index += 1) lanes.push(await system.lanes.open(flow, index, agent));
  await lap(system, lanes, { seconds, most });
  const before = client && (await countsOf(client));
  const together = await lap(system, lanes, { seconds, most });
  const after = client && (await countsOf(client));
  const single = await lap(system, [inTurn(lanes)], { seconds, most: most * lanes.length });
  agent.destroy();
  const each = (name: keyof Counts) =>
    before && after ? Math.max(0, (after[name] - before[name]) / together.flows) : 0;
  return assembled(flow, { together, alone: single, each, syncMs });
}

/** One lane that uses others one after the other. */
function inTurn(lanes: readonly Lane[]): Lane {
  let turn = 0;
  return (agent) => lanes[turn++ % lanes.length]!(agent);
}

interface Laps {
  readonly together: Lap;
  readonly alone: Lap;
  readonly each: (name: keyof Counts) => number;
  readonly syncMs: number;
}

const hashes = (name: string) => name === 'password';

function assembled(flow: FlowName, { together, alone, each, syncMs }: Laps): FlowCost {
  const names = stepNames[flow];
  const { used } = together;
  const stepMs = names.map((_, step) => median(alone.times.map((times) => times[step] ?? Number.NaN)));
  const shares = stepMs.map((ms, step) => (hashes(names[step]!) ? Math.max(1, ms - alone.used.hashMs) : ms));
  const whole = shares.reduce((sum, ms) => sum + ms, 0);
  const totals = alone.times.map((times) => times.reduce((sum, ms) => sum + ms, 0));
  const mean = totals.reduce((sum, ms) => sum + ms, 0) / totals.length;
  const spread = quantilesOf(
    totals.map((ms) => ms / mean),
    points,
  );
  const { mainMs, hashMs, databaseMs, clientMs } = alone.used;
  const commits = waitsForNoCommit.has(flow) ? 0 : names.length;
  return {
    steps: names.map((name, step) => ({ name, share: shares[step]! / whole, hashes: hashes(name) })),
    mainMs: used.mainMs,
    wakeMs: Math.max(0, mainMs - used.mainMs),
    sideMs: used.sideMs,
    databaseMs: used.databaseMs,
    trips: each('trips'),
    commits,
    clientMs: used.clientMs,
    restMs: Math.max(0, mean - mainMs - hashMs - databaseMs - clientMs - commits * syncMs),
    spread,
    logBytes: each('logBytes'),
    rowsNew: each('rowsNew'),
    rowsChanged: each('rowsChanged'),
    auditRows: each('auditRows'),
    hashMs: used.hashMs,
  };
}
