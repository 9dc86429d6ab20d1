/**
 * The keys of one issuer. They are read once, refreshed in the background while in use, and kept through an outage. Whatever
 * strangers send, there is one fetch at a time and at most one in each cooldown, also while the issuer fails.
 */

import { isSignatureAlgorithm, type SignatureAlgorithm, type VerificationKey, verificationKey } from './algorithms.ts';
import { isObject } from './json.ts';
import { Refusal, refuse } from './refusal.ts';
import type { Time } from './time.ts';

/** What is known about the keys of an issuer after a fetch: the set, or for the log why there is none. */
export type FetchedKeys =
  | { readonly jwks: Record<string, unknown> }
  | { readonly jwks?: undefined; readonly detail: string };

/** How long keys are used and how often they are asked for. */
export interface KeySettings {
  readonly algorithms: readonly SignatureAlgorithm[];
  /** After this age the keys are refreshed in the background. */
  readonly cacheSeconds: number;
  /** For so long keys serve on when they cannot be refreshed. */
  readonly staleSeconds: number;
  /** At most one fetch in so long, whether it succeeds or fails. */
  readonly cooldownSeconds: number;
  /** For so long a `kid` that the issuer did not publish is not asked for again. */
  readonly unknownKeySeconds: number;
}

/** Told after each fetch. `removed`: a key that was known before is not published any more. */
export interface KeyEvent {
  readonly outcome: 'loaded' | 'failed';
  readonly keys: number;
  readonly removed: boolean;
  readonly detail?: string;
}

const MAX_KEYS = 100;
const MAX_WAITING = 1000;
const MAX_UNKNOWN_KIDS = 1000;
const MAX_KID_LENGTH = 256;

/** The keys of one issuer. */
export class IssuerKeys {
  readonly #settings: KeySettings;
  readonly #fetchKeys: () => Promise<FetchedKeys>;
  readonly #time: Time;
  readonly #onEvent: (event: KeyEvent) => void;
  #keys = new Map<string, VerificationKey>();
  #loadedAt: number | undefined;
  #attemptedAt = Number.NEGATIVE_INFINITY;
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

  /**
   * Finds the key for a signature.
   *
   * @returns the key; or a refusal: `unknown_key` when the issuer does not publish it, `keys_unavailable` when that cannot be
   *   known now; or a promise of these while the issuer is asked.
   */
  find(kid: unknown, algorithm: SignatureAlgorithm): VerificationKey | Refusal | Promise<VerificationKey | Refusal> {
    if (kid !== undefined && (typeof kid !== 'string' || kid.length > MAX_KID_LENGTH)) return refuse('unknown_key');
    const age = this.#loadedAt === undefined ? Number.POSITIVE_INFINITY : this.#time.monotonic() - this.#loadedAt;
    const usable = age <= this.#settings.staleSeconds * 1000;
    if (usable) {
      const key = this.#lookUp(kid, algorithm);
      if (key !== undefined) {
        if (age > this.#settings.cacheSeconds * 1000 && this.#mayFetch()) void this.refresh();
        return key;
      }
      if (kid === undefined || this.#isKnownToBeUnknown(kid)) return refuse('unknown_key');
    }
    if (this.#inFlight === undefined && !this.#mayFetch()) return this.#verdict(kid, usable);
    if (this.#waiting >= MAX_WAITING) return this.#unavailable();
    return this.#findAfterRefresh(kid, algorithm);
  }

  /** The names of the keys that are known. */
  get kids(): readonly string[] {
    return [...this.#keys.keys()].map((id) => id.slice(id.indexOf(' ') + 1));
  }

  /** Fetches the keys if that is allowed now, or waits for the fetch that is under way. Resolves whatever the outcome. */
  async refresh(): Promise<void> {
    if (this.#mayFetch()) this.#inFlight = this.#fetchOnce();
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

  #mayFetch(): boolean {
    return this.#inFlight === undefined && this.cooldownMs === 0;
  }

  /** Without a `kid` a key is only found when the issuer has exactly one for the algorithm. */
  #lookUp(kid: string | undefined, algorithm: SignatureAlgorithm): VerificationKey | undefined {
    if (kid !== undefined) return this.#keys.get(`${algorithm} ${kid}`);
    let alone: VerificationKey | undefined;
    for (const key of this.#keys.values()) {
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
    const keys = fetched.jwks === undefined ? undefined : readKeys(fetched.jwks, this.#settings.algorithms);
    if (keys === undefined) {
      this.#failing = true;
      const detail = fetched.jwks === undefined ? fetched.detail : 'not a key set';
      this.#onEvent({ outcome: 'failed', keys: this.#keys.size, removed: false, detail });
      return;
    }
    let removed = false;
    for (const [id, key] of this.#keys) removed ||= keys.get(id)?.material !== key.material;
    this.#keys = keys;
    // An issuer that publishes no key at all withdraws those it had, but can hardly mean that every token is bad: hence 503.
    this.#failing = keys.size === 0;
    this.#loadedAt = this.#failing ? undefined : this.#time.monotonic();
    if (this.#failing) this.#onEvent({ outcome: 'failed', keys: 0, removed, detail: 'the key set has no usable key' });
    else this.#onEvent({ outcome: 'loaded', keys: keys.size, removed });
  }
}

/**
 * The usable keys of a JWK Set, by algorithm and `kid`. A key that does not say its algorithm is used for RS256 only: otherwise
 * an RSA key meant for one padding would also be taken for another. Unusable keys are passed over. Undefined: not a key set.
 */
function readKeys(
  jwks: Record<string, unknown>,
  algorithms: readonly SignatureAlgorithm[],
): Map<string, VerificationKey> | undefined {
  const list = jwks['keys'];
  if (!Array.isArray(list) || list.length > MAX_KEYS) return undefined;
  const keys = new Map<string, VerificationKey>();
  for (const [index, jwk] of list.entries()) {
    if (!isObject(jwk) || !isForSignatures(jwk)) continue;
    const algorithm = jwk['alg'] ?? 'RS256';
    if (!isSignatureAlgorithm(algorithm) || !algorithms.includes(algorithm)) continue;
    const key = verificationKey(jwk, algorithm);
    // A key without `kid` is stored under a name that no `kid` can have: a token without `kid` may still find it when it is alone.
    const id = typeof jwk['kid'] === 'string' ? `${algorithm} ${jwk['kid']}` : `${index}`;
    if (key !== undefined && !keys.has(id)) keys.set(id, key);
  }
  return keys;
}

function isForSignatures(jwk: Record<string, unknown>): boolean {
  const operations = jwk['key_ops'];
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') return false;
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
}
