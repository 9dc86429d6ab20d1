/**
 * `GET /` in development, where whoever started the gateway looks first. In production an address is there only when a route
 * names it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AnswerError, setRoute, setStandingHeaders } from '@gatehouse/http';
import type { Eventually } from './eventually.ts';
import type { Router } from './routes.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, failed: AnswerError) => Eventually<void>;

/** Tells the name of the gateway where no route takes the request. @param metadata the address of its own metadata (RFC 9728) */
export function withIndex(handle: Handler, router: Router, metadata: string): Handler {
  const body = JSON.stringify({ name: gatewayName, resource_metadata: metadata });
  return (request, response, failed) => {
    const { method, url, headers } = request;
    if (url !== '/' || (method !== 'GET' && method !== 'HEAD') || router(method, url, headers.host) !== 'not_found')
      return handle(request, response, failed);
    setRoute(response, '/');
    setStandingHeaders(response);
    response.setHeader('content-type', 'application/json');
    response.setHeader('cache-control', 'no-store');
    response.end(body);
    return undefined;
  };
}

/** What the gateway is called. */
export const gatewayName = 'Gatehouse gateway';
