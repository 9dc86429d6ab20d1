/** Middleware for what hands on Node's own request and response: Express, and NestJS over it. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { metadataAnswers } from './metadata.ts';
import { NodeRequest } from './request.ts';

/**
 * How a middleware goes on.
 *
 * @example
 * const next: Next = (error) => console.error(error);
 */
export type Next = (error?: unknown) => void;

/**
 * A middleware as Express takes it.
 *
 * @example
 * const open: Middleware = (_request, _response, next) => next();
 */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** The metadata as a middleware for what hands on Node's own request and response. */
export function metadataMiddleware(answerTo: ReturnType<typeof metadataAnswers>): Middleware {
  return (request, response, next) => {
    const answer = answerTo(new NodeRequest(request));
    if (answer === undefined) return next();
    const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    if (body !== '') response.setHeader('content-length', Buffer.byteLength(body));
    response.statusCode = answer.status;
    response.end(body);
  };
}
