/** What the application mounted: the raw handlers in their order, then Express, and at its end 404 and the last error handler. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestContext } from '@gatehouse/logging';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { canonicalAddress } from './address.ts';
import { type RequestState, stateOf, type TrustedProxies } from './connection.ts';
import { HttpError } from './http-error.ts';
import type { AnswerError } from './last-error-handler.ts';
import type { RawHandler, ServiceOptions } from './service-options.ts';
import { setStandingHeaders } from './standing-headers.ts';

interface PlacedHandler {
  readonly handler: RawHandler;
  readonly bare: boolean;
}

/** Everything that serves requests. */
export interface Mounted {
  readonly app: Express;
  readonly dispatch: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Has the application mount what it serves. */
export function mountProgram(
  mount: ServiceOptions['mount'],
  proxies: TrustedProxies,
  answerError: AnswerError,
): Mounted {
  const handlers: PlacedHandler[] = [];
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', (address: string) => proxies.includes(canonicalAddress(address)));
  mount(app, (handler, { bare = false } = {}) => void handlers.push({ handler, bare }));
  app.use((_request: Request, _response: Response, next: NextFunction) => {
    next(new HttpError(404, 'not_found', 'There is nothing here.'));
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerError(error, request, response);
  });
  return { app, dispatch: dispatcher(app, handlers, answerError) };
}

function dispatcher(
  app: Express,
  handlers: readonly PlacedHandler[],
  answerError: AnswerError,
): (request: IncomingMessage, response: ServerResponse) => void {
  const serve = app as Express & ((request: IncomingMessage, response: ServerResponse, next: () => void) => void);
  // What calls it runs in the context of a connection, not in that of the request.
  const failed: AnswerError = (error, request, response) =>
    requestContext.run(stateOf(response) as RequestState, answerError, error, request, response);
  return (request, response) => {
    for (const { handler, bare } of handlers) {
      if (!bare) setStandingHeaders(response);
      const taken = handler(request, response, failed);
      if (taken === true) return;
      if (taken === false) continue;
      taken.catch((error: unknown) => answerError(error, request, response));
      return;
    }
    setStandingHeaders(response);
    // The last error handler answers everything. With a function given here, Express makes no final handler of its own.
    serve(request, response, nothing);
  };
}

function nothing(): void {}
