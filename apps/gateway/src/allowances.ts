/** How often a caller may call: in a window, and on a day. Both are told in every answer. */
import type { RateLimit, TakenRequest } from '@gatehouse/http';
import { addHeaders } from './answer-headers.ts';
import type { Admission } from './caller.ts';
import { tooManyRequests } from './guesses.ts';
import type { RateLimitHeaders } from './rate-limit-headers.ts';
import type { Usage } from './usage.ts';

/** What is counted, and where it is told. */
export interface AllowancesDependencies {
  /** Requests of each caller in a window. */
  readonly limit: RateLimit;
  readonly headers: RateLimitHeaders;
  /** Requests of each caller by day. */
  readonly usage: Usage;
}

/** Counts requests of callers who are known. Both throw HttpError 429. */
export interface Allowances {
  /** Before it is known whether they may do what they ask for. */
  take(caller: string, answer: string[]): TakenRequest | undefined;
  /** Once they are let in. @param taken what `take` gave */
  count(admission: Admission, taken: TakenRequest | undefined, answer: string[]): void;
}

/** Makes them. */
export function createAllowances({ limit, headers, usage }: AllowancesDependencies): Allowances {
  return {
    take(caller, answer) {
      const taken = limit.take(caller);
      if (taken === undefined || taken.waitSeconds === 0) return taken;
      addHeaders(answer, headers(taken));
      throw tooManyRequests(taken.waitSeconds);
    },
    count({ caller, subject, clientId, credentialId }, taken, answer) {
      const left = usage.count(caller, { subject, client_id: clientId, credential_id: credentialId });
      if (taken ?? left) addHeaders(answer, headers(taken, left));
      if (left?.isOver) throw tooManyRequests(left.resetSeconds);
    },
  };
}
