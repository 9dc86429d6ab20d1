/** DPoP proofs seen before (RFC 9449 section 11.1): the port, and one store in memory. */

import { hash } from 'node:crypto';
import { systemTime, type Time } from './time.ts';

/**
 * One proof that wants to be used.
 *
 * @example
 * const key = ({ thumbprint, jti }: ProofUse) => `${thumbprint} ${jti}`;
 */
export interface ProofUse {
  /** Thumbprint of the key that signed the proof. */
  readonly thumbprint: string;
  readonly jti: string;
  /** Seconds since the epoch; from then on the proof is refused for its age, and the store may forget it. */
  readonly expiresAt: number;
}

/**
 * `first`: never seen, and from now on seen. `replayed`: seen. `full`: cannot be recorded, so it must not be accepted.
 *
 * @example
 * const outcome: ReplayOutcome = 'replayed';
 */
export type ReplayOutcome = 'first' | 'replayed' | 'full';

/**
 * Where used proofs are recorded. Looking and recording must be one atomic step: of forty equal proofs at once, one is `first`.
 * A live entry must never be dropped to make room. Several instances of an API share one store. An exception means 503.
 *
 * @example
 * const used = new Set<string>(); // forgets nothing: for a test
 * const store: ReplayStore = { use: ({ jti }) => (used.size === used.add(jti).size ? 'replayed' : 'first') };
 */
export interface ReplayStore {
  use(proof: ProofUse): ReplayOutcome | Promise<ReplayOutcome>;
}

/**
 * Limits of the store in memory.
 *
 * @example
 * const limits: MemoryReplayStoreOptions = { maxEntries: 10_000 };
 */
export interface MemoryReplayStoreOptions {
  /** Proofs kept at most; default 100,000 (about 20 MB). */
  readonly maxEntries?: number;
  /** Proofs kept of one key at most, so that one client cannot fill the store for all; default a tenth of `maxEntries`. */
  readonly maxEntriesPerKey?: number;
  readonly time?: Time;
}

const BUCKET_SECONDS = 10;

interface Entry {
  readonly id: string;
  readonly thumbprint: string;
}

/**
 * A replay store for one process. It refuses when full and never drops a live entry. Expired entries are dropped only when more
 * than half of the room is taken, and a proof as old as what was dropped is refused: a clock set back revives nothing.
 *
 * @example
 * createResourceServer({ resource, issuers, dpop: { replayStore: new MemoryReplayStore({ maxEntries: 10_000 }) } });
 */
export class MemoryReplayStore implements ReplayStore {
  readonly #maxEntries: number;
  readonly #maxEntriesPerKey: number;
  readonly #time: Time;
  readonly #seen = new Set<string>();
  readonly #perKey = new Map<string, number>();
  readonly #buckets = new Map<number, Entry[]>();
  #forgottenThrough = Number.NEGATIVE_INFINITY;

  constructor({
    maxEntries = 100_000,
    maxEntriesPerKey = Math.ceil(maxEntries / 10),
    time = systemTime,
  }: MemoryReplayStoreOptions = {}) {
    if (!Number.isSafeInteger(maxEntries) || maxEntries < 1)
      throw new TypeError('maxEntries must be a positive integer');
    if (!Number.isSafeInteger(maxEntriesPerKey) || maxEntriesPerKey < 1) {
      throw new TypeError('maxEntriesPerKey must be a positive integer');
    }
    this.#maxEntries = maxEntries;
    this.#maxEntriesPerKey = maxEntriesPerKey;
    this.#time = time;
  }

  /** How many proofs are recorded. */
  get size(): number {
    return this.#seen.size;
  }

  use({ thumbprint, jti, expiresAt }: ProofUse): ReplayOutcome {
    const id = hash('sha256', `${thumbprint}.${jti}`, 'base64');
    const bucket = Math.ceil(expiresAt / BUCKET_SECONDS);
    if (bucket <= this.#forgottenThrough || this.#seen.has(id)) return 'replayed';
    if (this.#seen.size * 2 >= this.#maxEntries) this.#forgetExpired();
    const ofThisKey = this.#perKey.get(thumbprint) ?? 0;
    if (this.#seen.size >= this.#maxEntries || ofThisKey >= this.#maxEntriesPerKey) return 'full';
    this.#seen.add(id);
    this.#perKey.set(thumbprint, ofThisKey + 1);
    const entries = this.#buckets.get(bucket);
    if (entries === undefined) this.#buckets.set(bucket, [{ id, thumbprint }]);
    else entries.push({ id, thumbprint });
    return 'first';
  }

  #forgetExpired(): void {
    const now = this.#time.now() / 1000;
    for (const [bucket, entries] of this.#buckets) {
      if (bucket * BUCKET_SECONDS > now) continue;
      for (const { id, thumbprint } of entries) {
        this.#seen.delete(id);
        const left = (this.#perKey.get(thumbprint) as number) - 1;
        if (left === 0) this.#perKey.delete(thumbprint);
        else this.#perKey.set(thumbprint, left);
      }
      this.#buckets.delete(bucket);
      this.#forgottenThrough = Math.max(this.#forgottenThrough, bucket);
    }
  }
}
