/** The report of a simulation: one object, a document made of it, and a picture. */
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Failover,
  type Latency,
  latencyOf,
  runSlice,
  simulateChangesRow,
  simulateFailover,
  sliceOf,
  withoutHashes,
} from './answers.ts';
import { type Assumptions, valuesOf, withValues } from './assumptions.ts';
import { type FlowCost, type FlowName, flowNames, flows, type MeasuredCosts, type Store, stores } from './costs.ts';
import { behaviourOf, type Plan, planFor } from './plan.ts';
import type { Validation } from './validation.ts';

/** Simulated seconds of each run. */
const seconds = 14;
/** A load at which a slice is run, in parts of the busiest hour's. */
const loads = [0.25, 0.5, 0.75, 1, 1.2, 1.4, 1.5, 1.6];

/** What so many people need, and how long they wait. */
export interface Answer {
  readonly plan: Plan;
  /** When tokens that are issued are recorded in a stream, not in the database (GATEHOUSE_AUDIT_TOKENS=stream). */
  readonly auditInStream: Pick<Plan, 'databaseGigabytes' | 'dollarsPerHour'>;
  readonly requests: Latency;
  /** Of the request with the password. */
  readonly password: Latency;
  /** Of the row that revocations take their order from: p50, p99 and the share of time in which it is held. */
  readonly changesRow: Latency & { readonly use: number };
  readonly serverUse: number;
  readonly databaseUse: number;
  /** p99 of all requests but passwords with twice as many servers in the slice. */
  readonly twiceTheSlice: Latency;
  readonly failover: Failover;
}

/** Costs of a flow that the report shows. */
const shownCosts = [
  'mainMs',
  'coldMs',
  'sideMs',
  'hashMs',
  'databaseMs',
  'databaseColdMs',
  'trips',
  'logBytes',
  'rowsNew',
  'rowsChanged',
  'auditRows',
] as const;

export interface SimulationReport {
  readonly date: string;
  readonly seed: number;
  readonly assumptions: Assumptions;
  readonly costsFrom: Pick<MeasuredCosts, 'date' | 'command' | 'machine' | 'versions' | 'signatureMs'>;
  /** What each flow costs, without how its time varies. */
  readonly flowCosts: readonly ({ readonly flow: FlowName; readonly store: Store } & Pick<
    FlowCost,
    (typeof shownCosts)[number]
  >)[];
  readonly answers: readonly Answer[];
  /** p99 over load, of the last of them. */
  readonly overLoad: readonly ({ readonly load: number } & Latency)[];
  readonly nodesOverUsers: readonly {
    readonly users: number;
    readonly serverNodes: number;
    readonly databaseNodes: number;
  }[];
}

export interface Question {
  readonly users: readonly number[];
  readonly costs: MeasuredCosts;
  readonly assumptions: Assumptions;
  readonly seed: number;
  readonly date: string;
}

function answerFor(users: number, { costs, assumptions, seed }: Question): Answer {
  const plan = planFor(users, costs, assumptions);
  const slice = sliceOf(plan, assumptions, 6);
  const run = runSlice(slice, costs, { seconds, seed });
  const twice = runSlice(sliceOf(plan, assumptions, 12), costs, { seconds, seed: seed + 10 });
  const { databaseGigabytes, dollarsPerHour } = planFor(users, costs, withValues(assumptions, { auditShare: 0 }));
  return {
    plan,
    auditInStream: { databaseGigabytes, dollarsPerHour },
    requests: latencyOf(withoutHashes(run)),
    password: latencyOf(run.times.get('password') ?? []),
    changesRow: simulateChangesRow(plan, costs, assumptions, seed),
    serverUse: run.serverUse,
    databaseUse: run.databaseUse,
    twiceTheSlice: latencyOf(withoutHashes(twice)),
    failover: simulateFailover(slice, costs, valuesOf(assumptions.machines).failoverSeconds, seed),
  };
}

const shownOf = (cost: FlowCost) =>
  Object.fromEntries(shownCosts.map((name) => [name, cost[name]])) as Pick<FlowCost, (typeof shownCosts)[number]>;

/** Answers a question; the same question has the same answer. */
export function reportOn(question: Question): SimulationReport {
  const { costs, assumptions, seed, date, users } = question;
  const answers = users.map((count) => answerFor(count, question));
  const largest = answers.at(-1)!.plan;
  const slice = sliceOf(largest, assumptions, 6);
  return {
    date,
    seed,
    assumptions,
    costsFrom: {
      date: costs.date,
      command: costs.command,
      machine: costs.machine,
      versions: costs.versions,
      signatureMs: costs.signatureMs,
    },
    flowCosts: stores.flatMap((store) =>
      flowNames.map((flow) => ({ flow, store, ...shownOf(costs.flows[store][flow]) })),
    ),
    answers,
    overLoad: loads.map((load) => ({
      load,
      ...latencyOf(withoutHashes(runSlice(slice, costs, { seconds: 10, seed, load }))),
    })),
    nodesOverUsers: [1e5, 1e6, 1e7, 1e8, 1e9].map((count) => {
      const { serverNodes, databaseNodes } = planFor(count, costs, assumptions);
      return { users: count, serverNodes, databaseNodes };
    }),
  };
}

export const count = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(2)).toLocaleString('en');
const milliseconds = ({ p50Ms, p99Ms }: Latency): string =>
  Number.isNaN(p50Ms) ? '–' : `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)}`;
export const peopleIn = (users: number): string => users.toLocaleString('en');
const volume = (gigabytes: number): string =>
  gigabytes >= 1000 ? `${count(gigabytes / 1000)} TB` : `${count(gigabytes)} GB`;
const bottleneckOf = ({ ofPrimary: [first] }: Plan): string =>
  first ? `${first.name}: ${count(first.needed)} of ${count(first.ofOne)} ${first.unit}` : '–';

/** What the answers are, line by line: name, how it is known, and the value for each. */
export const rowsOf = (answers: readonly Answer[]): readonly (readonly string[])[] => {
  const row = (name: string, how: string, value: (answer: Answer) => string) => [name, how, ...answers.map(value)];
  return [
    row('flows a second, busiest hour', 'arithmetic', ({ plan }) =>
      count(Object.values(plan.peak).reduce((a, b) => a + b, 0)),
    ),
    row('of them refreshes', 'arithmetic', ({ plan }) => count(plan.peak.refresh)),
    row('and token exchanges for the gateway', 'arithmetic', ({ plan }) => count(plan.peak['token-exchange'])),
    row('authorization server nodes', 'arithmetic', ({ plan }) => count(plan.serverNodes)),
    row('gateway nodes', 'arithmetic', ({ plan }) => count(plan.gatewayNodes)),
    row('databases, each a primary with standbys', 'arithmetic', ({ plan }) => count(plan.deployments)),
    row('database nodes × vCPU', 'arithmetic', ({ plan }) => `${count(plan.databaseNodes)} × ${plan.databaseCores}`),
    row('connections to each primary', 'arithmetic', ({ plan }) => count(plan.connectionsOfPrimary)),
    row('what one primary runs out of first', 'arithmetic', ({ plan }) => bottleneckOf(plan)),
    row('write-ahead log, MB/s', 'arithmetic', ({ plan }) => count(plan.logMegabytesPerSecond)),
    row('database size, one copy', 'arithmetic', ({ plan }) => volume(plan.databaseGigabytes)),
    row('of it audit records', 'arithmetic', ({ plan }) => volume(plan.auditGigabytes)),
    row('cost an hour, $', 'assumed prices', ({ plan }) => count(plan.dollarsPerHour)),
    row('size with tokens recorded in a stream only', 'arithmetic', ({ auditInStream }) =>
      volume(auditInStream.databaseGigabytes),
    ),
    row('cost an hour then, $', 'assumed prices', ({ auditInStream }) => count(auditInStream.dollarsPerHour)),
    row('requests, p50 / p99 ms', 'simulated', ({ requests }) => milliseconds(requests)),
    row('with twice the slice', 'simulated', ({ twiceTheSlice }) => milliseconds(twiceTheSlice)),
    row('password request, p50 / p99 ms', 'simulated', ({ password }) => milliseconds(password)),
    row('row of changes, p50 / p99 ms', 'simulated', ({ changesRow }) => milliseconds(changesRow)),
    row(
      'row of changes, share of time held',
      'simulated',
      ({ changesRow }) => `${(changesRow.use * 100).toFixed(1)} %`,
    ),
    row('servers’ cores used', 'simulated', ({ serverUse }) => `${(serverUse * 100).toFixed(0)} %`),
    row('database’s cores used', 'simulated', ({ databaseUse }) => `${(databaseUse * 100).toFixed(0)} %`),
    row('failover: answers 503 for each flow begun meanwhile', 'simulated', ({ failover }) =>
      failover.refusalsOfEach.toFixed(1),
    ),
    row('failover: given up after five attempts', 'simulated', ({ failover }) => count(failover.refused)),
    row('failover: slow after the new primary, s', 'simulated', ({ failover }) => failover.recoverySeconds.toFixed(1)),
  ];
};

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export function assumptionLines({ behaviour, hours, machines, rows, prices }: Assumptions): string[] {
  const all = Object.entries({ ...behaviour, hours, ...machines, ...rows, ...prices });
  return all.map(([name, { value, unit, kind, source }]) =>
    line([`\`${name}\``, typeof value === 'number' ? String(value) : value.join(' '), unit, kind, source]),
  );
}

/** The report as people read it. */
export function documentOf(report: SimulationReport, validation: string): string {
  const { date, seed, answers, assumptions, costsFrom } = report;
  const { cpu, cores } = costsFrom.machine;
  const rows = rowsOf(answers);
  const { mean } = behaviourOf(1e6, assumptions);
  return [
    `# Simulation, ${date}`,
    '',
    `Made by \`npm run -s bench -- simulate\` with the seed ${seed}; the same figures as data are in \`simulation-${date}.json\`.`,
    '',
    `![p99 over load, nodes over users](simulation-${date}.svg)`,
    '',
    '## What so many people need',
    '',
    line(['people', 'how it is known', ...answers.map(({ plan }) => peopleIn(plan.users))]),
    `|${'---|'.repeat(answers.length + 2)}`,
    ...rows.map(line),
    '',
    `A person begins ${((Object.values(mean).reduce((a, b) => a + b, 0) * 86_400) / 1e6).toFixed(1)} flows a day. Resource servers verify tokens themselves and are no load here; they fetch keys and the revocation feed.`,
    'A part of each plan was simulated, six servers with their share of the arrivals and of one database, and once more with twelve; where the two rows of times agree, the size of the part does not matter.',
    '',
    '## Beside the machine itself',
    '',
    validation,
    '',
    '## What is measured, what is assumed',
    '',
    `- Measured (${costsFrom.date}, \`${costsFrom.command}\`, ${cores} × ${cpu}, Node ${costsFrom.versions.node}, ${costsFrom.versions.postgres}): processor time of main thread, other threads, hashes and database for each flow, its transactions, its bytes of log, its rows, how its time varies when it is alone.`,
    `- How fast that machine was: a signature (RSA-2048) cost ${costsFrom.signatureMs.toFixed(2)} ms of processor time. Where it costs half, so do the servers (\`--slowdown 0.5\`).`,
    '- Arithmetic: nodes and sizes, from these and the behaviour below. One node more than the busiest hour needs.',
    '- Simulated: times, use of cores, and what a failover does.',
    '- Assumed: everything else, in the table below. Prices most of all.',
    '- Not in it: TLS at the servers, networks between regions, attacks, mails, second factors, opaque access tokens, DPoP, a database whose working set exceeds its memory, and how PostgreSQL behaves beyond the sizes that were measured.',
    '- A request’s work on the main thread is split evenly before, between and after what it waits for: a guess, which moves no total.',
    '',
    '## What a flow costs, measured',
    '',
    'Milliseconds of processor time of the main thread among many requests, more for the first of those that it handles together, of other threads, of the hash, of the database among many, more when it does nothing else; transactions; bytes of log; rows. What is written is the same on both.',
    '',
    line([
      'flow',
      'store',
      'main',
      'first',
      'other',
      'hash',
      'database',
      'first',
      'transactions',
      'log',
      'rows new',
      'rows changed',
      'audit',
    ]),
    `|${'---|'.repeat(13)}`,
    ...report.flowCosts.map((cost) =>
      line([
        flows[cost.flow],
        cost.store,
        ...shownCosts.map((name) => (name === 'logBytes' ? count(cost[name]) : cost[name].toFixed(1))),
      ]),
    ),
    '',
    '## Assumptions',
    '',
    line(['name', 'value', 'unit', 'kind', 'source']),
    '|---|---|---|---|---|',
    ...assumptionLines(assumptions),
    '',
  ].join('\n');
}

/** As it is written: six digits, so that another machine's arithmetic gives the same text. */
export const textOf = (report: SimulationReport): string =>
  `${JSON.stringify(report, (_name, value: unknown) => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value), 2)}\n`;

/** Writes `simulation-DATE.json`, `.md` and `.svg`, in place of those of another day; gives the paths. */
export function writeSimulation(
  folder: string,
  report: SimulationReport,
  parts: { document: string; picture: string },
): string[] {
  mkdirSync(folder, { recursive: true });
  for (const old of globSync('simulation-*', { cwd: folder })) rmSync(join(folder, old));
  const path = join(folder, `simulation-${report.date}`);
  writeFileSync(`${path}.json`, textOf(report));
  writeFileSync(`${path}.md`, parts.document);
  writeFileSync(`${path}.svg`, parts.picture);
  return ['json', 'md', 'svg'].map((ending) => `${path}.${ending}`);
}

/** What stands in the document of the comparison with the machine. */
export function validationSection(validation: Validation | undefined, lines: readonly string[]): string {
  if (!validation) return 'Not compared yet: `npm run -s bench -- simulate --validate`.';
  return [
    `\`${validation.command}\`, ${validation.date}: the server alone on one core, load and database on the other, ${validation.seconds} seconds of each load in rounds; of 100 flows 60 are refreshes, 25 client credentials,`,
    '12 sign-ons and 3 sign-ins with a password. “Limit” is sixteen clients that are busy all the time; other loads are parts of what was done then. The simulation knows what each flow costs one at a time, which part of that',
    'is left when 48 are under way at once, without sign-ins (measured in the same call, in the same rounds), and the moments when the flows began.',
    '',
    '| store | load | figure | measured | simulated | difference |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
