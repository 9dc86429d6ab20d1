/** argon2id with a bound on how many hashes run at once: each takes a thread of its own and 19 MiB (AS-13, OPS-09). */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Argon2idCost, type Argon2idHash, readHash, writeHash } from './argon2id.ts';
import { createHashPool, hasArgon2 } from './hash-pool.ts';
import { createHashThreads, HashThreadError, type HashThreads } from './hash-threads.ts';

const enough: Argon2idCost = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const tagBytes = 32;

/**
 * More sign-ins wait for a hash than the queue takes, the server stops, or no thread computed the hash to its end; answer 503
 * and try again later.
 */
export class HashUnavailableError extends Error {
  override readonly name = 'HashUnavailableError';
}

export interface PasswordHasher {
  /** A PHC string in the member order of the reference decoder (m, t, p). Rejects with HashUnavailableError. */
  hash(password: string): Promise<string>;
  /** Compares in the time of one hash. Rejects with HashUnavailableError. */
  verify(hash: string, password: string): Promise<boolean>;
  /** Takes as long as a comparison: for accounts that do not exist (AS-15). */
  pretend(password: string): Promise<false>;
  /**
   * Takes as long as a comparison would now, in the queue and in the hash, but computes nothing: for what is refused
   * whatever the password is. Rejects with HashUnavailableError when as many wait already as may.
   */
  wait(password: string): Promise<false>;
  needsRehash(hash: string): boolean;
  /** As many hashes run at once. */
  readonly concurrency: number;
  /** Since the start: how many were computed, and how many attempts waited instead. */
  readonly counts: { readonly computed: number; readonly waited: number };
  /** The next hash would be refused. */
  readonly full: boolean;
  /** Refuses whoever waits, and whoever comes: for a server that stops. Hashes that run are finished, then their threads end. */
  close(): void;
}

/** As many times of the latest hashes are remembered. */
const mostSamples = 32;
/** When the latest is older, the next that should wait computes one: a machine is not always as busy as it was. */
const sampleMaxAgeMs = 10_000;

const encoded = (password: string) => new TextEncoder().encode(password.normalize('NFKC'));

const costsAsMuch = (cost: Argon2idCost, { memory, passes, parallelism }: Argon2idHash): boolean =>
  memory === cost.memory && passes === cost.passes && parallelism === cost.parallelism;

/** Not before: a timer counts from the beginning of the loop's turn, and cuts fractions off. */
async function sleepUntil(untilMs: number): Promise<void> {
  for (let leftMs = untilMs - performance.now(); leftMs > 0; leftMs = untilMs - performance.now()) {
    await sleep(Math.ceil(leftMs));
  }
}

export interface PasswordHasherOptions {
  /** As many hashes run at once. */
  readonly concurrency: number;
  /** As many attempts wait. */
  readonly queue: number;
  readonly threads?: HashThreads;
  /** For tests alone, which make many: what a hash costs. */
  readonly cost?: Argon2idCost | undefined;
  /** Is told when there was no thread, or it ended before it had an answer. */
  readonly onThreadError?: (error: HashThreadError) => void;
}

export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher {
  const { threads = hasArgon2() ? createHashThreads() : createHashPool(), cost = enough, onThreadError } = options;
  /** Of random bytes that nobody keeps: it is compared, and never fits. */
  const decoy = writeHash({ ...cost, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) });
  let running = 0;
  /** Attempts in `wait`, and those of them that stand in the queue. */
  let idle = 0;
  let waitingIdly = 0;
  const waiting: { go: () => void; refuse: (error: HashUnavailableError) => void }[] = [];
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
  /** The tag of a password, when it is its turn. */
  const compute = async (password: string, { salt, tag, ...costs }: Argon2idHash): Promise<Buffer> => {
    await turn();
    const startedMs = performance.now();
    try {
      const order = { password: encoded(password), salt, tagLength: tag.length, ...costs };
      const computed = await threads.compute(order);
      counts.computed += 1;
      sampledAtMs = performance.now();
      samples.unshift(sampledAtMs - startedMs);
      samples.length = Math.min(samples.length, mostSamples);
      return computed;
    } catch (error) {
      if (!(error instanceof HashThreadError)) throw error;
      onThreadError?.(error);
      throw new HashUnavailableError(error.message, { cause: error });
    } finally {
      release();
    }
  };
  const refuseWhenFull = () => {
    if (isFull()) throw new HashUnavailableError('too many sign-ins at once');
  };
  const hash = async (password: string) => {
    refuseWhenFull();
    const made = { ...cost, salt: randomBytes(saltBytes), tag: Buffer.alloc(tagBytes) };
    return writeHash({ ...made, tag: await compute(password, made) });
  };
  const verify = async (phc: string, password: string) => {
    refuseWhenFull();
    const known = readHash(phc);
    return timingSafeEqual(await compute(password, known), known.tag);
  };

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
      if (closed || idle >= options.queue) throw new HashUnavailableError('too many refused sign-ins at once');
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
    needsRehash: (phc) => !costsAsMuch(cost, readHash(phc)),
    get full() {
      return isFull();
    },
    close() {
      closed = true;
      threads.close();
      for (const attempt of waiting.splice(0)) attempt.refuse(new HashUnavailableError('the server stops'));
    },
  };
}
