/**
 * What one rotation of a refresh token costs: rows, bytes of log and processor time, on SQLite and on PostgreSQL, beside the
 * processor time of two bare signatures. The figures in docs/scaling.md come from here. Times are of the process, measured in turns,
 * so that they hold on a machine that others use too.
 *
 *   node benchmarks/rotation-cost.ts [ROUNDS] [SECONDS]
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { postgres } from '@gatehouse/testkit';
import { Client } from 'pg';
import { type ChainTarget, runChains } from './chains.ts';
import { type MeasuredProgram, startAuthorizationServer, startReference } from './product.ts';
import { rotations, signatureChains } from './refreshing.ts';
import { median } from './report.ts';

const [rounds = '5', seconds = '4'] = process.argv.slice(2);

/** Milliseconds of processor time of the server for each request. */
async function cpuMs(target: ChainTarget): Promise<number> {
  const before = target.server.cpuMs() ?? Number.NaN;
  const { requests, errors } = await runChains(target, Number(seconds));
  if (errors > 0) throw new Error(`${errors} requests failed`);
  return ((target.server.cpuMs() ?? Number.NaN) - before) / requests;
}

/** Counts of a database; what grows between two of them is what was done. */
type Counts = Readonly<Record<string, number>>;

async function perRotation(subject: ChainTarget, count: () => Promise<Counts>): Promise<string> {
  const before = await count();
  const { requests } = await runChains(subject, Number(seconds));
  const after = await count();
  const parts = Object.keys(after).map((name) => {
    const each = ((after[name] ?? 0) - (before[name] ?? 0)) / requests;
    return `${name} ${each >= 100 ? each.toFixed(0) : each.toFixed(2)}`;
  });
  return parts.join(', ');
}

async function countsOfPostgres(client: Client): Promise<Counts> {
  // Counters of other sessions are written down within a second of their last transaction.
  await delay(1500);
  const { rows } = await client.query(
    `select relname, n_tup_ins::int as inserted, n_tup_upd::int as updated from pg_stat_user_tables
      where relname in ('artefacts', 'audit') order by relname`,
  );
  const wal = await client.query("select (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as bytes");
  const tables = rows.flatMap(({ relname, inserted, updated }) => [
    [`${relname} new`, inserted],
    [`${relname} changed`, updated],
  ]);
  return { ...Object.fromEntries(tables), 'log bytes': wal.rows[0].bytes as number };
}

async function countsOfSqlite(file: string): Promise<Counts> {
  // Records of audit are written within a quarter of a second.
  await delay(1000);
  const database = new DatabaseSync(file, { timeout: 5000 });
  const rows = (table: string) => Number(database.prepare(`select count(*) as n from ${table}`).get()?.['n']);
  const counts = { 'artefacts new': rows('artefacts'), 'audit new': rows('audit') };
  database.close();
  return { ...counts, 'file bytes': statSync(file).size };
}

const server = await postgres();
const url = await server.newDatabase();
const client = new Client({ connectionString: url });
await client.connect();
const started: { stop(): Promise<unknown> }[] = [];
try {
  const start = async (program: Promise<MeasuredProgram>) => {
    const one = await program;
    started.push(one);
    return one;
  };
  const onSqlite = await start(startAuthorizationServer());
  const onPostgres = await start(startAuthorizationServer({ env: { GATEHOUSE_DATABASE_URL: url } }));
  const bare = signatureChains(await start(startReference('signatures', { SIGNATURES: '2' })));
  const subjects = { sqlite: await rotations(onSqlite), postgres: await rotations(onPostgres) };
  const targets = { bare, ...subjects };
  for (let warm = 0; warm < 2; warm += 1) for (const target of Object.values(targets)) await cpuMs(target);
  const counted = {
    sqlite: await perRotation(subjects.sqlite, () =>
      countsOfSqlite(join(onSqlite.state, 'authorization-server.sqlite')),
    ),
    postgres: await perRotation(subjects.postgres, () => countsOfPostgres(client)),
  };
  const taken: Record<keyof typeof targets, number[]> = { bare: [], sqlite: [], postgres: [] };
  for (let round = 0; round < Number(rounds); round += 1)
    for (const [name, target] of Object.entries(targets)) taken[name as keyof typeof targets].push(await cpuMs(target));
  process.stdout.write(`two bare signatures: ${median(taken.bare).toFixed(3)} ms of processor time\n`);
  for (const name of ['sqlite', 'postgres'] as const) {
    const ratio = median(taken[name].map((ms, index) => (taken.bare[index] ?? Number.NaN) / ms));
    process.stdout.write(
      `${name}: ${median(taken[name]).toFixed(3)} ms of processor time, ${ratio.toFixed(2)} of the bare signatures; ${counted[name]}\n`,
    );
  }
} finally {
  for (const one of started.toReversed()) await one.stop();
  await client.end();
  await server.stop();
}
