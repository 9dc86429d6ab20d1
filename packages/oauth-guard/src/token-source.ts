/**
 * Where the token is: one token, one scheme, in the Authorization header (RFC 6750 section 2.1, RFC 9449 section 7.1), or where the
 * application finds it that has to look elsewhere.
 */

import { askApplication, Mistake } from './application-call.ts';
import type { TokenScheme } from './principal.ts';
import { Refusal, refuse } from './refusal.ts';
import type { GuardRequest } from './request.ts';

/** What a request brought. */
export interface Credentials {
  readonly scheme: TokenScheme;
  /** As sent. Whether it is well-formed is asked by `isToken68`, and only when it is not known already. */
  readonly token: string;
  /** The DPoP headers as sent. */
  readonly proofs: readonly string[];
}

/**
 * A token that the application found: a bearer token, or a token and the scheme that it is sent with.
 *
 * @example
 * const getToken = (req: IncomingMessage): FoundToken => /token=([^;]+)/.exec(req.headers.cookie ?? '')?.[1];
 */
export type FoundToken = string | { readonly scheme: TokenScheme; readonly token: string } | null | undefined;

/** The option `getToken`. */
export type TokenFinder = (request: object) => FoundToken;

/** Longer tokens are refused before any work. */
export const MAX_TOKEN_BYTES = 8192;

const SCHEME = /^(Bearer|DPoP)(?: +|$)/i;
const LONGEST_BEGINNING = 32;
const TOKEN68 = /^[\w.~+/-]+=*$/;

/**
 * Reads the credentials of a request.
 *
 * @param getToken where else a token may be; a token found there besides another one in the Authorization header is one too many
 */
export function readCredentials(request: GuardRequest, getToken: TokenFinder | undefined): Credentials | Refusal {
  const authorizations = request.headerValues('authorization');
  const found = getToken === undefined ? undefined : tokenFound(getToken, request);
  if (found instanceof Refusal) return found;
  const elsewhere = tokenElsewhere(request, authorizations.length === 0 ? found?.token : undefined);
  if (authorizations.length > 1) return refuse('several_credentials');
  const [authorization] = authorizations;
  if (authorization === undefined && found === undefined) return elsewhere ?? refuse('no_credentials');
  if (elsewhere !== undefined) return elsewhere.code === 'token_in_query' ? elsewhere : refuse('several_credentials');
  if (authorization === undefined) return found as Credentials;
  const sent = credentialsInHeader(authorization, request);
  // A finder that also reads the header finds the same token there.
  if (found !== undefined && (sent instanceof Refusal || sent.token !== found.token))
    return refuse('several_credentials');
  return sent;
}

function credentialsInHeader(authorization: string, request: GuardRequest): Credentials | Refusal {
  const beginning = SCHEME.exec(authorization.slice(0, LONGEST_BEGINNING));
  if (beginning === null) return refuse('unsupported_scheme');
  const token = authorization.slice(beginning[0].length);
  if (token === '') return refuse('malformed_authorization');
  // In any letter case (RFC 9110 section 11.1); the two differ in length.
  return credentials((beginning[1] as string).length === 4 ? 'DPoP' : 'Bearer', token, request);
}

function credentials(scheme: TokenScheme, token: string, request: GuardRequest): Credentials | Refusal {
  return token.length > MAX_TOKEN_BYTES
    ? refuse('token_too_large')
    : { scheme, token, proofs: request.headerValues('dpop') };
}

function tokenFound(getToken: TokenFinder, request: GuardRequest): Credentials | Refusal | undefined {
  const { original = request } = request;
  if (original === null) return undefined;
  const found = askApplication('getToken', () => sentBy(getToken(original)));
  if (found instanceof Mistake) return new Refusal('unreadable_request', { detail: found.detail });
  if (found === undefined) return undefined;
  const { scheme, token } = found as Pick<Credentials, 'scheme' | 'token'>;
  return credentials(scheme, token, request);
}

function sentBy(found: unknown): unknown {
  if (found === undefined || found === null || found === '') return undefined;
  if (typeof found === 'string') return { scheme: 'Bearer', token: found };
  const { scheme, token, then } = found as Record<string, unknown>;
  if (typeof then === 'function') return found;
  if ((scheme === 'Bearer' || scheme === 'DPoP') && typeof token === 'string') return { scheme, token };
  return new Mistake('getToken returned neither a token nor { scheme, token } nor undefined');
}

/** Whether a token is made of the characters that RFC 6750 section 2.1 allows. */
export function isToken68(token: string): boolean {
  return TOKEN68.test(token);
}

/** Tokens in a query end up in logs and histories; tokens in a body can be planted by a form. Neither is read by itself. */
function tokenElsewhere(request: GuardRequest, found: string | undefined): Refusal | undefined {
  const { url } = request;
  const question = url.indexOf('?');
  if (question !== -1) {
    const query = url.slice(question + 1);
    // Only a query that has the name, or something encoded that could be it, is worth parsing.
    if (query.includes('access_token') || query.includes('%')) {
      const tokens = new URLSearchParams(query).getAll('access_token');
      // Unless the application takes it from there itself (RFC 6750 section 2.3).
      if (tokens.length > 1 || (tokens.length === 1 && tokens[0] !== found)) return refuse('token_in_query');
    }
  }
  return request.hasFormToken() ? refuse('token_in_body') : undefined;
}
