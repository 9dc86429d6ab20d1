/**
 * Owns the benchmarks: `npm run -s bench -- [NAME…] [--json] [--seconds N]`; `admin` stands for all `admin-…`. A scenario measures the real programs and,
 * in the same call and in turns, what it compares them with; only the ratio travels from machine to machine.
 * Three are commands of their own: `guard [--keep]`, `peers [NAME…] [--seconds N]`, and `simulate …`, which has its own options.
 */
import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { peers } from './peers/compare.ts';
import { guard } from './regressions/guard.ts';
import { keepResult, type Outcome, outcomeOf, tableOf } from './report.ts';
import type { BenchmarkContext, Round, Scenario, Stoppable } from './scenario.ts';
import { simulation } from './simulate/command.ts';

async function scenarios(): Promise<Scenario[]> {
  const files = globSync('scenarios/*.ts', { cwd: import.meta.dirname }).toSorted();
  const given = await Promise.all(
    files.map(async (file) => (await import(`./${file}`)).default as Scenario | Scenario[]),
  );
  return given.flat();
}

async function measure(scenario: Scenario, seconds: number): Promise<Outcome> {
  const started: Stoppable[] = [];
  const context: BenchmarkContext = {
    seconds,
    say: (text) => process.stderr.write(`${scenario.name}: ${text}\n`),
    stopAtEnd(one) {
      started.push(one);
      return one;
    },
  };
  try {
    const prepared = await scenario.prepare(context);
    const rounds: Round[] = [];
    for (let index = 0; index < scenario.rounds; index += 1) rounds.push(await prepared.round(index));
    const outcome = outcomeOf(scenario, rounds);
    keepResult(outcome, rounds, seconds);
    return outcome;
  } finally {
    for (const one of started.toReversed()) await one.stop();
  }
}

/** What can be asked for. */
async function usage(): Promise<string> {
  const known = await scenarios();
  const width = Math.max(...known.map(({ name }) => name.length));
  return [
    'npm run -s bench -- [NAME…] [--seconds N] [--json]   some benchmarks, or all: rounds of N seconds (5), in the order below',
    'npm run -s bench -- peers [SERVER…] [--seconds N]     beside other servers; all of them write a report (ten minutes with 2)',
    'npm run -s bench -- simulate [--help]                 what 10^6 to 10^9 people need: nodes, database, cost, times',
    'npm run -s bench -- guard [--keep]                    beside the baseline of this kind of machine (a minute)',
    '',
    'A name stands for those that begin with it and a hyphen, too. Most take half a minute to two minutes.',
    '',
    ...known.map(({ name, unit, against }) => `  ${name.padEnd(width)}  ${unit}; against ${against}`),
    '',
  ].join('\n');
}

async function main(): Promise<number> {
  if (process.argv[2] === 'simulate') return await simulation(process.argv.slice(3));
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '5' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(await usage());
    return 0;
  }
  const seconds = Number(values.seconds);
  if (positionals.join() === 'guard') return await guard({ keep: values.keep });
  if (positionals[0] === 'peers' && seconds > 0) return await peers({ names: positionals.slice(1), seconds });
  const known = await scenarios();
  const isNamed = (scenario: Scenario, name: string) =>
    known.some((one) => one.name === name) ? scenario.name === name : scenario.name.startsWith(`${name}-`);
  const unknown = positionals.filter((name) => !known.some((scenario) => isNamed(scenario, name)));
  if (unknown.length > 0 || !(seconds > 0)) {
    const names = known.map(({ name }) => name).join(', ');
    process.stderr.write(
      unknown.length > 0
        ? `no benchmark is called ${unknown.join(', ')}; there are ${names}\n`
        : '--seconds takes a number above 0\n',
    );
    return 64;
  }
  const chosen = positionals.length > 0 ? known.filter((one) => positionals.some((name) => isNamed(one, name))) : known;
  const outcomes: Outcome[] = [];
  let errors = 0;
  for (const scenario of chosen) {
    try {
      const outcome = await measure(scenario, seconds);
      outcomes.push(outcome);
      errors += outcome.errors;
      if (values.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
    } catch (error) {
      errors += 1;
      process.stderr.write(`${scenario.name}: ${Error.isError(error) ? error.message : String(error)}\n`);
    }
  }
  if (!values.json && outcomes.length > 0) process.stdout.write(`${tableOf(outcomes)}\n`);
  return errors > 0 ? 1 : 0;
}

process.exitCode = await main();
