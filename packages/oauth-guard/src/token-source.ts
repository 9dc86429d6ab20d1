/** Where the token is: one token, one scheme, in the Authorization header (RFC 6750 section 2.1, RFC 9449 section 7.1). */

import { type Refusal, refuse } from './errors.ts';
import type { TokenScheme } from './principal.ts';
import type { GuardRequest } from './request.ts';

/** What a request brought. */
export interface Credentials {
  readonly scheme: TokenScheme;
  readonly token: string;
  /** The DPoP headers as sent. */
  readonly proofs: readonly string[];
}

/** Longer tokens are refused before any work. */
export const MAX_TOKEN_BYTES = 8192;

// RFC 6750 section 2.1: token68.
const AUTHORIZATION = /^([!#$%&'*+.^_`|~\w-]+) +([\w.~+/-]+=*)$/;
const SCHEME = /^([!#$%&'*+.^_`|~\w-]+)(?: |$)/;
const LONGEST_SCHEME = 16;

/** Reads the credentials of a request. */
export function readCredentials(request: GuardRequest): Credentials | Refusal {
  const authorizations = request.headerValues('authorization');
  const elsewhere = tokenElsewhere(request);
  if (authorizations.length > 1) return refuse('several_credentials');
  const [authorization] = authorizations;
  if (authorization === undefined) return elsewhere ?? refuse('no_credentials');
  if (elsewhere !== undefined) return elsewhere.code === 'token_in_query' ? elsewhere : refuse('several_credentials');
  const scheme = schemeOf(SCHEME.exec(authorization.slice(0, LONGEST_SCHEME))?.[1]);
  if (scheme === undefined) return refuse('unsupported_scheme');
  if (authorization.length > MAX_TOKEN_BYTES + LONGEST_SCHEME) return refuse('token_too_large');
  const token = AUTHORIZATION.exec(authorization)?.[2];
  if (token === undefined) return refuse('malformed_authorization');
  if (token.length > MAX_TOKEN_BYTES) return refuse('token_too_large');
  return { scheme, token, proofs: request.headerValues('dpop') };
}

function schemeOf(name: string | undefined): TokenScheme | undefined {
  const lower = name?.toLowerCase();
  return lower === 'bearer' ? 'Bearer' : lower === 'dpop' ? 'DPoP' : undefined;
}

/** Tokens in a query end up in logs and histories; tokens in a body can be planted by a form. Neither is read. */
function tokenElsewhere(request: GuardRequest): Refusal | undefined {
  const question = request.url.indexOf('?');
  if (question !== -1) {
    const query = request.url.slice(question + 1);
    if ((query.includes('access_token') || query.includes('%')) && new URLSearchParams(query).has('access_token')) {
      return refuse('token_in_query');
    }
  }
  return request.hasFormToken() ? refuse('token_in_body') : undefined;
}
