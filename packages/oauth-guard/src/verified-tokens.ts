/**
 * Tokens that were verified a moment ago. Only accepted tokens enter, so junk cannot push out honest ones. Each resource server
 * has a memory of its own: what is remembered was verified under exactly the policy it is used for.
 */

import type { Principal } from './principal.ts';
import type { Time } from './time.ts';

interface Entry {
  readonly principal: Principal;
  /** Monotonic milliseconds; Infinity when only `exp` counts. */
  readonly freshUntil: number;
}

/**
 * A bounded memory in two generations: a hit costs one look-up by the whole token and no write, and when the young generation
 * is full the old one is dropped, which is O(1) and spares what is in use.
 */
export class VerifiedTokens {
  readonly #perGeneration: number;
  readonly #time: Time;
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();

  /** @param maxEntries the upper bound of tokens kept, at least 2 */
  constructor(maxEntries: number, time: Time) {
    this.#perGeneration = Math.floor(maxEntries / 2);
    this.#time = time;
  }

  /** How many tokens are kept, expired ones included. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Who the token was issued for, while it has neither expired nor grown stale. */
  get(token: string): Principal | undefined {
    let entry = this.#young.get(token);
    if (entry === undefined) {
      entry = this.#old.get(token);
      if (entry === undefined) return undefined;
      this.#old.delete(token);
      this.#insert(token, entry);
    }
    if (this.#isOver(entry)) {
      this.#young.delete(token);
      return undefined;
    }
    return entry.principal;
  }

  /** Remembers an accepted token, until its `exp` and at most for `maxAgeSeconds`. */
  set(token: string, principal: Principal, maxAgeSeconds = Number.POSITIVE_INFINITY): void {
    const entry = { principal, freshUntil: this.#time.monotonic() + maxAgeSeconds * 1000 };
    if (!this.#isOver(entry)) this.#insert(token, entry);
  }

  /** Forgets one token. */
  delete(token: string): void {
    this.#young.delete(token);
    this.#old.delete(token);
  }

  /** Forgets every token that matches. */
  evict(matches: (principal: Principal) => boolean): void {
    for (const generation of [this.#young, this.#old]) {
      for (const [token, { principal }] of generation) if (matches(principal)) generation.delete(token);
    }
  }

  #isOver(entry: Entry): boolean {
    if (this.#time.now() >= entry.principal.expiresAt * 1000) return true;
    return entry.freshUntil !== Number.POSITIVE_INFINITY && this.#time.monotonic() >= entry.freshUntil;
  }

  #insert(token: string, entry: Entry): void {
    if (this.#young.size >= this.#perGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(token, entry);
  }
}
