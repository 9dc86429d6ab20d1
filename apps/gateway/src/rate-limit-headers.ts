/** What answers say about limits: `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers). */
import type { TakenRequest } from '@gatehouse/http';
import type { DayLeft } from './usage.ts';

/** What a caller may send. */
export interface Limits {
  readonly requests: number;
  readonly windowSeconds: number;
  readonly quotaPerDay: number;
}

/** The headers for what was taken, and for what the day leaves. */
export type RateLimitHeaders = (taken: TakenRequest | undefined, day?: DayLeft) => Record<string, string>;

/** Makes them for these limits. */
export function createRateLimitHeaders({ requests, windowSeconds, quotaPerDay }: Limits): RateLimitHeaders {
  const policy = `"default";q=${requests};w=${windowSeconds}`;
  return (taken, day) => {
    const now = taken && `"default";r=${taken.remaining};t=${taken.resetSeconds}`;
    const today = day && `"day";r=${day.remaining};t=${day.resetSeconds}`;
    return {
      'RateLimit-Policy': [now && policy, today && `"day";q=${quotaPerDay};w=86400`].filter(Boolean).join(', '),
      RateLimit: [now, today].filter(Boolean).join(', '),
    };
  };
}
