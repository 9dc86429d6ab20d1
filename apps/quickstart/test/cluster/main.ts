/** `npm run test:cluster`: faults × load on a real cluster, and what came of everything that was acknowledged. */
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { missingNeeds, rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { balancer, CLUSTER_NEEDS, databaseCluster } from '@gatehouse/testkit/cluster';
import { FAULTS, type Fault, type FaultName, faultNames } from './faults.ts';
import { startProductCluster } from './product.ts';
import { documentOf, type FaultSummary, isBroken, summaryOf, tableOf } from './report.ts';
import { type RoundResult, runRound } from './round.ts';

const HELP = `npm run test:cluster -- [OPTIONS]

Runs the product on a database cluster, breaks one thing after the other under load, and checks that nothing acknowledged was lost,
doubled, or accepted after its revocation. Exit code 1 when something was.

  --rounds N      rounds of each fault, 20 unless told
  --short         2 rounds of each, which share one load: some minutes in all
  --fault NAME    only this one; may be repeated: ${faultNames.join(', ')}
  --direct        no server goes through PgBouncer
  --report        writes benchmarks/reports/cluster-YYYY-MM-DD.{json,md}
  --judge-times   goals that are missed count as failures too, and revocations must reach APIs within 2 s instead of 15 s
  --keep FOLDER   keeps the journals there
  --help
`;

interface Options {
  readonly rounds: number;
  /** Rounds that share a load. */
  readonly strikes: number;
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
  const rounds = Number(values.rounds ?? (values.short ? 1 : 20));
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError(`--rounds ${values.rounds}: a whole number from 1`);
  const unknown = values.fault?.find((name) => !(name in FAULTS));
  if (unknown !== undefined) throw new TypeError(`--fault ${unknown}: one of ${faultNames.join(', ')}`);
  return {
    rounds,
    strikes: values.short ? 2 : 1,
    faults: (values.fault as FaultName[] | undefined) ?? faultNames,
    isDirect: values.direct ?? false,
    willReport: values.report ?? false,
    judgesTimes: values['judge-times'] ?? false,
    keep: values.keep,
  };
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Rejects on SIGINT and SIGTERM, so that everything that was started is ended. */
async function interrupted(): Promise<never> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const signal = await Promise.race(signals.map(async (name) => once(process, name).then(() => name)));
  throw new TypeError(`ended by ${signal}`);
}

async function runFaults(
  { rounds, strikes, faults, isDirect, judgesTimes }: Options,
  folder: string,
): Promise<FaultSummary[]> {
  const ending = interrupted();
  ending.catch(() => undefined);
  say('starting the database cluster');
  const database = await databaseCluster();
  const { url, pooledUrl } = database;
  let product: Awaited<ReturnType<typeof startProductCluster>> | undefined;
  try {
    say('starting the servers');
    product = await startProductCluster(isDirect ? [url, url, url] : [pooledUrl, pooledUrl, url], balancer);
    const summaries: FaultSummary[] = [];
    for (const name of faults) {
      const fault: Fault = FAULTS[name];
      const results: RoundResult[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const startedAt = performance.now();
        const feedSeconds = judgesTimes ? 2 : 15;
        const options = { database, product, fault, round, strikes, folder, name: `${name}-${round + 1}`, feedSeconds };
        const result = await Promise.race([runRound(options), ending]);
        results.push(result);
        say(lineOf(fault.title, round, result, (performance.now() - startedAt) / 1000));
      }
      summaries.push(summaryOf(name, results));
    }
    return summaries;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    for (const server of product?.servers ?? []) say(server.log());
    say(database.logs());
    throw error;
  } finally {
    await product?.stop();
    await database.stop();
  }
}

function lineOf(title: string, round: number, result: RoundResult, tookSeconds: number): string {
  const { violations, requests, strikes } = result;
  const costs = strikes.map(({ failures, ...seconds }) => {
    const failed = Object.entries(failures.byKind).map(([kind, times]) => `${times} × ${kind}`);
    const { databaseSeconds, firstRotationSeconds, firstClientCredentialsSeconds } = seconds;
    const times = [databaseSeconds, firstRotationSeconds, firstClientCredentialsSeconds].map((one) => one.toFixed(2));
    return `  database ${times[0]} s, first refresh ${times[1]} s, first client credentials ${times[2]} s; failed: ${failed.join(', ') || 'none'}`;
  });
  return [
    `${title}, round ${round + 1}: ${violations.length === 0 ? 'good' : 'BROKEN'}, ${requests} requests, ${tookSeconds.toFixed(0)} s`,
    ...costs,
    ...violations.map(({ rule, text }) => `  ${rule}: ${text}`),
  ].join('\n');
}

function writeReport(summaries: readonly FaultSummary[], minutes: number): void {
  const folder = join(rootDirectory, 'benchmarks/reports');
  mkdirSync(folder, { recursive: true });
  const day = new Date().toISOString().slice(0, 10);
  const path = join(folder, `cluster-${day}`);
  writeFileSync(
    `${path}.json`,
    `${JSON.stringify({ day, minutes: Math.round(minutes), faults: summaries }, undefined, 2)}\n`,
  );
  writeFileSync(`${path}.md`, documentOf(summaries, day, minutes));
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
  if (options.willReport) writeReport(summaries, minutes);
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
