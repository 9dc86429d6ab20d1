/**
 * argon2id with a bound on how many hashes run at once: each takes a thread of the pool that signatures and files
 * share, and 19 MiB (AS-13, OPS-09).
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import argon2 from 'argon2';

const parameters = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** More sign-ins wait for a hash than the queue takes, or the server stops; answer 503 and try again later. */
export class HashQueueFullError extends Error {
  override readonly name = 'HashQueueFullError';
}

export interface PasswordHasher {
  /** A PHC string in the member order of the reference decoder (m, t, p). Rejects with HashQueueFullError. */
  hash(password: string): Promise<string>;
  /** Compares in the time of one hash. Rejects with HashQueueFullError. */
  verify(hash: string, password: string): Promise<boolean>;
  /** Takes as long as a comparison: for accounts that do not exist (AS-15). */
  pretend(password: string): Promise<false>;
  /**
   * Takes as long as a comparison would now, in the queue and in the hash, but computes nothing: for what is refused
   * whatever the password is. Rejects with HashQueueFullError when as many wait already as may.
   */
  wait(password: string): Promise<false>;
  needsRehash(hash: string): boolean;
  /** As many hashes run at once. */
  readonly concurrency: number;
  /** Since the start: how many were computed, and how many attempts waited instead. */
  readonly counts: { readonly computed: number; readonly waited: number };
  /** The next hash would be refused. */
  readonly full: boolean;
  /** Refuses whoever waits, and whoever comes: for a server that stops. Hashes that run are finished. */
  close(): void;
}

/** Of 32 random bytes that nobody kept, under the parameters above: it is compared, and never fits. */
const decoy = '$argon2id$v=19$m=19456,t=2,p=1$8K1SJjQI5M6nwBePHql9Bg$5tpEh9VjS8xPUdQ6O18C7TcSxmk8jBVwZxBhNNz6Pos';

/** As many times of the latest hashes are remembered. */
const mostSamples = 32;
/** When the latest is older, the next that should wait computes one: a machine is not always as busy as it was. */
const sampleMaxAgeMs = 10_000;

const normalised = (password: string) => password.normalize('NFKC');

/** Not before: a timer counts from the beginning of the loop's turn, and cuts fractions off. */
async function sleepUntil(untilMs: number): Promise<void> {
  for (let leftMs = untilMs - performance.now(); leftMs > 0; leftMs = untilMs - performance.now()) {
    await sleep(Math.ceil(leftMs));
  }
}

export function createPasswordHasher(options: { concurrency: number; queue: number }): PasswordHasher {
  let running = 0;
  /** Attempts in `wait`, and those of them that stand in the queue. */
  let idle = 0;
  let waitingIdly = 0;
  const waiting: { go: () => void; refuse: (error: HashQueueFullError) => void }[] = [];
  let closed = false;
  const counts = { computed: 0, waited: 0 };
  /** How long the latest hashes took once it was their turn, in milliseconds. */
  const samples: number[] = [];
  let sampledAtMs = -Infinity;

  const isFull = () => closed || (running >= options.concurrency && waiting.length - waitingIdly >= options.queue);
  const release = () => {
    const next = waiting.shift();
    if (next) next.go();
    else running -= 1;
  };
  /** Resolves when it is its turn; then a place is taken. */
  const turn = async (): Promise<void> => {
    if (running < options.concurrency) running += 1;
    else await new Promise<void>((go, refuse) => waiting.push({ go, refuse }));
  };
  const limited = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (isFull()) throw new HashQueueFullError('too many sign-ins at once');
    await turn();
    const startedMs = performance.now();
    try {
      return await work();
    } finally {
      counts.computed += 1;
      sampledAtMs = performance.now();
      samples.unshift(sampledAtMs - startedMs);
      samples.length = Math.min(samples.length, mostSamples);
      release();
    }
  };
  const hash = (password: string) =>
    limited(async () => {
      const phc = await argon2.hash(normalised(password), parameters);
      return phc.replace(/\$m=(\d+),p=(\d+),t=(\d+)\$/, '$m=$1,t=$3,p=$2$$');
    });
  const verify = (phc: string, password: string) => limited(() => argon2.verify(phc, normalised(password)));

  return {
    hash,
    verify,
    async pretend(password) {
      await verify(decoy, password);
      return false;
    },
    concurrency: options.concurrency,
    async wait(password) {
      if (performance.now() - sampledAtMs > sampleMaxAgeMs) return this.pretend(password);
      if (closed || idle >= options.queue) throw new HashQueueFullError('too many refused sign-ins at once');
      idle += 1;
      counts.waited += 1;
      try {
        waitingIdly += 1;
        await turn().finally(() => {
          waitingIdly -= 1;
        });
        // The place is for those who need it.
        release();
        await sleepUntil(performance.now() + (samples[randomInt(samples.length)] ?? 0));
      } finally {
        idle -= 1;
      }
      return false;
    },
    counts,
    needsRehash: (phc) => argon2.needsRehash(phc, parameters),
    get full() {
      return isFull();
    },
    close() {
      closed = true;
      for (const attempt of waiting.splice(0)) attempt.refuse(new HashQueueFullError('the server stops'));
    },
  };
}
