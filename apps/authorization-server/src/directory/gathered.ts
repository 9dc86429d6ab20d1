/** What is gathered in memory and written once a minute, for the admin API alone: nobody could ask for it without. */
import type { Logger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import type { AuditRecord } from './audit/record.ts';
import { type ClientUsage, createClientUsage } from './clients/usage.ts';
import { createStatistics, type Statistics } from './statistics/statistics.ts';

export interface Gathered {
  readonly usage: ClientUsage;
  readonly statistics: Statistics;
  /** Counts audit records on their way. */
  readonly listener: { readonly onAuditRecord: (record: AuditRecord) => void };
  start(): void;
  stop(): Promise<void>;
}

export function gather(dependencies: {
  readonly storage: Storage;
  readonly clock: () => number;
  readonly logger: Logger;
  readonly onAuditRecord?: ((record: AuditRecord) => void) | undefined;
}): Gathered {
  const { logger, onAuditRecord } = dependencies;
  const onError = (what: string) => (error: unknown) => logger.error({ err: error }, `${what} could not be written`);
  const usage = createClientUsage({ ...dependencies, onError: onError('uses of clients') });
  const statistics = createStatistics({ ...dependencies, onError: onError('statistics') });
  return {
    usage,
    statistics,
    listener: {
      onAuditRecord(record) {
        statistics.count(record);
        onAuditRecord?.(record);
      },
    },
    start() {
      usage.start();
      statistics.start();
    },
    async stop() {
      await Promise.all([usage.stop(), statistics.stop()]);
    },
  };
}
