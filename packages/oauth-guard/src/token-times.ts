/** How long a token counts: from `nbf` to `exp`, and no longer after `iat` than the resource server allows. */

import { invalidClaims } from './claims.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What is asked of the dates of a token. */
export interface TimeRules {
  readonly clockToleranceSeconds: number;
  /** Infinity: only `exp` counts. */
  readonly maxTokenAgeSeconds: number;
}

/** The dates of a token, each already known to be one. */
export interface Dates {
  readonly exp: number;
  readonly iat?: number;
  readonly nbf?: number;
}

/**
 * Whether a token counts now.
 *
 * @param nowSeconds wall time in seconds since the epoch
 */
export function checkTimes(dates: Dates, rules: TimeRules, nowSeconds: number): Refusal | undefined {
  const { exp, iat, nbf } = dates;
  const tolerance = rules.clockToleranceSeconds;
  if (nowSeconds >= exp + tolerance) return refuse('token_expired');
  if (isAhead(nbf, nowSeconds + tolerance) || isAhead(iat, nowSeconds + tolerance))
    return refuse('token_not_yet_valid');
  if (rules.maxTokenAgeSeconds === Number.POSITIVE_INFINITY) return undefined;
  if (iat === undefined) return invalidClaims('iat is missing, so the age of the token is not known');
  return nowSeconds - iat > rules.maxTokenAgeSeconds + tolerance ? refuse('token_too_old') : undefined;
}

/** Until when, in seconds since the epoch, a token that counts now needs no other look at its dates. */
export function countsUntil({ exp, iat }: Dates, { maxTokenAgeSeconds }: TimeRules): number {
  // Without a limit `iat` may be missing; with one it was asked for.
  return maxTokenAgeSeconds === Number.POSITIVE_INFINITY ? exp : Math.min(exp, (iat as number) + maxTokenAgeSeconds);
}

function isAhead(date: number | undefined, latest: number): boolean {
  return date !== undefined && date > latest;
}
