/** To what a token says it is bound (RFC 7800 section 3.1), and whether we can check that here. */

import { isObject } from './json.ts';
import { type Refusal, refuse } from './refusal.ts';

/** The bindings that can be checked. */
export interface Confirmations {
  readonly dpop: boolean;
  readonly mtls: boolean;
}

// SHA-256 in base64url.
const THUMBPRINT = /^[\w-]{43}$/;

/**
 * Refuses a confirmation that could not be checked: a token bound in an unknown way must never pass as a bearer token.
 *
 * @param cnf the claim as received
 * @returns undefined when there is none, or only such that are checked
 */
export function confirmationOf(cnf: unknown, accepted: Confirmations): Refusal | undefined {
  if (cnf === undefined) return undefined;
  if (!isObject(cnf)) return refuse('invalid_claims');
  const members = Object.entries(cnf);
  if (members.length === 0) return refuse('unsupported_confirmation');
  for (const [method, value] of members) {
    const known = (method === 'jkt' && accepted.dpop) || (method === 'x5t#S256' && accepted.mtls);
    if (!known) return refuse('unsupported_confirmation');
    if (typeof value !== 'string' || !THUMBPRINT.test(value)) return refuse('invalid_claims');
  }
  return undefined;
}
