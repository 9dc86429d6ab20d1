/** Removes expired rows and looks at proved domains now and then, with jitter, so that several instances take turns. */
import type { Storage } from '@gatehouse/storage';

export interface Sweeper {
  /** Stops and waits for a sweep under way. */
  stop(): Promise<void>;
}

export function startSweeper(options: {
  storage: Storage;
  intervalSeconds: number;
  /** How long audit records are kept; undefined: for ever. */
  auditKeptSeconds: number | undefined;
  /** What else is due now and then. */
  checkDomains: (signal: AbortSignal) => Promise<unknown>;
  onError: (error: unknown) => void;
}): Sweeper {
  const stopped = new AbortController();
  let timer: NodeJS.Timeout;
  let sweeping: Promise<unknown> = Promise.resolve();
  const wait = () => {
    timer = setTimeout(sweep, options.intervalSeconds * 1000 * (0.75 + Math.random() / 2)).unref();
  };
  const sweep = () => {
    sweeping = options.storage
      .collectGarbage({ signal: stopped.signal, auditKeptSeconds: options.auditKeptSeconds })
      .then(() => options.checkDomains(stopped.signal))
      .catch(options.onError)
      .finally(() => {
        if (!stopped.signal.aborted) wait();
      });
  };
  wait();
  return {
    async stop() {
      stopped.abort();
      clearTimeout(timer);
      await sweeping;
    },
  };
}
