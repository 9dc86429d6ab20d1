/** The report of a comparison: what is written beside this repository's documents, and what the README quotes of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../scenario.ts';
import { type Work, works } from './peer.ts';

/** One work of one server. */
export interface Figure {
  /** Medians over the rounds: answers a second, and processor time of the server for each of them. */
  readonly perSecond: number;
  readonly cpuMs: number | null;
  readonly rounds: readonly Run[];
}

export interface PeerFigures {
  readonly name: string;
  readonly version: string;
  readonly store: string;
  readonly settings: string;
  readonly differs: string;
  readonly answers: { readonly clientCredentials: string; readonly refresh: string };
  /** From the start of the process until it answers, on what an earlier start left; the median and all. */
  readonly readyMs: number;
  readonly starts: readonly number[];
  /** Of all its processes, three seconds after a start. */
  readonly idleMb: number | null;
  /** Bytes that PostgreSQL wrote to its log for each refresh. */
  readonly logBytesPerRefresh: number | null;
  readonly works: Partial<Record<Work, Figure>>;
}

export interface PeersReport {
  readonly date: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGb: number };
  readonly versions: { readonly node: string; readonly postgres: string; readonly java: string };
  readonly seconds: number;
  readonly rounds: number;
  readonly peers: readonly PeerFigures[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/** Writes `peers-DATE.json` and `peers-DATE.md`; gives the paths. */
export function writeReport(folder: string, report: PeersReport): string[] {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `peers-${report.date}`);
  writeFileSync(`${path}.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(`${path}.md`, documentOf(report));
  return [`${path}.md`, `${path}.json`];
}

const roundsOf = ({ rounds, seconds }: PeersReport): string =>
  `${rounds} rounds of ${seconds === 1 ? 'one second' : `${seconds} seconds`}`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const rule = (columns: number): string => `|${'---|'.repeat(columns)}`;
const rate = (figure: Figure | undefined): string => (figure ? Math.round(figure.perSecond).toLocaleString('en') : '–');
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (mb: number | null): string => (mb === null ? '–' : `${mb.toFixed(0)} MB`);

/** Answers a second on one core. */
export function summaryOf({ peers }: PeersReport): string {
  const head = ['', 'client credentials', 'refresh', 'code flow', 'introspection', 'userinfo', 'idle memory', 'start'];
  const lines = peers.map(({ name, version, works: done, idleMb, readyMs }) =>
    row([
      `${name} ${version}`,
      rate(done.clientCredentials),
      rate(done.refresh),
      rate(done.codeFlow),
      rate(done.introspection),
      rate(done.userinfo),
      megabytes(idleMb),
      seconds(readyMs),
    ]),
  );
  return [row(head), rule(head.length), ...lines].join('\n');
}

/** What stands in the README. */
export function quotationOf(report: PeersReport): string {
  const { date, machine, skipped } = report;
  const path = `benchmarks/reports/peers-${date}.md`;
  return [
    `Measured by \`npm run bench -- peers\` on ${date}: answers a second of one core (${machine.cpu}), medians of ${roundsOf(report)}, with RS256`,
    `and RSA-2048, everything durable. [The report](${path}) has every round, and says how each was set up and where its work differs.`,
    'Userinfo and introspection are asked about one token again and again, whose answer Gatehouse gives again while every row that it was made of,',
    'read each time, is as it was.',
    '',
    summaryOf(report),
    ...(skipped.length > 0 ? ['', `Not measured that day: ${skipped.map(({ name }) => name).join(', ')}.`] : []),
  ].join('\n');
}

/** Puts it between the marks of the README. */
export const quotedBy = (readme: string, report: PeersReport): string =>
  readme.replace(
    /(<!-- peers -->\n)[\s\S]*(<!-- \/peers -->)/u,
    (_all, start: string, end: string) => `${start}${quotationOf(report)}\n${end}`,
  );

const cpu = ({ cpuMs }: Figure): string => (cpuMs === null ? '–' : cpuMs.toFixed(2));
const tail = ({ rounds }: Figure): string => rounds.map(({ p99Ms }) => p99Ms?.toFixed(0) ?? '–').join(', ');
const raw = ({ rounds }: Figure): string => rounds.map(({ value }) => value.toFixed(0)).join(', ');

/** The report as people read it. */
export function documentOf(report: PeersReport): string {
  const { date, machine, versions, peers, skipped } = report;
  const names = Object.keys(works) as Work[];
  const detail = (pick: (figure: Figure) => string) => [
    row(['', ...names.map((name) => works[name])]),
    rule(names.length + 1),
    ...peers.map((peer) => row([peer.name, ...names.map((name) => (peer.works[name] ? pick(peer.works[name]) : '–'))])),
  ];
  return [
    `# Servers side by side, ${date}`,
    '',
    `Made by \`npm run -s bench -- peers\`; the same figures as data are in \`peers-${date}.json\`.`,
    `One machine: ${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB. ${versions.node}, ${versions.postgres}, ${versions.java}.`,
    `Each server is alone on the first core; the load (${roundsOf(report)} for each work, all servers in turns, 16 connections)`,
    'and PostgreSQL share what is left. Keys are RSA-2048 of each server’s own, access tokens are RS256 JWTs; each answer was verified before.',
    'Absolute figures are of this machine; what travels is how they compare.',
    '',
    '## Answers a second on one core',
    '',
    summaryOf(report),
    '',
    'Memory is that of all processes of the server without its database, three seconds after a start; a start is until it says that it is ready, on the data of an earlier one.',
    '',
    '## Milliseconds of processor time of the server for each answer',
    '',
    ...detail(cpu),
    '',
    '## Every round, answers a second',
    '',
    ...detail(raw),
    '',
    '## Every round, 99th percentile in milliseconds',
    '',
    ...detail(tail),
    '',
    '## How each was set up, and where its work differs',
    '',
    row(['', 'store', 'set up', 'work', 'client credentials', 'refresh', 'bytes of log for a refresh', 'starts in ms']),
    rule(8),
    ...peers.map((peer) =>
      row([
        `${peer.name} ${peer.version}`,
        peer.store,
        peer.settings,
        peer.differs,
        peer.answers.clientCredentials,
        peer.answers.refresh,
        peer.logBytesPerRefresh === null ? '–' : Math.round(peer.logBytesPerRefresh).toLocaleString('en'),
        peer.starts.map((ms) => ms.toFixed(0)).join(', '),
      ]),
    ),
    '',
    ...(skipped.length > 0
      ? ['## Not measured', '', ...skipped.map(({ name, reason }) => `- ${name}: ${reason}`), '']
      : []),
  ].join('\n');
}
