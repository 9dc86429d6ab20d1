/** Every refusal as an HTTP answer: status, headers, body (RFC 6750 section 3, RFC 9449 section 7, RFC 9470, RFC 9728 section 5.1). */

import type { ServerResponse } from 'node:http';
import { AccessTokenError, type RefusalBody } from './access-token-error.ts';
import { type Answer, toResponse } from './answer.ts';
import { expose } from './cors.ts';
import type { RefusalCode } from './errors.ts';
import type { TokenScheme } from './principal.ts';
import type { Refusal } from './refusal.ts';

/** What challenges say about this resource server. */
export interface ChallengeSettings {
  readonly realm: string | undefined;
  /** Where the RFC 9728 document is. */
  readonly metadataUrl: string;
  readonly bearer: boolean;
  /** Algorithms of DPoP proofs; undefined when DPoP is not accepted. */
  readonly dpopAlgorithms: readonly string[] | undefined;
}

/**
 * A request that was refused, with the whole answer for the client.
 *
 * @example
 * if (!decision.ok) return decision.toResponse(); // in a fetch-style handler
 */
export class Refused implements Answer {
  readonly ok = false;
  readonly code: RefusalCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RefusalBody;
  /** Why, in words for the log. It may name internal addresses and must not be sent. */
  readonly detail: string | undefined;

  constructor(refusal: Refusal, headers: Readonly<Record<string, string>>) {
    const { status, error, description } = refusal.definition;
    this.code = refusal.code;
    this.status = status;
    this.headers = headers;
    this.body = { ...(error === undefined ? {} : { error }), error_description: description, code: refusal.code };
    this.detail = refusal.parameters.detail;
  }

  /** Answers through Node's or Express's response. */
  send(response: ServerResponse): void {
    const body = JSON.stringify(this.body);
    expose(response, Object.keys(this.headers));
    response.writeHead(this.status, { ...this.headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }

  /** Sets what the client must be told whoever writes the body: the challenge, when to try again, a nonce, not to be stored. */
  tell(response: ServerResponse): void {
    const names = Object.keys(this.headers).filter((name) => name !== 'content-type');
    expose(response, names);
    for (const name of names) response.setHeader(name, this.headers[name] as string);
  }

  /** The answer of a fetch-style handler. */
  toResponse(): Response {
    return toResponse(this);
  }

  /** For error handlers that honour `status` and `headers`, as Express's own does. */
  toError(): AccessTokenError {
    return new AccessTokenError(this);
  }
}

/**
 * Makes the answer to a refusal.
 *
 * @param used the scheme of the request, if it had one: its challenge carries the error
 * @param scopes what the operation needs, told to a client that comes without a token
 */
export function answer(
  refusal: Refusal,
  settings: ChallengeSettings,
  used: TokenScheme | undefined,
  scopes: readonly string[] = [],
): Refused {
  const { nonce, retryAfterSeconds } = refusal.parameters;
  const { status, error } = refusal.definition;
  const headers: Record<string, string> = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds);
  if (nonce !== undefined) headers['dpop-nonce'] = nonce;
  // A challenge says how to get in. It has nothing to say when the service is down or when no other token would help.
  if (status !== 503 && error !== 'access_denied')
    headers['www-authenticate'] = challenges(refusal, settings, used, scopes);
  return new Refused(refusal, headers);
}

/** One challenge for each accepted scheme; the error stands on the one that the client used, or that it should use. */
function challenges(
  refusal: Refusal,
  settings: ChallengeSettings,
  used: TokenScheme | undefined,
  scopes: readonly string[],
): string {
  const { realm, metadataUrl, bearer, dpopAlgorithms } = settings;
  const schemes: TokenScheme[] = [];
  if (bearer) schemes.push('Bearer');
  if (dpopAlgorithms !== undefined) schemes.push('DPoP');
  const carrier = carrierOf(refusal, schemes, used);
  return schemes
    .toSorted((a, b) => Number(b === carrier) - Number(a === carrier))
    .map((scheme) => {
      const parameters: [string, string | undefined][] = [['realm', realm]];
      if (scheme === carrier) parameters.push(...errorParameters(refusal, scopes));
      if (scheme === 'DPoP') parameters.push(['algs', dpopAlgorithms?.join(' ')]);
      parameters.push(['resource_metadata', metadataUrl]);
      return `${scheme} ${parameters.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(value)}`])).join(', ')}`;
    })
    .join(', ');
}

function carrierOf(
  { code, definition }: Refusal,
  schemes: readonly TokenScheme[],
  used: TokenScheme | undefined,
): TokenScheme {
  const wanted = definition.error === 'invalid_dpop_proof' || code === 'dpop_scheme_required' ? 'DPoP' : used;
  return wanted !== undefined && schemes.includes(wanted) ? wanted : (schemes[0] as TokenScheme);
}

function errorParameters(
  { definition, parameters }: Refusal,
  scopes: readonly string[],
): [string, string | undefined][] {
  const { error, description } = definition;
  const scope = (parameters.scopes ?? scopes).join(' ');
  const { acrValues, maxAgeSeconds } = parameters;
  return [
    ['error', error],
    ['error_description', error === undefined ? undefined : description],
    ['scope', scope === '' ? undefined : scope],
    ['acr_values', acrValues === undefined || acrValues.length === 0 ? undefined : acrValues.join(' ')],
    ['max_age', maxAgeSeconds === undefined ? undefined : String(maxAgeSeconds)],
  ];
}

/** RFC 9110 section 5.6.4. What comes here was checked at start-up to be ASCII without control characters. */
function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
