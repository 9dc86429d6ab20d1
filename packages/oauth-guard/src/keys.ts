/**
 * The keys of one issuer. They are read once, refreshed in the background while tokens are used, verified anew or remembered, and
 * kept through an outage. Whatever strangers send, there is one fetch at a time and at most one in each cooldown, also while the
 * issuer fails.
 */

import type { SignatureAlgorithm, VerificationKey } from './algorithms.ts';
import { type KeySet, keyName, readKeySet } from './jwks.ts';
import { Refusal, refuse } from './refusal.ts';
import type { Time } from './time.ts';

/** What is known about the keys of an issuer after a fetch: the set, or for the log why there is none. */
export type FetchedKeys =
  | { readonly jwks: Record<string, unknown> }
  | { readonly jwks?: undefined; readonly detail: string };

/** How long keys are used and how often they are asked for. */
export interface KeySettings {
  readonly algorithms: readonly SignatureAlgorithm[];
  /** No older key set is used before the issuer was asked for a newer one. */
  readonly cacheSeconds: number;
  /** For so long keys serve on when they cannot be refreshed. */
  readonly staleSeconds: number;
  /** At most one fetch in so long, whether it succeeds or fails. */
  readonly cooldownSeconds: number;
  /** For so long a `kid` that the issuer did not publish is not asked for again. */
  readonly unknownKeySeconds: number;
}

/** Told after each fetch. */
export interface KeyEvent {
  readonly outcome: 'loaded' | 'failed';
  readonly keys: number;
  /** A key that was known before is not published any more. */
  readonly removed: boolean;
  readonly detail?: string;
}

/** At this share of its age a key set is refreshed in the background, so that in steady use nobody waits for it. */
const REFRESH_AHEAD = 0.8;
const NONE: KeySet = { keys: new Map(), kids: new Set(), count: 0, otherAlgorithms: [] };
const MAX_WAITING = 1000;
const MAX_UNKNOWN_KIDS = 1000;
const MAX_KID_LENGTH = 256;

/** The keys of one issuer. */
export class IssuerKeys {
  readonly #settings: KeySettings;
  readonly #fetchKeys: () => Promise<FetchedKeys>;
  readonly #time: Time;
  readonly #onEvent: (event: KeyEvent) => void;
  #set = NONE;
  #version = 0;
  #loadedAt: number | undefined;
  #attemptedAt = Number.NEGATIVE_INFINITY;
  /** Until then the keys are used without another thought. */
  #lookAt = Number.NEGATIVE_INFINITY;
  #failing = false;
  #inFlight: Promise<void> | undefined;
  #waiting = 0;
  readonly #unknownKids = new Map<string, number>();

  constructor(
    settings: KeySettings,
    fetchKeys: () => Promise<FetchedKeys>,
    time: Time,
    onEvent: (event: KeyEvent) => void,
  ) {
    this.#settings = settings;
    this.#fetchKeys = fetchKeys;
    this.#time = time;
    this.#onEvent = onEvent;
  }

  /** Whether there are keys that may be used. */
  get loaded(): boolean {
    return (
      this.#loadedAt !== undefined && this.#time.monotonic() - this.#loadedAt <= this.#settings.staleSeconds * 1000
    );
  }

  /** Grows whenever a key is removed: what was verified under an earlier version has to be verified anew. */
  get version(): number {
    return this.#version;
  }

  /**
   * Whether the keys may be used as they are. Not so when they are too old, or are being replaced by newer ones. Begins to fetch in
   * the background when it is time. Usually it costs the comparison of one number.
   */
  get current(): boolean {
    return this.#time.monotonic() < this.#lookAt || this.#look();
  }

  /**
   * Finds the key for a signature.
   *
   * @returns the key; or a refusal: `unknown_key` when the issuer does not publish it, `keys_unavailable` when that cannot be
   *   known now; or a promise of these while the issuer is asked.
   */
  find(kid: unknown, algorithm: SignatureAlgorithm): VerificationKey | Refusal | Promise<VerificationKey | Refusal> {
    if (kid !== undefined && (typeof kid !== 'string' || kid.length > MAX_KID_LENGTH)) return refuse('unknown_key');
    const { current } = this;
    const usable = current || this.loaded;
    if (usable) {
      const key = this.#lookUp(kid, algorithm);
      if (key !== undefined && (current || this.#waiting >= MAX_WAITING)) return key;
      if (key === undefined && (kid === undefined || this.#isKnownToBeUnknown(kid))) return refuse('unknown_key');
    }
    if (this.#inFlight === undefined && !this.#mayFetch()) return this.#verdict(kid, usable);
    if (this.#waiting >= MAX_WAITING) return this.#unavailable();
    return this.#findAfterRefresh(kid, algorithm);
  }

  /** The names of the keys that are known. */
  get kids(): readonly string[] {
    return [...this.#set.kids];
  }

  /** Fetches the keys if that is allowed now, or waits for the fetch that is under way. Resolves whatever the outcome. */
  async refresh(): Promise<void> {
    this.#fetchIfAllowed();
    await this.#inFlight;
  }

  /** How long until the next fetch is allowed, in milliseconds. */
  get cooldownMs(): number {
    return Math.max(0, this.#attemptedAt + this.#settings.cooldownSeconds * 1000 - this.#time.monotonic());
  }

  async #findAfterRefresh(kid: string | undefined, algorithm: SignatureAlgorithm): Promise<VerificationKey | Refusal> {
    this.#waiting++;
    try {
      await this.refresh();
    } finally {
      this.#waiting--;
    }
    return (this.loaded ? this.#lookUp(kid, algorithm) : undefined) ?? this.#verdict(kid, this.loaded);
  }

  /** Why there is no key, when the issuer may not be asked now or was asked a moment ago. */
  #verdict(kid: string | undefined, usable: boolean): Refusal {
    if (!usable || this.#failing) return this.#unavailable();
    if (kid !== undefined) this.#rememberUnknown(kid);
    return refuse('unknown_key');
  }

  #unavailable(): Refusal {
    return new Refusal('keys_unavailable', { retryAfterSeconds: Math.max(1, Math.ceil(this.cooldownMs / 1000)) });
  }

  #look(): boolean {
    if (!this.loaded) return false;
    this.#fetchIfAllowed();
    this.#plan();
    // A set of full age is not used before the issuer was asked, unless it is known to be away.
    const age = this.#time.monotonic() - (this.#loadedAt as number);
    return this.#inFlight === undefined || this.#failing || age < this.#settings.cacheSeconds * 1000;
  }

  /** When to look at the keys again. */
  #plan(): void {
    if (this.#loadedAt === undefined) {
      this.#lookAt = Number.NEGATIVE_INFINITY;
      return;
    }
    const { cacheSeconds, staleSeconds, cooldownSeconds } = this.#settings;
    const fullAge = this.#loadedAt + cacheSeconds * 1000;
    const allowed = this.#attemptedAt + cooldownSeconds * 1000;
    const ahead = Math.max(allowed, this.#loadedAt + cacheSeconds * 1000 * REFRESH_AHEAD);
    const next = this.#failing ? allowed : this.#inFlight === undefined ? ahead : fullAge;
    this.#lookAt = Math.min(next, this.#loadedAt + staleSeconds * 1000);
  }

  #fetchIfAllowed(): void {
    if (this.#mayFetch()) this.#inFlight = this.#fetchOnce();
  }

  #mayFetch(): boolean {
    return this.#inFlight === undefined && this.cooldownMs === 0;
  }

  /** Without a `kid` a key is only found when the issuer has exactly one for the algorithm. */
  #lookUp(kid: string | undefined, algorithm: SignatureAlgorithm): VerificationKey | undefined {
    if (kid !== undefined) return this.#set.keys.get(keyName(kid, algorithm));
    let alone: VerificationKey | undefined;
    for (const key of this.#set.keys.values()) {
      if (key.algorithm !== algorithm) continue;
      if (alone !== undefined) return undefined;
      alone = key;
    }
    return alone;
  }

  #isKnownToBeUnknown(kid: string): boolean {
    const since = this.#unknownKids.get(kid);
    if (since === undefined) return false;
    if (this.#time.monotonic() - since <= this.#settings.unknownKeySeconds * 1000) return true;
    this.#unknownKids.delete(kid);
    return false;
  }

  #rememberUnknown(kid: string): void {
    if (this.#unknownKids.size >= MAX_UNKNOWN_KIDS) {
      const [oldest] = this.#unknownKids.keys();
      this.#unknownKids.delete(oldest as string);
    }
    this.#unknownKids.set(kid, this.#time.monotonic());
  }

  async #fetchOnce(): Promise<void> {
    this.#attemptedAt = this.#time.monotonic();
    const fetched = await this.#fetchKeys();
    this.#inFlight = undefined;
    const set = fetched.jwks === undefined ? undefined : readKeySet(fetched.jwks, this.#settings.algorithms);
    if (set === undefined) {
      this.#failing = true;
      this.#plan();
      const detail = fetched.jwks === undefined ? fetched.detail : 'not a key set';
      this.#onEvent({ outcome: 'failed', keys: this.#set.count, removed: false, detail });
      return;
    }
    let removed = false;
    for (const [name, key] of this.#set.keys) removed ||= set.keys.get(name)?.material !== key.material;
    if (removed) this.#version++;
    this.#set = set;
    // An issuer that publishes no key at all withdraws those it had, but can hardly mean that every token is bad: hence 503.
    this.#failing = set.count === 0;
    this.#loadedAt = this.#failing ? undefined : this.#time.monotonic();
    this.#plan();
    if (this.#failing) this.#onEvent({ outcome: 'failed', keys: 0, removed, detail: whyNone(set, this.#settings) });
    else this.#onEvent({ outcome: 'loaded', keys: set.count, removed });
  }
}

function whyNone({ otherAlgorithms }: KeySet, { algorithms }: KeySettings): string {
  if (otherAlgorithms.length === 0) return 'the key set has no usable key';
  return `the key set has keys for ${otherAlgorithms.join(', ')} and none for ${algorithms.join(', ')}: name the algorithm of the issuer's tokens in issuers.algorithms`;
}
