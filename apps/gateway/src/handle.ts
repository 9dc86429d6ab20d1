/** The way of a request through the gateway, step by step. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AnswerError,
  answerPreflight,
  clientAddress,
  HttpError,
  requestId,
  setRoute,
  setStandingHeaders,
} from '@gatehouse/http';
import { networkOf } from '@gatehouse/http/network';
import { Refused } from '@gatehouse/oauth-guard';
import type { Admit } from './admission.ts';
import { setHeaders } from './answer-headers.ts';
import type { Admission } from './caller.ts';
import { canonicalPath } from './canonical-path.ts';
import { type PresentedTicket, takeTicket } from './credentials/ticket.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { andThen, type Eventually, orElse } from './eventually.ts';
import type { Forward } from './forward.ts';
import { createRequestHeaders, type RequestHeaders, type Stopped } from './headers.ts';
import type { Route } from './route-schema.ts';
import type { Router } from './routes.ts';

/** What it takes. */
export interface HandlerDependencies {
  readonly router: Router;
  readonly admit: Admit;
  readonly crossOrigin: CrossOrigin;
  /** Whether any route takes tickets. */
  readonly takesTickets: boolean;
  readonly forward: Forward;
  readonly scheme: string;
  /** All of them. */
  readonly routes: readonly Route[];
  /** Told of each header of a caller that stopped. */
  readonly stopped: Stopped;
}

function routeFor(router: Router, request: IncomingMessage): { route: Route; path: string } {
  const { path, search } = canonicalPath(request.url as string, true);
  const match = router(request.method as string, path, request.headers.host);
  if (match === 'not_found') throw new HttpError(404, 'not_found', 'There is nothing here.');
  if ('allow' in match) {
    throw new HttpError(405, 'method_not_allowed', 'This method is not allowed here.', {
      headers: { Allow: match.allow },
    });
  }
  return { route: match, path: path.slice(match.strip?.length ?? 0) + search };
}

/** Which headers pass on which route. Routes that say nothing of them share what was decided. */
function headersByRoute({ routes, stopped }: HandlerDependencies): (route: Route) => RequestHeaders {
  const usual = createRequestHeaders(stopped);
  const own = new Map<Route, RequestHeaders>();
  for (const route of routes)
    if (route.request_headers || route.cookies)
      own.set(route, createRequestHeaders(stopped, route.request_headers, route.cookies));
  return own.size === 0 ? () => usual : (route) => own.get(route) ?? usual;
}

/** Makes the handler of every request. Throws or rejects with HttpError. */
export function createHandler(dependencies: HandlerDependencies) {
  const { router, admit, crossOrigin, takesTickets, forward, scheme } = dependencies;
  const headersOf = headersByRoute(dependencies);
  return (request: IncomingMessage, response: ServerResponse, failed: AnswerError): Eventually<void> => {
    let found: ReturnType<typeof routeFor>;
    let ticket: PresentedTicket | undefined;
    try {
      if (takesTickets) ticket = takeTicket(request);
      if (request.method === 'OPTIONS' && crossOrigin.setPreflightHeaders(request, response)) {
        setRoute(response, 'preflight');
        answerPreflight(response);
        return undefined;
      }
      found = routeFor(router, request);
    } catch (error) {
      if (!response.hasHeader('Vary')) crossOrigin.setHostHeaders(request, response);
      throw error;
    }
    const { route, path } = found;
    setRoute(response, route.path);
    if (route.cors !== undefined) crossOrigin.setHeaders(route, request, response);
    const headers = headersOf(route)(request.rawHeaders);
    const id = requestId(request);
    const address = clientAddress(request);
    headers.push('x-request-id', id, 'x-forwarded-for', address);
    headers.push('x-forwarded-host', request.headers.host as string, 'x-forwarded-proto', scheme);
    if (route.strip !== undefined) headers.push('x-forwarded-prefix', route.strip);
    const outgoing = {
      route,
      caller: '',
      method: request.method as string,
      path,
      headers,
      answer: ['X-Request-Id', id],
    };
    if (ticket?.protocol !== undefined) outgoing.answer.push('Sec-WebSocket-Protocol', ticket.protocol);
    if (route.accept.length === 0) {
      outgoing.caller = networkOf(address);
      return forward(outgoing, request, response, failed);
    }

    const admitted = (admission: Admission | Refused): Eventually<void> => {
      if (admission instanceof Refused) {
        setStandingHeaders(response);
        admission.send(response);
        return undefined;
      }
      outgoing.caller = admission.caller;
      headers.push(...admission.headers);
      return forward(outgoing, request, response, failed);
    };
    return orElse(
      () => andThen(admit(request, route, outgoing.answer, ticket?.value), admitted),
      (error) => {
        setHeaders(response, outgoing.answer);
        throw error;
      },
    );
  };
}
