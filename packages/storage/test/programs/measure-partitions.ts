/**
 * Measures what partitioning the artefacts costs and brings: rotations of refresh tokens before, meanwhile and afterwards, rows copied
 * a second, sizes, and how long a vacuum takes. It starts a PostgreSQL of its own. The figures in docs/operating.md come from here.
 *
 *   node packages/storage/test/programs/measure-partitions.ts [ROWS] [PARTITIONS] [SECONDS]
 */
import { randomBytes } from 'node:crypto';
import { postgres } from '@gatehouse/testkit';
import { Client } from 'pg';
import { createSealer, openStorage, type Write } from '../../src/index.ts';

const [rows = '100000', count = '16', seconds = '5'] = process.argv.slice(2);
const AT_ONCE = 8;
const DAY = 86_400;

const newId = (): string => randomBytes(32).toString('base64url');
const server = await postgres({
  settings: { shared_buffers: '256MB', max_wal_size: '4GB', checkpoint_timeout: '15min' },
});
const url = await server.newDatabase();
const storage = await openStorage({
  url,
  sealer: createSealer([Buffer.alloc(32, 7)]),
  statementTimeoutMs: 60_000,
  poolSize: AT_ONCE,
});
const client = new Client({ connectionString: url });
await client.connect();
const ask = async (sql: string): Promise<Record<string, string>> => (await client.query(sql)).rows[0];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

let latencies: number[] = [];
const over = new AbortController();
let cpu = process.cpuUsage();
let since = performance.now();

function report(name: string): void {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  const passed = (performance.now() - since) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  say(
    `${name}: ${Math.round(sorted.length / passed)} rotations/s over ${passed.toFixed(1)} s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, p99.9 ${at(0.999)} ms, max ${(sorted.at(-1) ?? 0).toFixed(0)} ms, ${Math.round((user + system) / sorted.length)} µs of CPU in the process`,
  );
  [latencies, cpu, since] = [[], process.cpuUsage(), performance.now()];
}

/** One client that rotates one token for ever. */
async function rotate(): Promise<void> {
  const { artefacts } = storage;
  const { writes } = artefacts;
  const fields = { grantId: newId(), accountId: newId(), clientId: 'web-app' };
  const save = (id: string): Write =>
    writes.upsert({
      model: 'RefreshToken',
      id,
      payload: { text: 'x'.repeat(889) },
      expiresAtSeconds: Math.floor(Date.now() / 1000) + 14 * DAY,
      ...fields,
    });
  let current = newId();
  await storage.commit([save(current)]);
  while (!over.signal.aborted) {
    const startedAt = performance.now();
    const spent = current;
    current = newId();
    await artefacts.find('RefreshToken', spent);
    await storage.commit([
      writes.consume({ model: 'RefreshToken', id: spent, grantId: fields.grantId }),
      save(current),
    ]);
    latencies.push(performance.now() - startedAt);
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

await client.query(
  `insert into artefacts (model, id, payload, grant_id, account_id, client_id, expires_at, written_at_ms)
   select 'RefreshToken', sha256(n::text::bytea), decode(repeat(md5(random()::text), 56), 'hex'), md5(n::text), md5((n / 10)::text), 'web-app',
     extract(epoch from now())::bigint + 1209600, 0 from generate_series(1, ${Number(rows)}) as n`,
);
const vacuum = async (name: string): Promise<void> => {
  // A tenth of the rows were consumed since the last one.
  await client.query('update artefacts set consumed_at = 1 where get_byte(id, 0) < 26');
  const startedAt = performance.now();
  await client.query('vacuum artefacts');
  say(`${name}: a vacuum takes ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
};
await client.query('vacuum analyze artefacts');
await client.query('checkpoint');
await vacuum('one table');
const size =
  "select pg_size_pretty(sum(pg_total_relation_size(c.oid))) as size from pg_class c where c.relkind = 'r' and c.relname like 'artefacts%'";
say(`one table: ${rows} rows, ${(await ask(size))['size']}`);

const workers = Array.from({ length: AT_ONCE }, rotate);
await wait(1000);
report('warm-up');
await wait(Number(seconds) * 1000);
report('one table');
const steps = new Map<string, number>();
let copied = 0;
await storage.partitions.run(Number(count), ({ step, rows: done }) => {
  if (!steps.has(step)) steps.set(step, performance.now());
  if (step === 'copy') copied = done;
});
report('while it is partitioned');
const [copyAt = 0, compareAt = 0, switchAt = 0] = ['copy', 'compare', 'switch'].map((step) => steps.get(step));
say(
  `copied ${copied} rows in ${((compareAt - copyAt) / 1000).toFixed(1)} s, ${Math.round((1000 * copied) / (compareAt - copyAt))} rows/s beside the load; compared in ${((switchAt - compareAt) / 1000).toFixed(1)} s`,
);
await wait(1000);
report('just after');
await wait(Number(seconds) * 1000);
report(`${count} partitions`);
over.abort();
await Promise.all(workers);
say(`${count} partitions: ${(await ask(size))['size']}`);
await client.query('vacuum analyze artefacts');
await vacuum(`${count} partitions`);
await client.end();
await storage.close();
await server.stop();
