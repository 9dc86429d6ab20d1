/** Where the token is: one token, one scheme, in the Authorization header (RFC 6750 section 2.1, RFC 9449 section 7.1). */

import type { TokenScheme } from './principal.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { GuardRequest } from './request.ts';

/** What a request brought. */
export interface Credentials {
  readonly scheme: TokenScheme;
  /** As sent. Whether it is well-formed is asked by `isToken68`, and only when it is not known already. */
  readonly token: string;
  /** The DPoP headers as sent. */
  readonly proofs: readonly string[];
}

/** Longer tokens are refused before any work. */
export const MAX_TOKEN_BYTES = 8192;

const SCHEME = /^(Bearer|DPoP)(?: +|$)/i;
const LONGEST_BEGINNING = 32;
const TOKEN68 = /^[\w.~+/-]+=*$/;

/** Reads the credentials of a request. */
export function readCredentials(request: GuardRequest): Credentials | Refusal {
  const authorizations = request.headerValues('authorization');
  const elsewhere = tokenElsewhere(request);
  if (authorizations.length > 1) return refuse('several_credentials');
  const [authorization] = authorizations;
  if (authorization === undefined) return elsewhere ?? refuse('no_credentials');
  if (elsewhere !== undefined) return elsewhere.code === 'token_in_query' ? elsewhere : refuse('several_credentials');
  const beginning = SCHEME.exec(authorization.slice(0, LONGEST_BEGINNING));
  if (beginning === null) return refuse('unsupported_scheme');
  const token = authorization.slice(beginning[0].length);
  if (token === '') return refuse('malformed_authorization');
  if (token.length > MAX_TOKEN_BYTES) return refuse('token_too_large');
  // In any letter case (RFC 9110 section 11.1); the two differ in length.
  const scheme = (beginning[1] as string).length === 4 ? 'DPoP' : 'Bearer';
  return { scheme, token, proofs: request.headerValues('dpop') };
}

/** Whether a token is made of the characters that RFC 6750 section 2.1 allows. */
export function isToken68(token: string): boolean {
  return TOKEN68.test(token);
}

/** Tokens in a query end up in logs and histories; tokens in a body can be planted by a form. Neither is read. */
function tokenElsewhere(request: GuardRequest): Refusal | undefined {
  const { url } = request;
  const question = url.indexOf('?');
  if (question !== -1) {
    const query = url.slice(question + 1);
    // Only a query that has the name, or something encoded that could be it, is worth parsing.
    if ((query.includes('access_token') || query.includes('%')) && new URLSearchParams(query).has('access_token')) {
      return refuse('token_in_query');
    }
  }
  return request.hasFormToken() ? refuse('token_in_body') : undefined;
}
