/** The report of a run: faults × rounds, as JSON and as a table. */
import { cpus } from 'node:os';
import { FAULTS, type FaultName } from './faults.ts';
import type { StrikeResult } from './round.ts';
import type { Violation } from './rules.ts';

/** How much longer than the database itself the product may be without a new token. */
const GOAL_SECONDS = 2;

/** All strikes of one fault together. Times are seconds, rounded to hundredths. */
export interface FaultSummary {
  readonly fault: string;
  readonly rounds: number;
  readonly requests: number;
  readonly lost: number;
  readonly doubled: number;
  readonly acceptedAfterRevocation: number;
  readonly failed: Readonly<Record<string, number>>;
  /** The longest time from the first to the last 503 with `Retry-After` of a strike. */
  readonly refused: number;
  readonly restartedSignIns: number;
  readonly overdueRefreshes: number;
  readonly withoutDatabase: Spread;
  readonly withoutRefresh: Spread;
  readonly withoutClientCredentials: Spread;
  readonly took: Spread;
  readonly accepted: number;
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

/** @param strikes of that fault, at least one */
export function summaryOf(fault: FaultName, strikes: readonly StrikeResult[]): FaultSummary {
  const { title, refusalSeconds }: { title: string; refusalSeconds?: number } = FAULTS[fault];
  const violations = strikes.flatMap((strike) => strike.violations);
  const count = (rule: Violation['rule']): number => violations.filter((one) => one.rule === rule).length;
  const all = (pick: (strike: StrikeResult) => number): number[] => strikes.map(pick);
  const most = (pick: (strike: StrikeResult) => number): number => rounded(Math.max(...all(pick)));
  const sum = (pick: (strike: StrikeResult) => number): number => all(pick).reduce((total, one) => total + one, 0);
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
    refused: most(({ failures }) => failures.refusedSeconds),
    restartedSignIns: sum(({ restartedSignIns }) => restartedSignIns),
    overdueRefreshes: sum(({ overdueRefreshes }) => overdueRefreshes),
    withoutDatabase: spread(all((strike) => strike.withoutDatabase)),
    withoutRefresh: spread(all((strike) => strike.withoutRefresh)),
    withoutClientCredentials: spread(all((strike) => strike.withoutClientCredentials)),
    took: spread(all(({ took }) => took)),
    accepted: most((strike) => strike.accepted),
    late: strikes.flatMap((strike) => lateIn(strike, refusalSeconds)),
    violations,
  };
}

/** What of it misses the goal. */
function lateIn(strike: StrikeResult, refusalSeconds: number | undefined): string[] {
  const { withoutRefresh, withoutDatabase, failures } = strike;
  const late: string[] = [];
  if (withoutRefresh > withoutDatabase + GOAL_SECONDS)
    late.push(`${rounded(withoutRefresh)} s without a refresh, ${rounded(withoutDatabase)} s without the database`);
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
    '| fault | rounds | requests | lost | doubled | accepted after revocation | failed requests | 503 for, s (worst) | without the database, s (median / worst) | without a refresh, s | without client credentials, s | sign-ins begun again | goal missed |';
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
      one.refused,
      seconds(one.withoutDatabase),
      seconds(one.withoutRefresh),
      seconds(one.withoutClientCredentials),
      one.restartedSignIns,
      one.late.length,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [head, head.replace(/[^|]+/gu, '---'), ...rows].join('\n');
}

/** The text of the report beside its figures. */
export function documentOf(
  summaries: readonly FaultSummary[],
  { day, clusters, minutes }: { readonly day: string; readonly clusters: number; readonly minutes: number },
): string {
  const text = `# Faults of a cluster under load, ${day}

Three nodes of PostgreSQL under Patroni (one synchronous standby), etcd, PgBouncer in transaction pooling, three authorization servers
(two through PgBouncer, one by all hosts in its URL), two HAProxy, a gateway and an API: all processes of one machine
(${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}), ${Math.round(minutes)} minutes in all${clusters > 1 ? `, ${clusters} such clusters beside each other` : ''}.
\`npm run test:cluster -- --report\` makes this report.

"Without" is the longest time between two successes of a kind, from the fault until all was mended: of bare writes to whichever node takes
them, of rotations of refresh tokens, of tokens by client credentials. After a failover that is the time to the first new token. A goal is
missed where refreshes were away for ${GOAL_SECONDS} s longer than the database, or where a planned change cost more than 503 with Retry-After
for 3 s (a switchover) or more than nothing (restarts of servers).

${tableOf(summaries)}
`;
  const details = summaries.flatMap(({ fault, late, violations }) => [
    ...violations.map(({ rule, text: said }) => `- ${fault}: ${rule}: ${said}`),
    ...late.map((said) => `- ${fault}: ${said}`),
  ]);
  return details.length === 0 ? text : `${text}\n${details.join('\n')}\n`;
}
