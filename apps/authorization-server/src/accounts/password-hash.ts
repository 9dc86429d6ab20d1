/**
 * argon2id with a bound on how many hashes run at once: each takes a thread of the pool that signatures and files
 * share, and 19 MiB (AS-13, OPS-09).
 */
import argon2 from 'argon2';

const parameters = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** More sign-ins wait for a hash than the queue takes; answer 503 and try again later. */
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
  needsRehash(hash: string): boolean;
  /** As many hashes run at once. */
  readonly concurrency: number;
  /** The next hash would be refused. */
  readonly full: boolean;
}

/** Of 32 random bytes that nobody kept, under the parameters above: it is compared, and never fits. */
const decoy = '$argon2id$v=19$m=19456,t=2,p=1$8K1SJjQI5M6nwBePHql9Bg$5tpEh9VjS8xPUdQ6O18C7TcSxmk8jBVwZxBhNNz6Pos';

const normalised = (password: string) => password.normalize('NFKC');

export function createPasswordHasher(options: { concurrency: number; queue: number }): PasswordHasher {
  let running = 0;
  const waiting: (() => void)[] = [];

  const limited = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= options.concurrency) {
      if (waiting.length >= options.queue) throw new HashQueueFullError('too many sign-ins at once');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
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
    needsRehash: (phc) => argon2.needsRehash(phc, parameters),
    get full() {
      return running >= options.concurrency && waiting.length >= options.queue;
    },
  };
}
