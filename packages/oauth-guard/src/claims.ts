/** Types of claims: a wrong one is refused where it comes in, rather than misread where it is used. */

import { Refusal } from './refusal.ts';

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

/** A `scope` value: scope tokens separated by single spaces, or none at all. */
export function isScope(value: unknown): value is string {
  return typeof value === 'string' && SCOPE.test(value);
}

type Claims = Readonly<Record<string, unknown>>;

/** What is wrong with the dates of a token (RFC 7519 section 4.1), for the log; undefined: nothing. */
export function dateFault({ exp, iat, nbf }: Claims): string | undefined {
  if (!isNumericDate(exp)) return 'exp is missing or is not a date';
  if (iat !== undefined && !isNumericDate(iat)) return 'iat is not a date';
  return nbf === undefined || isNumericDate(nbf) ? undefined : 'nbf is not a date';
}

/** What is wrong with how the user signed in (RFC 9470 section 6), for the log; undefined: nothing, or it is not said. */
export function signInFault({ acr, amr, auth_time: authTime }: Claims): string | undefined {
  if (acr !== undefined && typeof acr !== 'string') return 'acr is not a string';
  if (amr !== undefined && !(Array.isArray(amr) && amr.every((method) => typeof method === 'string')))
    return 'amr is not a list of strings';
  return authTime === undefined || isNumericDate(authTime) ? undefined : 'auth_time is not a date';
}

/** Claims that are not as they must be. */
export function invalidClaims(fault: string): Refusal {
  return new Refusal('invalid_claims', { detail: fault });
}
