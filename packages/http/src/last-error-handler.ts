import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/logging';
import { requestId } from './connection.ts';
import type { SafeHtml } from './html.ts';
import { HttpError } from './http-error.ts';
import { setStandingHeaders } from './standing-headers.ts';

/** What an error page may show. */
export interface ErrorPage {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
}

/** Gives the page for a browser, or nothing to answer JSON after all. */
export type RenderError = (
  error: ErrorPage,
  request: IncomingMessage,
  response: ServerResponse,
) => SafeHtml | undefined;

/** Gives what programs get in place of `{"error", "error_description"}`, or nothing for that after all. */
export type RefusalDocument = (
  error: ErrorPage,
  request: IncomingMessage,
) => { readonly mediaType: string; readonly document: unknown } | undefined;

/** Answers a program with what is wrong. */
export type AnswerProgram = (
  error: Omit<ErrorPage, 'requestId'>,
  request: IncomingMessage,
  response: ServerResponse,
) => void;

/** Answers a request that failed. */
export type AnswerError = (error: unknown, request: IncomingMessage, response: ServerResponse) => void;

/** Seconds, in an answer 503 that says nothing of its own. */
const RETRY_AFTER = '2';

/** The one place where an error becomes an answer. */
export function lastErrorHandler(
  logger: Logger,
  renderError: RenderError | undefined,
  answerProgram: AnswerProgram,
): AnswerError {
  return (error, request, response) => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500 && refusal !== error) logger.error({ err: error, req: request }, 'request failed');
    else if (refusal.detail !== undefined || refusal.status >= 500) {
      const { status, code, detail, cause } = refusal;
      logger.warn({ status, reason: code, detail, err: cause, req: request }, 'request refused');
    }
    if (response.headersSent) {
      // Half an answer is out. Cutting the connection is the only way left to say that it is not whole.
      response.destroy();
      return;
    }
    setStandingHeaders(response);
    dropContent(response);
    for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
    if (refusal.status === 503 && !response.hasHeader('retry-after')) response.setHeader('Retry-After', RETRY_AFTER);
    const page = wantsHtml(request)
      ? renderError?.(
          { status: refusal.status, code: refusal.code, message: refusal.message, requestId: requestId(request) },
          request,
          response,
        )
      : undefined;
    if (page) send(response, refusal.status, 'text/html; charset=utf-8', page.toString());
    else answerProgram(refusal, request, response);
  };
}

/** JSON in the words of RFC 6749, section 5.2, where no other document is given. */
export function programAnswers(refusalDocument: RefusalDocument | undefined): AnswerProgram {
  return ({ status, code, message }, request, response) => {
    const other = refusalDocument?.({ status, code, message, requestId: requestId(request) }, request);
    const { mediaType, document } = other ?? {
      mediaType: 'application/json',
      document: { error: code, error_description: message },
    };
    send(response, status, mediaType, JSON.stringify(document));
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

/** Headers that spoke of the content that was meant to be sent. */
function dropContent(response: ServerResponse): void {
  for (const name of response.getHeaderNames()) {
    if (/^(?:content-(?!security-policy$)|etag$|last-modified$)/u.test(name)) response.removeHeader(name);
  }
}

/** Refusals of the body parser and of Express, which carry a status of their own, in our words. */
const WORDS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  404: ['not_found', 'There is nothing here.'],
  408: ['request_timeout', 'The request took too long to arrive.'],
  413: ['content_too_large', 'The body of the request is too large.'],
  415: ['unsupported_media_type', 'The body of the request has a type or encoding that is not accepted here.'],
};

const MALFORMED = ['invalid_request', 'The request is malformed.'] as const;

const UNKNOWN = new HttpError(500, 'server_error', 'The server failed on this request. Its id is in X-Request-Id.');

function refusalOf(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  if ((error as Error | undefined)?.name === 'URIError') return malformed(400);
  // `expose` is about the error's own message, which is never shown; for a file that is missing it is false.
  const isRefusal = typeof status === 'number' && status >= 400 && status < 500 && typeof expose === 'boolean';
  return isRefusal ? malformed(status) : UNKNOWN;
}

function malformed(status: number): HttpError {
  const [code, message] = WORDS[status] ?? MALFORMED;
  return new HttpError(status, code, message);
}

function wantsHtml(request: IncomingMessage): boolean {
  return request.headers.accept?.includes('text/html') === true;
}
