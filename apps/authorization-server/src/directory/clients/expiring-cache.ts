/**
 * Answers kept for a short time, absent ones too, with one look-up at a time for each key. Bounded: names that nobody
 * registered cannot fill the memory.
 */
export class ExpiringCache<Value> {
  readonly #clock: () => number;
  readonly #ttlMs: number;
  readonly #maxEntries: number;
  readonly #entries = new Map<string, { value: Value | undefined; expiresAtMs: number }>();
  readonly #pending = new Map<string, Promise<Value | undefined>>();
  #generation = 0;

  /** @param ttlMs how long an answer is kept; the bound on how stale another instance's change can be */
  constructor(clock: () => number, ttlMs = 1000, maxEntries = 10_000) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#maxEntries = maxEntries;
  }

  get(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const entry = this.#entries.get(key);
    if (entry && entry.expiresAtMs > this.#clock()) return Promise.resolve(entry.value);
    const pending = this.#pending.get(key);
    if (pending) return pending;
    const generation = this.#generation;
    const loading = load()
      .then((value) => {
        if (generation === this.#generation) this.#put(key, value);
        return value;
      })
      .finally(() => {
        if (this.#pending.get(key) === loading) this.#pending.delete(key);
      });
    this.#pending.set(key, loading);
    return loading;
  }

  /** The value as last loaded, however old. */
  peek(key: string): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Forgets everything; a look-up under way does not bring the old answer back. */
  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
    this.#pending.clear();
  }

  #put(key: string, value: Value | undefined): void {
    this.#entries.delete(key);
    if (this.#entries.size >= this.#maxEntries) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
    this.#entries.set(key, { value, expiresAtMs: this.#clock() + this.#ttlMs });
  }
}
