/** Audit records that did not arrive, for the metrics. */
import type { Logger } from '@gatehouse/logging';
import { Counter, type Registry } from 'prom-client';

export interface AuditFailures {
  /** A write to the database failed, and so many records are not in it. */
  database(error: unknown, lost: number): void;
  /** A write to the stream failed; it is tried again. */
  stream(): void;
  /** So many records will never be in the stream. */
  streamLost(records: number): void;
  measure(metrics: Registry): void;
}

export function countAuditFailures(logger: Logger): AuditFailures {
  const labelNames = ['destination'] as const;
  const failed = new Counter({
    name: 'audit_failures_total',
    help: 'Writes of audit records that failed, to the stream or to the database',
    labelNames,
    registers: [],
  });
  const lost = new Counter({
    name: 'audit_lost_total',
    help: 'Audit records that were not written to the stream or to the database and never will be',
    labelNames,
    registers: [],
  });
  for (const destination of ['database', 'stream'] as const) {
    failed.inc({ destination }, 0);
    lost.inc({ destination }, 0);
  }
  return {
    database(error, records) {
      failed.inc({ destination: 'database' });
      lost.inc({ destination: 'database' }, records);
      logger.error({ err: error, lost: records }, 'audit records could not be written to the database');
    },
    stream: () => failed.inc({ destination: 'stream' }),
    streamLost: (records) => lost.inc({ destination: 'stream' }, records),
    measure(metrics) {
      metrics.registerMetric(failed);
      metrics.registerMetric(lost);
    },
  };
}
