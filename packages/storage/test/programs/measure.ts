/**
 * Measures what units of work cost on a database: how many a second, alone and many at once, their latency, the processor time
 * of this process, and the bytes of log that each one makes. The figures in docs/scaling.md come from here.
 *
 *   node packages/storage/test/programs/measure.ts sqlite:/path/to/new.sqlite [SECONDS] [LIVE_ROWS]
 */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { createSealer, openStorage, type Storage, type Write } from '../../src/index.ts';

const [url = 'sqlite::memory:', seconds = '3', liveRows = '0'] = process.argv.slice(2);
const DAY = 86_400;

const newId = (): string => randomBytes(32).toString('base64url');
const at = (fromNow: number): number => Math.floor(Date.now() / 1000) + fromNow;
/** JSON of about so many bytes, as the driver's payloads are. */
const payload = (bytes: number): Record<string, unknown> => ({ text: 'x'.repeat(Math.max(0, bytes - 11)) });

/** One client that rotates one refresh token for ever: a read, then consume + successor. */
function rotation({ artefacts, commit }: Storage) {
  const { writes } = artefacts;
  const fields = { grantId: newId(), accountId: newId(), clientId: 'web-app' };
  let current = newId();
  const save = (id: string): Write =>
    writes.upsert({ model: 'RefreshToken', id, payload: payload(900), expiresAtSeconds: at(14 * DAY), ...fields });
  return {
    begin: () => commit([save(current)]),
    unit(): Write[] {
      const spent = current;
      current = newId();
      return [writes.consume({ model: 'RefreshToken', id: spent, grantId: fields.grantId }), save(current)];
    },
    read: () => artefacts.find('RefreshToken', current),
  };
}

interface Kind {
  readonly name: string;
  readonly make: (storage: Storage) => { begin?(): Promise<void>; read?(): Promise<unknown>; unit(): Write[] };
}

const KINDS: readonly Kind[] = [
  { name: 'rotation: read, consume, successor', make: rotation },
  {
    name: 'opaque access token: one upsert of 700 bytes',
    make: ({ artefacts }) => ({
      unit: () => [
        artefacts.writes.upsert({
          model: 'AccessToken',
          id: newId(),
          payload: payload(700),
          grantId: newId(),
          accountId: newId(),
          expiresAtSeconds: at(300),
        }),
      ],
    }),
  },
  {
    name: 'jti of an assertion or a DPoP proof: one mark',
    make: ({ artefacts }) => ({
      unit: () => [artefacts.writes.once({ model: 'ReplayDetection', id: newId(), expiresAtSeconds: at(60) })],
    }),
  },
  {
    name: 'audit record of 200 bytes',
    make: ({ audit }) => ({
      unit: () => [
        audit.writes.append({ type: 'token.issued', accountId: newId(), clientId: 'web-app', data: payload(200) }),
      ],
    }),
  },
];

const storage = await openStorage({ url, sealer: createSealer([Buffer.alloc(32, 7)]), statementTimeoutMs: 60_000 });
const sqliteFile = url.startsWith('sqlite:') && url !== 'sqlite::memory:' ? url.slice('sqlite:'.length) : undefined;
const client = url.startsWith('postgres') ? new Client({ connectionString: url }) : undefined;
await client?.connect();

async function logBytes(): Promise<number> {
  if (sqliteFile !== undefined) return statSync(`${sqliteFile}-wal`).size;
  if (!client) return 0;
  return Number((await client.query("select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes")).rows[0].bytes);
}

async function checkpoint(): Promise<void> {
  if (sqliteFile === undefined) return;
  const database = new DatabaseSync(sqliteFile, { timeout: 5000 });
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
}

async function bytesPerUnit({ make }: Kind): Promise<number> {
  const clients = Array.from({ length: 20 }, () => make(storage));
  for (const one of clients) await one.begin?.();
  await checkpoint();
  const before = await logBytes();
  for (const one of clients) await storage.commit(one.unit());
  return Math.round(((await logBytes()) - before) / clients.length);
}

async function speed({ make }: Kind, atOnce: number): Promise<string> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const until = startedAt + Number(seconds) * 1000;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const one = make(storage);
      await one.begin?.();
      while (performance.now() < until) {
        await one.read?.();
        const unitAt = performance.now();
        await storage.commit(one.unit());
        latencies.push(performance.now() - unitAt);
      }
    }),
  );
  const passed = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  const percentile = (share: number): string => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2);
  const rate = Math.round(latencies.length / passed);
  return `${rate}/s, commit p50 ${percentile(0.5)} ms p99 ${percentile(0.99)} ms, ${Math.round((user + system) / latencies.length)} µs of CPU`;
}

/** Live rows of other people, so that indexes are as deep as in a large deployment. */
async function fill(rows: number): Promise<void> {
  const { artefacts, commit } = storage;
  const row = (): Write =>
    artefacts.writes.upsert({
      model: 'RefreshToken',
      id: newId(),
      payload: payload(900),
      grantId: newId(),
      accountId: newId(),
      expiresAtSeconds: at(14 * DAY),
    });
  for (let left = rows; left > 0; left -= 1000) await commit(Array.from({ length: Math.min(left, 1000) }, row));
}

await fill(Number(liveRows));
for (const kind of KINDS) {
  process.stdout.write(`${kind.name}: ${await bytesPerUnit(kind)} bytes of log\n`);
  for (const atOnce of [1, 16]) process.stdout.write(`  ${atOnce} at once: ${await speed(kind, atOnce)}\n`);
}
await client?.end();
await storage.close();
