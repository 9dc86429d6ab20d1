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

// Hashing 800 characters costs more than everything else on the way of a remembered token. The end of a signature is as good a
// name; the whole token is compared then, so a token with the same end is simply another one.
const NAME_LENGTH = 32;

/**
 * A bounded memory in two generations: a hit costs one look-up and one comparison of the whole token and no write, and when the
 * young generation is full the old one is dropped, which is O(1) and spares what is in use.
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
    const name = token.slice(-NAME_LENGTH);
    const young = this.#young.get(name);
    const entry = young ?? this.#old.get(name);
    if (entry === undefined || entry.principal.token !== token) return undefined;
    if (this.#isOver(entry)) {
      this.delete(token);
      return undefined;
    }
    if (young === undefined) {
      this.#old.delete(name);
      this.#insert(name, entry);
    }
    return entry.principal;
  }

  /** Remembers an accepted token under its principal, until its `exp` and at most for `maxAgeSeconds`. */
  set(principal: Principal, maxAgeSeconds = Number.POSITIVE_INFINITY): void {
    const entry = { principal, freshUntil: this.#time.monotonic() + maxAgeSeconds * 1000 };
    if (!this.#isOver(entry)) this.#insert(principal.token.slice(-NAME_LENGTH), entry);
  }

  /** Forgets one token. */
  delete(token: string): void {
    const name = token.slice(-NAME_LENGTH);
    this.#young.delete(name);
    this.#old.delete(name);
  }

  /** Forgets every token that matches. */
  evict(matches: (principal: Principal) => boolean): void {
    for (const generation of [this.#young, this.#old]) {
      for (const [name, { principal }] of generation) if (matches(principal)) generation.delete(name);
    }
  }

  #isOver(entry: Entry): boolean {
    if (this.#time.now() >= entry.principal.expiresAt * 1000) return true;
    return entry.freshUntil !== Number.POSITIVE_INFINITY && this.#time.monotonic() >= entry.freshUntil;
  }

  #insert(name: string, entry: Entry): void {
    if (this.#young.size >= this.#perGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, entry);
  }
}
