/**
 * How often what happened, over time, of all instances: for charts. Sign-ins, tokens and refusals are counted as audit records tell
 * them, whether they are kept or not: an increment in memory. Failed answers are read from the metrics of the service, which count them
 * already. Once a minute it is added to what is stored.
 */
import type { Storage } from '@gatehouse/storage';
import type { Registry as Metrics } from 'prom-client';
import type { AuditRecord } from '../audit/record.ts';
import { type EachMinute, eachMinute } from '../each-minute.ts';

/** What is counted: as few as charts show, so that rows are bounded by time alone. */
export const countedNames = [
  'sign_in.completed',
  'sign_in.refused',
  'token.issued',
  'token.refused',
  'answer.failed',
] as const;
export type CountedName = (typeof countedNames)[number];

/** Counts are kept by stretches of so many seconds, which begin at multiples of it: the month of a chart is 8,640 of a name at most. */
export const STRETCH_SECONDS = 300;

/** Events and their outcomes, as they are counted. */
const nameOf: Readonly<Record<string, CountedName>> = {
  'sign_in.completed success': 'sign_in.completed',
  'sign_in.password failure': 'sign_in.refused',
  'sign_in.second_factor failure': 'sign_in.refused',
  'sign_in.passkey failure': 'sign_in.refused',
  'token.issued success': 'token.issued',
  'token.refused failure': 'token.refused',
};

export interface Statistics extends EachMinute {
  count(record: Pick<AuditRecord, 'event' | 'outcome'>): void;
  /** From now on failed answers of this service are counted too. */
  measure(metrics: Metrics): void;
}

export function createStatistics({
  storage,
  clock,
  onError,
}: {
  readonly storage: Pick<Storage, 'statistics' | 'commit'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly onError: (error: unknown) => void;
}): Statistics {
  let counted: Partial<Record<CountedName, number>> = {};
  let service: Metrics | undefined;
  let failedBefore = 0;

  const add = (name: CountedName, count: number): void => {
    counted[name] = (counted[name] ?? 0) + count;
  };

  const write = async (): Promise<void> => {
    const failed = service ? await failedAnswersIn(service) : 0;
    if (failed > failedBefore) add('answer.failed', failed - failedBefore);
    failedBefore = failed;
    const last = counted;
    if (Object.keys(last).length === 0) return;
    counted = {};
    const atSeconds = Math.floor(clock() / 1000 / STRETCH_SECONDS) * STRETCH_SECONDS;
    try {
      await storage.commit([storage.statistics.writes.add({ atSeconds, counts: last })]);
    } catch (error) {
      // What failed while the database was away is what a chart is looked at for.
      for (const [name, count] of Object.entries(last)) add(name as CountedName, count);
      throw error;
    }
  };

  return {
    ...eachMinute(write, onError),
    count({ event, outcome }) {
      const name = nameOf[`${event} ${outcome}`];
      if (name !== undefined) add(name, 1);
    },
    measure(metrics) {
      service = metrics;
    },
  };
}

/** Answers with a status of 500 and above since the process began. */
async function failedAnswersIn(metrics: Metrics): Promise<number> {
  const durations = await metrics.getSingleMetric('http_server_request_duration_seconds')?.get();
  return (durations?.values ?? [])
    .filter(
      (one) => (one as { metricName?: string }).metricName?.endsWith('_count') && Number(one.labels['status']) >= 500,
    )
    .reduce((total, { value }) => total + value, 0);
}
