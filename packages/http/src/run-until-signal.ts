import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@gatehouse/logging';
import { stopTracing } from '@gatehouse/tracing';
import type { Service } from './service-options.ts';

/** A reader of the log that does not read must not keep the process alive. */
const FLUSH_TIMEOUT_MS = 500;

/** Nor must a collector that does not take the last spans. */
const TRACES_TIMEOUT_MS = 1000;

/** What to do around the stop of a service. */
export interface RunOptions {
  readonly logger: Logger;
  /** Closes what the application opened, such as its database, after the last request was answered. */
  readonly onStop?: (() => void | Promise<void>) | undefined;
  /** Its start, for an application that still starts something after it listens: a signal meanwhile stops it afterwards. */
  readonly started?: Promise<unknown> | undefined;
  /** The whole stop takes at most this long, then the process ends with 1; not less than `drainTimeoutMs`. Default 10 000. */
  readonly stopTimeoutMs?: number | undefined;
}

/**
 * Stops a service on SIGTERM or SIGINT and ends the process: with 0 when everything was closed, with 1 when
 * closing failed or took too long. A second signal ends it at once with 1.
 */
export function runUntilSignal(
  service: Service,
  { logger, onStop, started, stopTimeoutMs = 10_000 }: RunOptions,
): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) {
      logger.warn({ signal }, 'second signal, ending at once');
      process.exit(1);
    }
    stopping = true;
    process.exitCode = 0;
    logger.info({ signal }, 'stopping');
    const late = setTimeout(() => {
      logger.error('the stop took too long');
      process.exit(1);
    }, stopTimeoutMs * 0.9);
    try {
      await started;
      await service.stop();
      await onStop?.();
      await Promise.race([stopTracing(), sleep(TRACES_TIMEOUT_MS)]);
      clearTimeout(late);
      logger.info('stopped');
    } catch (error) {
      logger.error({ err: error }, 'the stop failed');
      process.exitCode = 1;
    }
    await Promise.race([written(logger), sleep(FLUSH_TIMEOUT_MS)]);
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
}

function written(logger: Logger): Promise<void> {
  return new Promise((resolve) => logger.flush(() => resolve()));
}
