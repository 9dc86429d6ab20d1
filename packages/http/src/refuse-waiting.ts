import type { ServerResponse } from 'node:http';
import { HttpError } from './http-error.ts';
import type { AnswerError } from './last-error-handler.ts';

const STOPPING = new HttpError(503, 'temporarily_unavailable', 'The server is stopping. Try again in a moment.', {
  headers: { 'Retry-After': '2', Connection: 'close' },
});

/** Answers a request that a stopping server has no time for. Nothing of its answer may have been sent. */
export function refuseWaiting(response: ServerResponse, answerError: AnswerError): void {
  answerError(STOPPING, response.req, response);
  silence(response);
}

/** The handler does not know that its request is over. What it says from now on goes nowhere, where it would fail. */
function silence(response: ServerResponse): void {
  const self = (): ServerResponse => response;
  Object.assign(response, {
    setHeader: self,
    setHeaders: self,
    appendHeader: self,
    removeHeader: nothing,
    flushHeaders: nothing,
    writeHead: self,
    write: () => true,
    end: self,
  });
}

function nothing(): void {}
