/** Tokens that are dead before their time: the port through which an API hears of them, and a list in memory. */

import { isObject } from './json.ts';
import type { RequestAuth } from './principal.ts';
import { systemTime, type Time } from './time.ts';

/**
 * What was revoked: every token in which all named claims have these values, and that was issued before a moment.
 * For example `{ claims: { jti } }`, `{ claims: { sub }, issuedBefore }`.
 *
 * @example
 * const allOfAlice: Revocation = { claims: { sub: 'alice' }, issuedBefore: Date.now() / 1000 };
 */
export interface Revocation {
  readonly claims: Readonly<Record<string, string>>;
  /** Seconds since the epoch; tokens with an earlier `iat` are dead. Default: all. */
  readonly issuedBefore?: number;
  /** Seconds since the epoch; from then on all tokens concerned have expired by themselves. */
  readonly expiresAt?: number;
}

/**
 * Where an API learns that a token was revoked.
 *
 * @example
 * const port: RevocationPort = { isRevoked: ({ payload }) => payload.jti === 'stolen' };
 */
export interface RevocationPort {
  /**
   * Asked on every request, for remembered tokens as well. Answer without a promise where you can: that keeps the fast path.
   * An exception or a rejection means that it is not known, and the request is answered 503.
   */
  isRevoked(auth: RequestAuth): boolean | Promise<boolean>;
  /**
   * Called once at creation. Call `evict` for each revocation you hear of: remembered tokens that it concerns are forgotten, and
   * verified (or introspected) anew. Return a function that ends the subscription; `close()` calls it.
   */
  subscribe?(evict: (revocation: Revocation) => void): (() => void) | undefined;
}

/** Whether a revocation concerns a token with these claims. */
export function concerns({ claims, issuedBefore }: Revocation, payload: Readonly<Record<string, unknown>>): boolean {
  for (const [name, value] of Object.entries(claims)) {
    if (!Object.hasOwn(payload, name) || payload[name] !== value) return false;
  }
  const { iat } = payload;
  return issuedBefore === undefined || typeof iat !== 'number' || iat < issuedBefore;
}

/**
 * Limits of the list in memory.
 *
 * @example
 * const limits: RevocationListOptions = { keepSeconds: 600 };
 */
export interface RevocationListOptions {
  /** How long an entry without `expiresAt` is kept: at least the longest life of an access token. Default 3600. */
  readonly keepSeconds?: number;
  /** Entries kept at most; default 100,000. When more arrive, all tokens issued up to now are refused: too many, never too few. */
  readonly maxEntries?: number;
  readonly time?: Time;
}

interface Entry {
  readonly revocation: Revocation;
  readonly keepUntil: number;
}

/**
 * A revocation list in memory, fed from outside by `add`, for example from the authorization server's revocation feed.
 *
 * @example
 * const revocation = new RevocationList({ keepSeconds: 600 });
 * createResourceServer({ resource, issuers, revocation });
 * revocation.add({ claims: { jti: 'the-id-of-one-token' } });
 */
export class RevocationList implements RevocationPort {
  readonly #keepSeconds: number;
  readonly #maxEntries: number;
  readonly #time: Time;
  readonly #subscribers = new Set<(revocation: Revocation) => void>();
  /** By the sorted claim names, then by their values: a look-up costs one Map access for each combination of names in use. */
  readonly #byClaims = new Map<string, { names: readonly string[]; entries: Map<string, Entry> }>();
  #size = 0;
  #refuseIssuedBefore = Number.NEGATIVE_INFINITY;

  constructor({ keepSeconds = 3600, maxEntries = 100_000, time = systemTime }: RevocationListOptions = {}) {
    if (!(keepSeconds > 0)) throw new TypeError('keepSeconds must be a positive number of seconds');
    if (!Number.isSafeInteger(maxEntries) || maxEntries < 1)
      throw new TypeError('maxEntries must be a positive integer');
    this.#keepSeconds = keepSeconds;
    this.#maxEntries = maxEntries;
    this.#time = time;
  }

  /** How many revocations are kept. */
  get size(): number {
    return this.#size;
  }

  /**
   * Takes note of a revocation. From then on the tokens it concerns are refused.
   *
   * @throws TypeError when it names no claim, which would concern every token
   */
  add(revocation: Revocation): void {
    const { claims } = revocation;
    const names = isObject(claims) ? Object.keys(claims).toSorted() : [];
    if (names.length === 0 || !names.every((name) => typeof claims[name] === 'string')) {
      throw new TypeError('a revocation names at least one claim, each with a string');
    }
    if (this.#size >= this.#maxEntries) this.#makeRoom();
    const now = this.#time.now() / 1000;
    const keepUntil = revocation.expiresAt ?? now + this.#keepSeconds;
    const kind = JSON.stringify(names);
    let group = this.#byClaims.get(kind);
    if (group === undefined) {
      group = { names, entries: new Map() };
      this.#byClaims.set(kind, group);
    }
    const key = keyOf(names, claims) as string;
    const present = group.entries.get(key);
    if (present === undefined) this.#size++;
    group.entries.set(
      key,
      present === undefined ? { revocation, keepUntil } : widened(present, { revocation, keepUntil }),
    );
    for (const evict of this.#subscribers) evict(revocation);
  }

  isRevoked({ payload }: RequestAuth): boolean {
    // An unknown time of issue counts as long ago.
    if ((payload.iat ?? 0) <= this.#refuseIssuedBefore) return true;
    for (const { names, entries } of this.#byClaims.values()) {
      const key = keyOf(names, payload);
      const entry = key === undefined ? undefined : entries.get(key);
      if (entry !== undefined && concerns(entry.revocation, payload)) return true;
    }
    return false;
  }

  subscribe(evict: (revocation: Revocation) => void): () => void {
    this.#subscribers.add(evict);
    return () => {
      this.#subscribers.delete(evict);
    };
  }

  #makeRoom(): void {
    const now = this.#time.now() / 1000;
    for (const { entries } of this.#byClaims.values()) {
      for (const [key, { keepUntil }] of entries) {
        if (keepUntil > now) continue;
        entries.delete(key);
        this.#size--;
      }
    }
    if (this.#size < this.#maxEntries) return;
    this.#refuseIssuedBefore = now;
    this.#byClaims.clear();
    this.#size = 0;
  }
}

/** Undefined when a claim is missing or no string. */
function keyOf(names: readonly string[], claims: Readonly<Record<string, unknown>>): string | undefined {
  const values: string[] = [];
  for (const name of names) {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (typeof value !== 'string') return undefined;
    values.push(value);
  }
  return values.length === 1 ? values[0] : JSON.stringify(values);
}

/** Two revocations of the same claims: what either refuses stays refused. */
function widened(a: Entry, b: Entry): Entry {
  const keepUntil = Math.max(a.keepUntil, b.keepUntil);
  const before = Math.max(
    a.revocation.issuedBefore ?? Number.POSITIVE_INFINITY,
    b.revocation.issuedBefore ?? Number.POSITIVE_INFINITY,
  );
  const { claims } = a.revocation;
  return { keepUntil, revocation: before === Number.POSITIVE_INFINITY ? { claims } : { claims, issuedBefore: before } };
}
