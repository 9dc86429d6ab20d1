/** What is gathered in memory and written once a minute. Nothing that was acknowledged depends on it: a kill loses the last minute. */

const minuteMs = 60_000;

export interface EachMinute {
  start(): void;
  /** Writes what there is. */
  flush(): Promise<void>;
  /** Writes what there is, for the last time. */
  stop(): Promise<void>;
}

/** @param write writes what there is; what it rejects with goes to `onError` */
export function eachMinute(write: () => Promise<void>, onError: (error: unknown) => void): EachMinute {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => {
      timer ??= setInterval(() => void write().catch(onError), minuteMs).unref();
    },
    flush: write,
    async stop() {
      clearInterval(timer);
      await write().catch(onError);
    },
  };
}
