/**
 * Exchanged tokens, kept for the next request of the same caller (GW-04). An entry is found only by the very same
 * credential for the same audience, scopes and policy, and ends before its token does.
 */
import type { Exchanged } from './exchange.ts';

/** How the cache works. */
export interface ExchangeCacheOptions {
  /** More entries push out the oldest. */
  readonly maxEntries?: number;
  /** A token is not used when it has less than this left, or less than half of its life. */
  readonly marginSeconds?: number;
  /** Monotonic clock in milliseconds. */
  readonly nowMs?: () => number;
}

/** The cache. */
export interface ExchangeCache {
  /** The entry if it is there: the fast way, without a promise. */
  peek(key: string): Exchanged | undefined;
  /**
   * The entry, or what `exchange` gives. However many ask at once, it is asked once; a failure is kept for nobody.
   * @param maxSeconds the longest that this entry may be believed
   */
  get(key: string, exchange: () => Promise<Exchanged>, maxSeconds?: number): Promise<Exchanged>;
  /** Forgets what was revoked. */
  evict(concerned: (exchanged: Exchanged) => boolean): void;
  readonly size: number;
}

interface Entry {
  readonly exchanged: Exchanged;
  readonly untilMs: number;
}

/** Makes an empty cache. */
export function createExchangeCache(options: ExchangeCacheOptions = {}): ExchangeCache {
  const { maxEntries = 10_000, marginSeconds = 10, nowMs = () => performance.now() } = options;
  const entries = new Map<string, Entry>();
  const running = new Map<string, Promise<Exchanged>>();
  /** Grows with each eviction: what was asked for before is not kept after it. */
  let evictions = 0;

  const keep = (key: string, exchanged: Exchanged, askedAtMs: number, maxSeconds: number) => {
    const life = exchanged.expiresInSeconds;
    const usableSeconds = Math.min(life - Math.min(marginSeconds, life / 2), maxSeconds);
    entries.delete(key);
    if (entries.size >= maxEntries) entries.delete(entries.keys().next().value as string);
    // Counted from before the request: the token cannot be older than that.
    entries.set(key, { exchanged, untilMs: askedAtMs + usableSeconds * 1000 });
  };

  const peek = (key: string) => {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    if (nowMs() < entry.untilMs) return entry.exchanged;
    entries.delete(key);
    return undefined;
  };

  return {
    peek,
    async get(key, exchange, maxSeconds = Number.POSITIVE_INFINITY) {
      const known = peek(key);
      if (known) return known;
      let pending = running.get(key);
      if (pending === undefined) {
        const askedAtMs = nowMs();
        const seen = evictions;
        pending = exchange()
          .then((exchanged) => {
            if (seen === evictions) keep(key, exchanged, askedAtMs, maxSeconds);
            return exchanged;
          })
          .finally(() => running.delete(key));
        running.set(key, pending);
      }
      return pending;
    },
    evict(concerned) {
      evictions += 1;
      for (const [key, { exchanged }] of entries) if (concerned(exchanged)) entries.delete(key);
    },
    get size() {
      return entries.size;
    },
  };
}
