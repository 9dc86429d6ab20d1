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

/** What a token can be bound by: the registry "JWT Confirmation Methods" of IANA. */
const METHODS = new Set(['jwk', 'jwe', 'kid', 'jku', 'x5t#S256', 'osc', 'jkt']);

/**
 * Refuses a confirmation that could not be checked: a token bound in an unknown way must never pass as a bearer token. Members
 * that are no methods are ignored beside one that is checked (RFC 7800 section 3.1): Keycloak adds `kc-jkt-type`.
 *
 * @param cnf the claim as received
 * @returns undefined when there is none, or one that is checked
 */
export function confirmationOf(cnf: unknown, accepted: Confirmations): Refusal | undefined {
  if (cnf === undefined) return undefined;
  if (!isObject(cnf)) return refuse('invalid_claims');
  let checked = false;
  for (const [method, value] of Object.entries(cnf)) {
    if ((method === 'jkt' && accepted.dpop) || (method === 'x5t#S256' && accepted.mtls)) {
      if (typeof value !== 'string' || !THUMBPRINT.test(value)) return refuse('invalid_claims');
      checked = true;
    } else if (METHODS.has(method)) return refuse('unsupported_confirmation');
  }
  return checked ? undefined : refuse('unsupported_confirmation');
}
