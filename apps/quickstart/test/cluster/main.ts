/** `npm run test:cluster`: faults × load on a real cluster, and what came of everything that was acknowledged. */
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { missingNeeds, rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { balancer, CLUSTER_NEEDS, databaseCluster } from '@gatehouse/testkit/cluster';
import { FAULTS, type FaultName, faultNames } from './faults.ts';
import { startProductCluster } from './product.ts';
import { documentOf, type FaultSummary, isBroken, summaryOf, tableOf } from './report.ts';
import { runRound, type Strike, type StrikeResult } from './round.ts';

const HELP = `npm run test:cluster -- [OPTIONS]

Runs the product on a database cluster, breaks one thing after the other under load, and checks that nothing acknowledged was lost,
doubled, or accepted after its revocation. Exit code 1 when something was.

  --rounds N      rounds of each fault, 20 unless told
  --short         2 rounds of each, all under one load: some minutes
  --clusters N    so many clusters beside each other share the rounds, 1 unless told
  --fault NAME    only this one; may be repeated: ${faultNames.join(', ')}
  --direct        no server goes through PgBouncer
  --report        writes benchmarks/reports/cluster-YYYY-MM-DD.{json,md}; the second of a day ends in -2
  --judge-times   goals that are missed count as failures too, and revocations must reach APIs within 2 s instead of 15 s
  --keep FOLDER   keeps the journals there, and the logs of a load that broke a rule
  --help
`;

interface Options {
  readonly rounds: number;
  readonly clusters: number;
  /** Whether all rounds share one load. */
  readonly isShort: boolean;
  readonly faults: readonly FaultName[];
  readonly isDirect: boolean;
  readonly willReport: boolean;
  readonly judgesTimes: boolean;
  readonly keep: string | undefined;
}

function optionsOf(argv: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: 'string' },
      clusters: { type: 'string', default: '1' },
      short: { type: 'boolean' },
      fault: { type: 'string', multiple: true },
      direct: { type: 'boolean' },
      report: { type: 'boolean' },
      'judge-times': { type: 'boolean' },
      keep: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const rounds = Number(values.rounds ?? (values.short ? 2 : 20));
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError(`--rounds ${values.rounds}: a whole number from 1`);
  const clusters = Number(values.clusters);
  if (!Number.isInteger(clusters) || clusters < 1 || clusters > rounds)
    throw new TypeError(`--clusters ${values.clusters}: a whole number from 1 to that of rounds`);
  const unknown = values.fault?.find((name) => !(name in FAULTS));
  if (unknown !== undefined) throw new TypeError(`--fault ${unknown}: one of ${faultNames.join(', ')}`);
  return {
    rounds,
    clusters,
    isShort: values.short ?? false,
    faults: (values.fault as FaultName[] | undefined) ?? faultNames,
    isDirect: values.direct ?? false,
    willReport: values.report ?? false,
    judgesTimes: values['judge-times'] ?? false,
    keep: values.keep,
  };
}

/** Rounds of a fault that share a load: what is acknowledged before one of them has to outlive the others too. */
const ROUNDS_OF_A_LOAD = 5;

/** What happens under one load. */
interface Plan {
  readonly name: string;
  readonly strikes: readonly Strike[];
}

/** @param cluster which one, from 0: it takes its share of the rounds */
function plansOf({ rounds, clusters, faults, isShort }: Options, cluster: number): Plan[] {
  const all = faults.map((fault) =>
    Array.from({ length: rounds }, (_, round): Strike => ({ fault, round })).filter(
      ({ round }) => round % clusters === cluster,
    ),
  );
  const name = clusters === 1 ? '' : `cluster-${cluster + 1}-`;
  if (isShort) return [{ name: `${name}all`, strikes: all.flat() }];
  return all.flatMap((strikes) =>
    Array.from({ length: Math.ceil(strikes.length / ROUNDS_OF_A_LOAD) }, (_, index) => ({
      name: `${name}${strikes[0]!.fault}-${index + 1}`,
      strikes: strikes.slice(index * ROUNDS_OF_A_LOAD, (index + 1) * ROUNDS_OF_A_LOAD),
    })),
  );
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Rejects on SIGINT and SIGTERM, so that everything that was started is ended. */
async function interrupted(): Promise<never> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const signal = await Promise.race(signals.map(async (name) => once(process, name).then(() => name)));
  throw new TypeError(`ended by ${signal}`);
}

/** @param ending rejects when all is to end */
async function runOnCluster(
  options: Options,
  cluster: number,
  { folder, ending }: { readonly folder: string; readonly ending: Promise<never> },
): Promise<StrikeResult[]> {
  say('starting the database cluster');
  const database = await databaseCluster();
  const { url, pooledUrl } = database;
  let product: Awaited<ReturnType<typeof startProductCluster>> | undefined;
  try {
    say('starting the servers');
    product = await startProductCluster(options.isDirect ? [url, url, url] : [pooledUrl, pooledUrl, url], balancer);
    const feedSeconds = options.judgesTimes ? 2 : 15;
    const results: StrikeResult[] = [];
    const progress = ({ fault, round }: Strike, seconds: number): void =>
      say(`${FAULTS[fault].title}, round ${round + 1}: over after ${seconds.toFixed(1)} s`);
    for (const { name, strikes } of plansOf(options, cluster)) {
      const startedAt = performance.now();
      const round = runRound({ database, product, strikes, folder, name, feedSeconds, progress });
      const judged = await Promise.race([round, ending]);
      results.push(...judged);
      say(`looked at everything: ${((performance.now() - startedAt) / 1000).toFixed(0)} s for the load ${name}`);
      for (const one of judged) say(lineOf(one));
      if (judged.some(({ violations }) => violations.length > 0))
        writeFileSync(join(folder, `${name}.log`), `${product.logs()}\n----\n${database.logs()}`, { mode: 0o600 });
    }
    return results;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    if (product) say(product.logs());
    say(database.logs());
    throw error;
  } finally {
    await product?.stop();
    await database.stop();
  }
}

/** Runs all rounds; where one cluster fails, the others end too. */
async function runFaults(options: Options, folder: string): Promise<FaultSummary[]> {
  const failure = Promise.withResolvers<never>();
  const ending = Promise.race([interrupted(), failure.promise]);
  ending.catch(() => undefined);
  const running = Array.from({ length: options.clusters }, (_, cluster) =>
    runOnCluster(options, cluster, { folder, ending }),
  );
  for (const one of running) one.catch(failure.reject);
  const settled = await Promise.allSettled(running);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) throw await ending.catch((error: unknown) => error);
  const results = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  return options.faults.map((name) =>
    summaryOf(
      name,
      results.filter(({ fault }) => fault === name),
    ),
  );
}

function lineOf(result: StrikeResult): string {
  const { fault, round, violations, requests, failures, withoutDatabase, withoutRefresh } = result;
  const failed = Object.entries(failures.byKind).map(([kind, times]) => `${times} × ${kind}`);
  const gaps = [withoutDatabase, withoutRefresh, result.withoutClientCredentials].map((one) => one.toFixed(2));
  return [
    `  ${FAULTS[fault].title}, round ${round + 1}: ${violations.length === 0 ? 'good' : 'BROKEN'}, ${requests} requests; without the database ${gaps[0]} s, refreshes ${gaps[1]} s, client credentials ${gaps[2]} s; failed: ${failed.join(', ') || 'none'}`,
    ...violations.map(({ rule, text }) => `    ${rule}: ${text}`),
  ].join('\n');
}

function writeReport(summaries: readonly FaultSummary[], clusters: number, minutes: number): void {
  const folder = join(rootDirectory, 'benchmarks/reports');
  mkdirSync(folder, { recursive: true });
  const day = new Date().toISOString().slice(0, 10);
  const of = (run: number): string => join(folder, `cluster-${day}${run === 1 ? '' : `-${run}`}`);
  let run = 1;
  while (existsSync(`${of(run)}.json`)) run += 1;
  const path = of(run);
  writeFileSync(
    `${path}.json`,
    `${JSON.stringify({ day, minutes: Math.round(minutes), clusters, faults: summaries }, undefined, 2)}\n`,
  );
  writeFileSync(`${path}.md`, documentOf(summaries, { day, clusters, minutes }));
  say(`wrote ${path}.json and .md`);
}

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  if (!options) {
    process.stdout.write(HELP);
    return 0;
  }
  const missing = missingNeeds(...CLUSTER_NEEDS);
  if (missing.length > 0) {
    say(`${process.env['CI'] === 'true' ? 'failed' : 'skipped'}: ${missing.join('; ')}`);
    return process.env['CI'] === 'true' ? 1 : 0;
  }
  const startedAt = performance.now();
  const { path, remove } = await temporaryDirectory();
  if (options.keep) mkdirSync(options.keep, { recursive: true });
  const summaries = await runFaults(options, options.keep ?? path);
  const minutes = (performance.now() - startedAt) / 60_000;
  say(tableOf(summaries));
  for (const { fault, late } of summaries) for (const one of late) say(`goal missed: ${fault}: ${one}`);
  if (options.willReport) writeReport(summaries, options.clusters, minutes);
  const broken = summaries.some(isBroken);
  await remove();
  return broken || (options.judgesTimes && summaries.some(({ late }) => late.length > 0)) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(error instanceof TypeError ? `${error.message}\n` : `${(error as Error).stack}\n`);
  process.exitCode = 1;
}
