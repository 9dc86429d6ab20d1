/**
 * Access tokens for a client that speaks for itself (RFC 6749 section 4.4): one token serves many calls until it is
 * near its end, and however many calls wait for a new one, it is fetched once.
 */

/** What the token endpoint gave. */
export interface FetchedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** A token to use, and whether it was fetched for this call. */
export interface UsableToken {
  readonly accessToken: string;
  readonly source: 'fetched' | 'cached';
}

/** Where calls get their token. */
export interface TokenSource {
  /** A token that lives for some time yet. Rejects with what `fetchToken` rejected with; the next call tries again. */
  get(): Promise<UsableToken>;
  /** Takes note that the API refused this token, so that the next call gets another one. */
  discard(accessToken: string): void;
}

/** How a token source works. */
export interface TokenSourceOptions {
  readonly fetchToken: () => Promise<FetchedToken>;
  /** A token is renewed when it has less than this left, or less than half of its life, in seconds. */
  readonly renewBeforeSeconds: number;
  /** Monotonic clock in milliseconds. */
  readonly nowMs?: () => number;
}

/** Makes a token source; nothing is fetched before the first call. */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { fetchToken, renewBeforeSeconds, nowMs = () => performance.now() } = options;
  let kept: { accessToken: string; renewAtMs: number } | undefined;
  let fetching: Promise<string> | undefined;

  async function fetchOne(): Promise<string> {
    const askedAtMs = nowMs();
    const { accessToken, expiresInSeconds } = await fetchToken();
    // Counted from before the request: the token cannot be older than that.
    const usableSeconds = expiresInSeconds - Math.min(renewBeforeSeconds, expiresInSeconds / 2);
    kept = { accessToken, renewAtMs: askedAtMs + usableSeconds * 1000 };
    return accessToken;
  }

  return {
    async get() {
      if (kept !== undefined && nowMs() < kept.renewAtMs) return { accessToken: kept.accessToken, source: 'cached' };
      fetching ??= fetchOne().finally(() => {
        fetching = undefined;
      });
      return { accessToken: await fetching, source: 'fetched' };
    },
    discard(accessToken) {
      if (kept?.accessToken === accessToken) kept = undefined;
    },
  };
}
