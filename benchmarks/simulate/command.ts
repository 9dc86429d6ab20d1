/** The command: `npm run -s bench -- simulate …`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../processes.ts';
import { type Assumptions, assumptionNames, readAssumptions, withValues } from './assumptions.ts';
import { keepCosts, readCosts } from './costs.ts';
import { measureCosts } from './measuring/measure.ts';
import { pictureOf } from './picture.ts';
import {
  count,
  documentOf,
  peopleIn,
  reportOn,
  rowsOf,
  type SimulationReport,
  validationSection,
  writeSimulation,
} from './report.ts';
import { type Validation, validate, validationLines } from './validation.ts';

const reports = join(ROOT, 'benchmarks/reports');
const validationFile = join(import.meta.dirname, 'validation.json');
const defaultUsers = [1e6, 1e8, 1e9];
const kebab = (name: string) => name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);

/** What can be asked, with the values that hold when nothing is said. */
function usage(assumptions: Assumptions): string {
  const flags = assumptionNames.map(([group, name]) => {
    const { value, unit } = (assumptions[group] as Record<string, { value: number; unit: string }>)[name]!;
    return `  --${kebab(name).padEnd(26)} ${String(value).padEnd(7)} ${unit}`;
  });
  return [
    'npm run -s bench -- simulate [--users N] [--write] [--json]   what so many people need, and how long requests take then',
    'npm run -s bench -- simulate --measure [--seconds N]         measures what flows cost on this machine, some five minutes (seconds of flows one at a time: 30)',
    'npm run -s bench -- simulate --validate [--seconds N]        the simulation of one machine beside the machine, some thirteen minutes (seconds of each load: 60)',
    '',
    'Examples:',
    '  npm run -s bench -- simulate --users 5e6 --sign-ins-per-day 2 --session-hours 8 --access-token-minutes 10',
    '  npm run -s bench -- simulate --users 1e8 --audit-share 0 --per-vcpu-hour 0.03',
    '',
    '  --users N                    people, as 5e6 or 5000000; may be said more than once (1e6, 1e8, 1e9)',
    '  --assumptions FILE           a JSON object of names and values, instead of flags: {"signInsPerDay": 2}; "hours" takes 24 shares of the day',
    '  --seed N                     another seed, another day (1)',
    '  --write                      writes the report and its picture to benchmarks/reports; --measure and --validate do, too',
    '  --json                       one JSON object for each number of people, a line each',
    '',
    'What is assumed, and may be said otherwise:',
    ...flags,
    '',
  ].join('\n');
}

const readValidation = (): Validation | undefined =>
  existsSync(validationFile) ? (JSON.parse(readFileSync(validationFile, 'utf8')) as Validation) : undefined;

/** The document of a report, with the latest comparison with the machine. */
export function wholeDocument(report: SimulationReport): string {
  const validation = readValidation();
  return documentOf(report, validationSection(validation, validation ? validationLines(validation) : []));
}

function write(report: SimulationReport): void {
  const parts = { document: wholeDocument(report), picture: pictureOf(report) };
  for (const file of writeSimulation(reports, report, parts)) process.stderr.write(`simulate: wrote ${file}\n`);
}

function print(report: SimulationReport): void {
  const rows = [['people', '', ...report.answers.map(({ plan }) => peopleIn(plan.users))], ...rowsOf(report.answers)];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd()}\n`,
    );
  const { perVcpuHour, perGigabyteMonth } = report.assumptions.prices;
  process.stdout.write(
    `\nPrices are assumptions: $${perVcpuHour.value} a vCPU and hour, $${perGigabyteMonth.value} a GB and month. ` +
      `Costs were measured on ${report.costsFrom.date}; --help lists all that is assumed.\n`,
  );
}

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least)
    throw new TypeError(`--${name} takes a number from ${count(least)} up, not ${JSON.stringify(text)}`);
  return value;
}

function optionsOf(parameters: readonly string[]) {
  const told = Object.fromEntries(assumptionNames.map(([, name]) => [kebab(name), { type: 'string' as const }]));
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      ...told,
      users: { type: 'string', multiple: true },
      assumptions: { type: 'string' },
      seed: { type: 'string', default: '1' },
      seconds: { type: 'string' },
      measure: { type: 'boolean', default: false },
      validate: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const flags = values as Record<string, unknown>;
  const said = assumptionNames.flatMap(([, name]) => {
    const value = flags[kebab(name)];
    return value === undefined ? [] : [[name, value] as const];
  });
  const fromFile = values.assumptions === undefined ? {} : objectIn(values.assumptions);
  return { values, assumptions: withValues(readAssumptions(), { ...fromFile, ...Object.fromEntries(said) }) };
}

function objectIn(file: string): Record<string, unknown> {
  const given: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (given === null || typeof given !== 'object' || Array.isArray(given))
    throw new TypeError(`${file} is no object of names and values`);
  return given as Record<string, unknown>;
}

/** The exit code: 64 when it was asked wrongly, 1 when flows failed while it was measured. */
export async function simulation(parameters: readonly string[]): Promise<0 | 1 | 64> {
  let asked: ReturnType<typeof optionsOf>;
  let users: readonly number[];
  let seed: number;
  let seconds: number;
  try {
    asked = optionsOf(parameters);
    users = asked.values.users?.map((text) => numberOf('users', text, 1)) ?? defaultUsers;
    seed = numberOf('seed', asked.values.seed, 0);
    seconds = numberOf('seconds', asked.values.seconds ?? (asked.values.validate ? '60' : '30'), 1);
  } catch (error) {
    process.stderr.write(`${Error.isError(error) ? error.message : String(error)}\n`);
    return 64;
  }
  const { values, assumptions } = asked;
  if (values.help) {
    process.stdout.write(usage(assumptions));
    return 0;
  }
  const isOfOwn =
    users !== defaultUsers || seed !== 1 || JSON.stringify(assumptions) !== JSON.stringify(readAssumptions());
  const writes = values.write || values.measure || values.validate;
  if (writes && isOfOwn) {
    process.stderr.write('the report that is written is the one without other people, seeds and assumptions\n');
    return 64;
  }
  if (values.measure) keepCosts(await measureCosts(seconds));
  let errors = 0;
  if (values.validate) {
    const validation = await validate(seconds);
    ({ errors } = validation);
    writeFileSync(validationFile, `${JSON.stringify(validation, undefined, 2)}\n`);
    process.stdout.write(`${validationLines(validation).join('\n')}\n`);
  }
  const date = new Date().toISOString().slice(0, 10);
  const report = reportOn({ users, costs: readCosts(), assumptions, seed, date });
  if (writes) write(report);
  if (values.json) for (const answer of report.answers) process.stdout.write(`${JSON.stringify(answer)}\n`);
  else if (!values.validate) print(report);
  return errors > 0 ? 1 : 0;
}
