/**
 * The decision alone, for whoever has a proxy already: nginx's `auth_request` and Envoy's `ext_authz` ask here whether a
 * request may go on, and get the token that it goes on with. The route table, credentials and limits are those of the gateway.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';
import { HttpError, setRoute, setStandingHeaders } from '@gatehouse/http';
import { Refused } from '@gatehouse/oauth-guard';
import type { Admit } from './admission.ts';
import { setHeaders } from './answer-headers.ts';
import type { Admission } from './caller.ts';
import { canonicalPath } from './canonical-path.ts';
import type { Challenges } from './challenges.ts';
import { credentialHeaders } from './credentials/credentials.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { andThen, type Eventually, orElse } from './eventually.ts';
import type { Route } from './route-schema.ts';
import type { Router } from './routes.ts';

/** Where proxies ask. Envoy puts the path of the request behind it, nginx sends it in `X-Original-URI`. */
export const authorizePath = '/.gatehouse/authorize';

/** What it takes. */
export interface ForwardAuthDependencies {
  readonly router: Router;
  readonly admit: Admit;
  readonly crossOrigin: CrossOrigin;
  readonly challenges: Challenges;
  /** Addresses and networks of the proxies that may ask; for everybody else there is nothing here. */
  readonly callers: readonly string[];
}

/** Answers a question; false for every other request. Throws or rejects with HttpError. */
export type ForwardAuth = (request: IncomingMessage, response: ServerResponse) => Eventually<void> | false;

/** What proxies understand; everything else would become a failure of theirs. */
const UNDERSTOOD = new Set([401, 403, 429, 503]);

/** A refusal in the words that proxies understand: what is wrong with a request is forbidden, what is wrong here is away. */
function understood(error: unknown): unknown {
  if (!(error instanceof HttpError) || UNDERSTOOD.has(error.status)) return error;
  const { code, message, detail } = error;
  if (error.status < 500) return new HttpError(403, code, message);
  return new HttpError(503, code, message, { detail, headers: { 'Retry-After': '2' } });
}

function addresses(callers: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const caller of callers) {
    const [address = '', bits] = caller.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return (given = '') => {
    const address = given.replace(/^::ffff:(?=\d+\.)/iu, '');
    return isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  };
}

/** Turns the question into the request that it is about. */
function restore(request: IncomingMessage): void {
  const rest = (request.url as string).slice(authorizePath.length);
  const { 'x-original-uri': uri, 'x-original-method': method } = request.headers;
  const given = rest === '' ? uri : rest;
  // Both at once: a proxy that passes on what its client says.
  const isToldTwice = rest !== '' && (uri !== undefined || method !== undefined);
  if (typeof given !== 'string' || !given.startsWith('/') || isToldTwice)
    throw new HttpError(403, 'no_original_request', 'The question names no request, or two.');
  request.url = given;
  if (rest !== '') return;
  if (method === undefined) throw new HttpError(403, 'no_original_request', 'The question names no method.');
  request.method = String(method);
}

/** The proxy forwards what it received: another spelling of it would be decided about here and served there. */
function mustBePlain({ url }: IncomingMessage): void {
  const { path, search } = canonicalPath(url as string, true);
  if (path + search !== url) throw new HttpError(403, 'ambiguous_path', 'The path is not written plainly.');
}

function routeOf(router: Router, request: IncomingMessage): Route {
  const { path } = canonicalPath(request.url as string, true);
  const match = router(request.method as string, path, request.headers.host);
  if (match === 'not_found' || 'allow' in match) throw new HttpError(403, 'no_route', 'No route allows this request.');
  return match;
}

/** Makes it. */
export function createForwardAuth({
  router,
  admit,
  crossOrigin,
  challenges,
  callers,
}: ForwardAuthDependencies): ForwardAuth {
  const mayAsk = addresses(callers);

  const decide = (request: IncomingMessage, response: ServerResponse, answer: string[]): Eventually<void> => {
    restore(request);
    mustBePlain(request);
    const isAllowedPreflight = request.method === 'OPTIONS' && crossOrigin.setPreflightHeaders(request, response);
    const route = isAllowedPreflight ? undefined : routeOf(router, request);
    if (route) crossOrigin.setHeaders(route, request, response);
    const go = (admission: Admission | Refused | undefined) => {
      setStandingHeaders(response);
      setHeaders(response, answer);
      if (admission instanceof Refused) {
        const { status, code, headers } = admission;
        if (status === 401 || status === 403) admission.send(response);
        else if (status < 500) throw new HttpError(403, code, 'The access token is refused.');
        else
          throw new HttpError(503, code, 'The access token is refused.', {
            headers: { 'Retry-After': headers['retry-after'] ?? '2' },
          });
        return;
      }
      if (admission) setHeaders(response, admission.headers);
      response.setHeader('cache-control', 'no-store');
      response.setHeader('content-length', '0');
      response.end();
    };
    if (route === undefined || route.accept.length === 0) return go(undefined);
    // A certificate on this connection is the proxy's own.
    if (credentialHeaders.every((name) => request.headers[name] === undefined)) {
      throw new HttpError(401, 'unauthorized', 'This needs a credential of a kind that is accepted here.', {
        headers: { 'WWW-Authenticate': challenges.of(route) },
      });
    }
    return andThen(admit(request, route, answer), go);
  };

  return (request, response) => {
    const url = request.url as string;
    if (!url.startsWith(authorizePath) || !mayAsk(request.socket.remoteAddress)) return false;
    setRoute(response, authorizePath);
    const answer: string[] = [];
    return orElse(
      () => decide(request, response, answer),
      (error) => {
        setHeaders(response, answer);
        throw understood(error);
      },
    );
  };
}
