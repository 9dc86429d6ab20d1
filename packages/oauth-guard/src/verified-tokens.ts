/**
 * Tokens that were verified a moment ago. Only accepted tokens enter, so junk cannot push out honest ones. Each resource server
 * has a memory of its own: what is remembered was verified under exactly the policy it is used for.
 */

import type { Principal } from './principal.ts';
import type { Time } from './time.ts';

/** The keys that a token was verified with: it is remembered as long as they are current and of the same version. */
export interface KeysOfToken {
  readonly version: number;
  readonly current: boolean;
}

/** How long a token is remembered. */
export interface Remembrance {
  /** Seconds since the epoch; default its `exp`. */
  readonly countsUntil?: number;
  /** Undefined when no key was needed. */
  readonly keys?: KeysOfToken | undefined;
  /** Monotonic milliseconds; Infinity when only `exp` counts. */
  readonly freshUntil?: number | undefined;
}

/** How much is remembered. */
export interface MemoryLimits {
  /** At least 2. */
  readonly entries: number;
  /** Estimated by the length of tokens and of what they say. */
  readonly bytes: number;
}

interface Entry {
  readonly principal: Principal;
  /** Wall time in milliseconds. */
  readonly until: number;
  readonly keys: KeysOfToken | undefined;
  readonly keysVersion: number | undefined;
  readonly freshUntil: number;
  readonly bytes: number;
}

// Hashing 800 characters costs more than everything else on the way of a remembered token. The end of a signature is as good a
// name; the whole token is compared then, so a token with the same end is simply another one.
const NAME_LENGTH = 32;

/** Nobody's token is worth more of the memory than this share. */
const LARGEST_SHARE = 1 / 64;
const LARGEST_BYTES = 65_536;

/**
 * A bounded memory in two generations: a hit costs one look-up and one comparison of the whole token and no write, and when the
 * young generation is full the old one is dropped, which is O(1) and spares what is in use.
 */
export class VerifiedTokens {
  readonly #perGeneration: MemoryLimits;
  readonly #largest: number;
  readonly #time: Time;
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();
  #youngBytes = 0;
  #oldBytes = 0;

  constructor({ entries, bytes }: MemoryLimits, time: Time) {
    this.#perGeneration = { entries: Math.floor(entries / 2), bytes: Math.floor(bytes / 2) };
    this.#largest = Math.min(LARGEST_BYTES, bytes * LARGEST_SHARE);
    this.#time = time;
  }

  /** How many tokens are kept, expired ones included. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** The bytes of these, as estimated. */
  get bytes(): number {
    return this.#youngBytes + this.#oldBytes;
  }

  /** Who the token was issued for, while it has neither expired nor grown too old or stale, and its key was not removed. */
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
      this.#remove(name);
      this.#insert(name, entry);
    }
    return entry.principal;
  }

  /** Remembers an accepted token under its principal, no longer than told. One that is very large is not. */
  set(principal: Principal, remembrance: Remembrance = {}): void {
    const { keys, countsUntil = principal.expiresAt, freshUntil = Number.POSITIVE_INFINITY } = remembrance;
    const bytes = bytesOf(principal);
    if (bytes > this.#largest) return;
    const entry = { principal, until: countsUntil * 1000, keys, keysVersion: keys?.version, freshUntil, bytes };
    if (this.#isOver(entry)) return;
    const name = principal.token.slice(-NAME_LENGTH);
    this.#remove(name);
    this.#insert(name, entry);
  }

  /** Forgets one token. */
  delete(token: string): void {
    this.#remove(token.slice(-NAME_LENGTH));
  }

  /** Forgets every token that matches. */
  evict(matches: (principal: Principal) => boolean): void {
    for (const generation of [this.#young, this.#old]) {
      for (const [name, { principal }] of generation) if (matches(principal)) this.#remove(name);
    }
  }

  #isOver({ until, keys, keysVersion, freshUntil }: Entry): boolean {
    if (this.#time.now() >= until) return true;
    if (keys !== undefined && (keys.version !== keysVersion || !keys.current)) return true;
    return freshUntil !== Number.POSITIVE_INFINITY && this.#time.monotonic() >= freshUntil;
  }

  #insert(name: string, entry: Entry): void {
    const { entries, bytes } = this.#perGeneration;
    if (this.#young.size >= entries || this.#youngBytes + entry.bytes > bytes) {
      this.#old = this.#young;
      this.#oldBytes = this.#youngBytes;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#young.set(name, entry);
    this.#youngBytes += entry.bytes;
  }

  /** A name is in one generation at most. */
  #remove(name: string): void {
    const young = this.#young.get(name);
    if (young !== undefined) {
      this.#young.delete(name);
      this.#youngBytes -= young.bytes;
      return;
    }
    const old = this.#old.get(name);
    if (old === undefined) return;
    this.#old.delete(name);
    this.#oldBytes -= old.bytes;
  }
}

/** A JWT contains what it says; what introspection says of an opaque token does not show in its length. */
function bytesOf({ token, header, payload }: Principal): number {
  const isJwt = header.alg !== undefined;
  return token.length + (isJwt ? token.length : JSON.stringify(payload).length);
}
