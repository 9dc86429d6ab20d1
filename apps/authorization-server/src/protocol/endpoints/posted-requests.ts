/**
 * Requests that browsers bring by POST: authorization requests (OpenID Connect Core, section 3.1.2.1) and logout requests
 * (RP-Initiated Logout, section 2). They come from another site, so that none of our cookies, which are `SameSite=Lax`, is
 * with them; the same request by GET, to which the answer leads, has them.
 */
import { formBody, HttpError, setRoute } from '@gatehouse/http';
import { type Request, type RequestHandler, type Response, Router } from 'express';

/** Bytes of an address that every recipient should be able to take (RFC 9110, section 4.1). */
const longestAddress = 8000;

/** What proves somebody, and never stands in an address. */
const secrets: ReadonlySet<string> = new Set([
  'access_token',
  'assertion',
  'client_assertion',
  'client_assertion_type',
  'client_secret',
  'code_verifier',
  'password',
  'refresh_token',
]);

type Parameters = [name: string, value: string][];

/** In order, the ones in the address before those of the form; a repeated one stays repeated, and is refused as by GET. */
function parametersOf(request: Request): Parameters {
  const query = new URL(request.originalUrl, 'https://this.invalid').searchParams;
  const form = Object.entries((request.body ?? {}) as Record<string, string | string[]>);
  return [
    ...query,
    ...form.flatMap(([name, values]) => [values].flat().map((value): Parameters[number] => [name, value])),
  ];
}

const addressOf = (path: string, parameters: Parameters): string => {
  const query = new URLSearchParams(parameters).toString();
  return query === '' ? path : `${path}?${query}`;
};

const isTooLong = (address: string): boolean => address.length > longestAddress;

/**
 * Leads to the same request by GET.
 * @throws HttpError 400 `invalid_request` for a secret, 413 `content_too_large` for what no address can hold
 */
function lead(response: Response, path: string, parameters: Parameters): void {
  const secret = parameters.find(([name]) => secrets.has(name));
  if (secret) throw new HttpError(400, 'invalid_request', `${secret[0]} must not be sent to this endpoint`);
  const address = addressOf(path, parameters);
  if (isTooLong(address)) {
    throw new HttpError(413, 'content_too_large', 'the request is too long for an address; it may be pushed instead');
  }
  response.set('cache-control', 'no-store').redirect(303, address);
}

/** A hint that makes the request too long is left out: the user is asked instead (see `logout.ts`). */
const withoutLongHint = (path: string, parameters: Parameters): Parameters =>
  isTooLong(addressOf(path, parameters)) ? parameters.filter(([name]) => name !== 'id_token_hint') : parameters;

const router = Router({ strict: true, caseSensitive: true }).post(
  ['/auth', '/session/end'],
  formBody(),
  (request, response) => {
    const { path } = request;
    setRoute(response, path);
    const parameters = parametersOf(request);
    lead(response, path, path === '/auth' ? parameters : withoutLongHint(path, parameters));
  },
);

/** Answers `POST /auth` and `POST /session/end`. The router alone would answer OPTIONS, too. */
export const postedRequests: RequestHandler = (request, response, next) =>
  request.method === 'POST' ? router(request, response, next) : next();
