/** Subscribers that wait for something new. */

export interface Waiters {
  readonly count: number;
  /** False when so many wait that the next one is answered at once, or nobody is to wait any more. */
  readonly open: boolean;
  /** Resolves when there is something new, after that time, or when the subscriber is gone. */
  wait(seconds: number, signal: AbortSignal): Promise<void>;
  /** There is something new. */
  wake(): void;
  /** Answers everybody; from now on nobody waits. */
  close(): void;
}

export function createWaiters(most: number): Waiters {
  const waiting = new Set<() => void>();
  let closed = false;
  const wake = () => {
    for (const done of waiting) done();
  };
  return {
    get count() {
      return waiting.size;
    },
    get open() {
      return !closed && waiting.size < most;
    },
    wait: (seconds, signal) =>
      new Promise<void>((resolve) => {
        const done = () => {
          waiting.delete(done);
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, seconds * 1000);
        waiting.add(done);
        signal.addEventListener('abort', done);
      }),
    wake,
    close() {
      closed = true;
      wake();
    },
  };
}
