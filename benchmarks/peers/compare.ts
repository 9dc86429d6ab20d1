/**
 * This product beside other servers: `npm run -s bench -- peers [NAME…] [--seconds N]`. All run at once, each alone on the first core while
 * it is asked; what is missing on this machine is passed over with a reason. Without names it writes the report of the day
 * and quotes it in the README.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type PostgresServer, postgres } from '@gatehouse/testkit';
import { Client } from 'pg';
import { runChains } from '../chains.ts';
import { runFlows } from '../flows.ts';
import { load } from '../load.ts';
import { ROOT, type SpawnedServer, waitUntilReady } from '../processes.ts';
import { median } from '../report.ts';
import type { Run, Stoppable } from '../scenario.ts';
import { checkAnswers } from './check.ts';
import type { Installed, Peer, Requests, Work } from './peer.ts';
import { works } from './peer.ts';
import { type PeerFigures, type PeersReport, quotedBy, summaryOf, writeReport } from './report.ts';
import { betterAuth } from './servers/better-auth.ts';
import { engine } from './servers/engine.ts';
import { gatehouse } from './servers/gatehouse.ts';
import { hydra } from './servers/hydra.ts';
import { keycloak } from './servers/keycloak.ts';
import { nodeOauth } from './servers/node-oauth.ts';

const all: readonly Peer[] = [
  gatehouse('SQLite'),
  gatehouse('PostgreSQL'),
  keycloak,
  hydra,
  betterAuth,
  engine,
  nodeOauth,
];
const rounds = 3;
const starts = 3;
/** Keycloak makes its tables first, which takes long where others use the core. */
const firstStartMs = 400_000;
const say = (text: string) => process.stderr.write(`peers: ${text}\n`);

/** A server that runs, and what is known of it. */
interface Ready {
  readonly peer: Peer;
  requests: Requests;
  readonly server: SpawnedServer;
  readonly known: Omit<PeerFigures, 'works' | 'logBytesPerRefresh'>;
  readonly database: string | undefined;
  readonly runs: Partial<Record<Work, Run[]>>;
  logBytesPerRefresh: number | null;
}

/** The exit code: 1 when a server failed that should have run. */
export async function peers(options: { readonly names: readonly string[]; readonly seconds: number }): Promise<0 | 1> {
  const chosen = all.filter(
    ({ name }) =>
      options.names.length === 0 || options.names.some((part) => name.toLowerCase().includes(part.toLowerCase())),
  );
  const started: Stoppable[] = [];
  const skipped: { name: string; reason: string }[] = [];
  let failed = false;
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-peers-'));
  try {
    const database = await postgres();
    started.push(database);
    const ready: Ready[] = [];
    for (const [index, peer] of chosen.entries()) {
      const reason = peer.missing?.();
      if (reason !== undefined) {
        say(`${peer.name} is passed over: ${reason}`);
        skipped.push({ name: peer.name, reason });
        continue;
      }
      try {
        ready.push(await prepare(peer, join(folder, String(index)), database, started));
      } catch (error) {
        failed = true;
        const text = Error.isError(error) ? error.message : String(error);
        say(`${peer.name} failed: ${text}`);
        skipped.push({ name: peer.name, reason: `failed: ${text.split('\n', 1)[0]}` });
      }
    }
    await measureAll(ready, options.seconds);
    const report: PeersReport = {
      date: new Date().toISOString().slice(0, 10),
      machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 1e9) },
      versions: { node: `Node ${process.version}`, postgres: await versionOf(database), java: javaVersion() },
      seconds: options.seconds,
      rounds,
      peers: ready.map(figuresOf),
      skipped,
    };
    process.stdout.write(`${summaryOf(report)}\n`);
    // A part of them, or what is left after a fault, is no report.
    if (failed) return 1;
    if (options.names.length === 0) {
      for (const file of writeReport(join(ROOT, 'benchmarks/reports'), report)) say(`wrote ${file}`);
      const readme = join(ROOT, 'README.md');
      writeFileSync(readme, quotedBy(readFileSync(readme, 'utf8'), report));
      say(`wrote its table into ${readme}`);
    }
    return 0;
  } finally {
    for (const one of started.toReversed()) await one.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts it a first time, on nothing, and then as often as starts are measured; the last one stays. */
async function prepare(peer: Peer, folder: string, database: PostgresServer, started: Stoppable[]): Promise<Ready> {
  say(`${peer.name} ${peer.version}: starting`);
  mkdirSync(folder);
  const installed = await peer.install({ folder, newDatabase: () => database.newDatabase() });
  await (await startOnce(installed, firstStartMs)).server.stop();
  const readyMs: number[] = [];
  let server: SpawnedServer | undefined;
  for (let count = 0; count < starts; count += 1) {
    await server?.stop();
    const next = await startOnce(installed);
    server = next.server;
    readyMs.push(next.readyMs);
  }
  started.push(server!);
  await delay(3000);
  const idleMb = server!.residentMb() ?? null;
  const requests = await installed.requests(server!);
  const answers = await checkAnswers(requests);
  const { name, version, store, settings, differs } = peer;
  return {
    peer,
    requests,
    server: server!,
    database: installed.database,
    known: { name, version, store, settings, differs, answers, readyMs: median(readyMs), starts: readyMs, idleMb },
    runs: {},
    logBytesPerRefresh: null,
  };
}

async function startOnce(installed: Installed, limitMs = 180_000): Promise<{ server: SpawnedServer; readyMs: number }> {
  const startedAt = performance.now();
  const { server, readyUrl } = installed.start();
  await waitUntilReady(server, readyUrl, limitMs);
  return { server, readyMs: performance.now() - startedAt };
}

async function measureAll(ready: readonly Ready[], seconds: number): Promise<void> {
  for (const work of Object.keys(works) as Work[]) {
    const able = ready.filter(({ requests }) => requests[work] !== undefined);
    for (const one of able) {
      one.requests = { ...one.requests, ...(await one.requests.renew?.()) };
      say(`${works[work]}: warming ${one.peer.name} up`);
      await warmUp(one, work);
    }
    for (let round = 0; round < rounds; round += 1) {
      say(`${works[work]}: round ${round + 1} of ${rounds}`);
      // Who is first changes from round to round.
      const turn = [...able.slice(round % able.length), ...able.slice(0, round % able.length)];
      for (const one of turn) {
        const before = work === 'refresh' ? await logPosition(one) : undefined;
        const run = await runOf(one, work, seconds);
        if (run.errors > 0 || run.value === 0) {
          const said = run.value === 0 ? 'no answer came' : `${run.errors} answers were not a success`;
          throw new Error(`${one.peer.name}, ${works[work]}: ${said}`);
        }
        (one.runs[work] ??= []).push(run);
        const after = work === 'refresh' ? await logPosition(one) : undefined;
        if (before !== undefined && after !== undefined)
          one.logBytesPerRefresh = (after - before) / (run.value * seconds);
      }
    }
    // Once more: a token that ended on the way would have had other answers, which cost less.
    for (const { requests } of able) await checkAnswers(requests);
  }
}

function runOf({ requests }: Ready, work: Work, seconds: number): Promise<Run> {
  if (work === 'refresh') return runChains(requests.refresh, seconds);
  if (work === 'codeFlow') return runFlows(requests.codeFlow!, seconds);
  return load(requests[work]!, seconds);
}

/** Until it gets no faster: code is compiled in several steps while it runs. */
async function warmUp(one: Ready, work: Work): Promise<void> {
  let [fastest, calm] = [0, 0];
  for (let burst = 0; burst < 10 && calm < 2; burst += 1) {
    const { value, cpuShare = 1 } = await runOf(one, work, 1);
    const speed = value / cpuShare;
    calm = speed < fastest * 1.04 ? calm + 1 : 0;
    fastest = Math.max(fastest, speed);
  }
}

function figuresOf({ known, runs, logBytesPerRefresh }: Ready): PeerFigures {
  const figures = Object.entries(runs).map(([work, taken]) => {
    const cpu = taken.map(({ value, cpuShare }) => (cpuShare === undefined ? Number.NaN : (cpuShare / value) * 1000));
    const cpuMs = cpu.some(Number.isNaN) ? null : median(cpu);
    return [work, { perSecond: median(taken.map(({ value }) => value)), cpuMs, rounds: taken }];
  });
  return { ...known, logBytesPerRefresh, works: Object.fromEntries(figures) };
}

async function asking<T>(url: string, query: string): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(query);
  await client.end();
  return rows[0] as T;
}

async function logPosition({ database }: Ready): Promise<number | undefined> {
  if (database === undefined) return undefined;
  const query = "select (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as bytes";
  return (await asking<{ bytes: number }>(database, query)).bytes;
}

const versionOf = async ({ url }: PostgresServer): Promise<string> =>
  `PostgreSQL ${(await asking<{ server_version: string }>(url, 'show server_version')).server_version}`;

function javaVersion(): string {
  try {
    return `Java ${execFileSync('java', ['--version'], { encoding: 'utf8' }).split('\n', 1)[0]}`;
  } catch {
    return 'no Java';
  }
}
