/** The report of a run: faults × rounds, as JSON and as a table. */
import { cpus } from 'node:os';
import { FAULTS, type FaultName } from './faults.ts';
import type { RoundResult, StrikeResult } from './round.ts';
import type { Violation } from './rules.ts';

/** How much longer than the database itself the product may take to its first new token. */
const GOAL_SECONDS = 2;

/** All rounds of one fault together. Seconds are rounded to hundredths. */
export interface FaultSummary {
  readonly fault: string;
  readonly rounds: number;
  readonly requests: number;
  readonly lost: number;
  readonly doubled: number;
  readonly acceptedAfterRevocation: number;
  readonly failed: Readonly<Record<string, number>>;
  /** The longest time from the first to the last 503 with `Retry-After` in a round. */
  readonly refusedSeconds: number;
  readonly restartedSignIns: number;
  readonly overdueRefreshes: number;
  readonly firstRotationSeconds: Spread;
  readonly firstClientCredentialsSeconds: Spread;
  readonly databaseSeconds: Spread;
  readonly longestGapSeconds: number;
  readonly acceptedSeconds: number;
  /** What was not as quick as it should be; says nothing about correctness. */
  readonly late: readonly string[];
  readonly violations: readonly Violation[];
}

interface Spread {
  readonly median: number;
  readonly worst: number;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median: rounded(median), worst: rounded(sorted.at(-1)!) };
}

export function summaryOf(fault: FaultName, rounds: readonly RoundResult[]): FaultSummary {
  const { title, refusalSeconds }: { title: string; refusalSeconds?: number } = FAULTS[fault];
  const strikes = rounds.flatMap((round) => round.strikes);
  const violations = rounds.flatMap((round) => round.violations);
  const count = (rule: Violation['rule']): number => violations.filter((one) => one.rule === rule).length;
  const most = (pick: (strike: StrikeResult) => number): number => rounded(Math.max(...strikes.map(pick)));
  const sum = (pick: (round: RoundResult) => number): number => rounds.reduce((total, round) => total + pick(round), 0);
  const failed: Record<string, number> = {};
  for (const { failures } of strikes)
    for (const [kind, times] of Object.entries(failures.byKind)) failed[kind] = (failed[kind] ?? 0) + times;
  return {
    fault: title,
    rounds: strikes.length,
    requests: sum(({ requests }) => requests),
    lost: count('lost'),
    doubled: count('doubled'),
    acceptedAfterRevocation: count('accepted'),
    failed,
    refusedSeconds: most(({ failures }) => failures.refusedSeconds),
    restartedSignIns: sum(({ restarted }) => restarted),
    overdueRefreshes: sum(({ overdue }) => overdue),
    firstRotationSeconds: spread(strikes.map((strike) => strike.firstRotationSeconds)),
    firstClientCredentialsSeconds: spread(strikes.map((strike) => strike.firstClientCredentialsSeconds)),
    databaseSeconds: spread(strikes.map((strike) => strike.databaseSeconds)),
    longestGapSeconds: most((strike) => strike.longestGapSeconds),
    acceptedSeconds: rounded(Math.max(...rounds.map((round) => round.acceptedSeconds))),
    late: strikes.flatMap((strike) => lateIn(strike, refusalSeconds)),
    violations,
  };
}

/** What of it misses the goal. */
function lateIn(strike: StrikeResult, refusalSeconds: number | undefined): string[] {
  const { firstRotationSeconds: first, databaseSeconds, failures } = strike;
  const late: string[] = [];
  if (first > databaseSeconds + GOAL_SECONDS)
    late.push(`first rotation after ${rounded(first)} s, the database after ${rounded(databaseSeconds)} s`);
  if (refusalSeconds === undefined) return late;
  if (failures.hard > 0) late.push(`${failures.hard} requests failed otherwise than by 503 with Retry-After`);
  if (failures.refusedSeconds > refusalSeconds) late.push(`503 for ${rounded(failures.refusedSeconds)} s`);
  return late;
}

/** Whether something acknowledged was lost, doubled or accepted after its end. */
export const isBroken = ({ violations }: FaultSummary): boolean => violations.length > 0;

const seconds = ({ median, worst }: Spread): string => `${median} / ${worst}`;

/** A table for people. */
export function tableOf(summaries: readonly FaultSummary[]): string {
  const head =
    '| fault | rounds | requests | lost | doubled | accepted after revocation | failed requests | database, s (median / worst) | first refresh, s | first client credentials, s | longest time without a refresh, s | sign-ins begun again | goal missed |';
  const rows = summaries.map((one) => {
    const failed = Object.entries(one.failed).map(([kind, times]) => `${times} × ${kind}`);
    const cells = [
      one.fault,
      one.rounds,
      one.requests,
      one.lost,
      one.doubled,
      one.acceptedAfterRevocation,
      failed.join(', ') || 'none',
      seconds(one.databaseSeconds),
      seconds(one.firstRotationSeconds),
      seconds(one.firstClientCredentialsSeconds),
      one.longestGapSeconds,
      one.restartedSignIns,
      one.late.length,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [head, head.replace(/[^|]+/gu, '---'), ...rows].join('\n');
}

/** The text of the report beside its figures. */
export function documentOf(summaries: readonly FaultSummary[], day: string, minutes: number): string {
  const text = `# Faults of a cluster under load, ${day}

Three nodes of PostgreSQL under Patroni (one synchronous standby), etcd, PgBouncer in transaction pooling, three authorization servers
(two through PgBouncer, one by all hosts in its URL), two HAProxy, a gateway and an API: all processes of one machine
(${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}), ${Math.round(minutes)} minutes in all.
\`npm run test:cluster -- --report\` makes this report.

Seconds are counted from the fault. "database" is a bare write to whichever node takes it, "first refresh" the first rotation of a refresh token.
A goal is missed where the first refresh came more than ${GOAL_SECONDS} s after the database, or where a planned change cost more than 503 with Retry-After.

${tableOf(summaries)}
`;
  const details = summaries.flatMap(({ fault, late, violations }) => [
    ...violations.map(({ rule, text: said }) => `- ${fault}: ${rule}: ${said}`),
    ...late.map((said) => `- ${fault}: ${said}`),
  ]);
  return details.length === 0 ? text : `${text}\n${details.join('\n')}\n`;
}
