/** Types of claims: a wrong one is refused where it comes in, rather than misread where it is used. */

import { type Refusal, refuse } from './refusal.ts';

// The last second of the year 9999: later dates cannot be shown, and huge numbers are mistakes.
const LAST_DATE = 253_402_300_799;

/** RFC 7519 section 2: seconds since the epoch, as a number. */
export function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LAST_DATE;
}

const CONTROL_CHARACTER = /\p{Cc}/u;

/** A string that can name somebody: not empty, no control characters, well-formed Unicode. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !CONTROL_CHARACTER.test(value) && value.isWellFormed();
}

// RFC 6749 section 3.3: printable ASCII without quote and backslash, separated by single spaces.
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const SCOPE = /^(?:[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*)?$/;

/** One scope token. */
export function isScopeToken(value: unknown): boolean {
  return typeof value === 'string' && SCOPE_TOKEN.test(value);
}

/** Whether the claims that policies read are of their types, those of them that are there. */
export function hasWellFormedOptionalClaims(payload: Readonly<Record<string, unknown>>): boolean {
  const { scope, acr, amr, auth_time: authTime } = payload;
  return (
    (scope === undefined || (typeof scope === 'string' && SCOPE.test(scope))) &&
    (acr === undefined || typeof acr === 'string') &&
    (amr === undefined || (Array.isArray(amr) && amr.every((method) => typeof method === 'string'))) &&
    (authTime === undefined || isNumericDate(authTime))
  );
}

/** Which audiences are ours. */
export interface AudienceRules {
  readonly audiences: ReadonlySet<string>;
  readonly allowSeveralAudiences: boolean;
}

/** The audience is ours, and by default only ours: a token for two resources lets either replay it at the other. */
export function checkAudience(aud: unknown, rules: AudienceRules): Refusal | undefined {
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (audiences.length === 0 || !audiences.every(isName)) return refuse('invalid_claims');
  if (!audiences.some((audience) => rules.audiences.has(audience))) return refuse('wrong_audience');
  if (audiences.length > 1 && !rules.allowSeveralAudiences) return refuse('several_audiences');
  return undefined;
}
