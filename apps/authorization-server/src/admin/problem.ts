/** Refusals of the admin API as problem details (RFC 9457): the closed list of their codes, and how one is written. */

import { STATUS_CODES } from 'node:http';
import type { RefusalDocument } from '@gatehouse/http';
import { adminPath } from '../directory/resources/admin-api.ts';

/** What each code means: its status, and the title that never changes. */
export const problems = {
  invalid_request: [400, 'The request is not as the API describes it'],
  invalid_cursor: [400, 'The cursor does not belong to this list'],
  invalid_idempotency_key: [400, 'The Idempotency-Key is not usable'],
  reason_required: [400, 'This operation needs a reason'],
  unauthenticated: [401, 'An access token is needed'],
  insufficient_user_authentication: [401, 'Two factors are needed'],
  insufficient_scope: [403, 'The access token lacks a scope'],
  forbidden_object: [403, 'This object is out of reach for this caller'],
  not_found: [404, 'There is no such object'],
  method_not_allowed: [405, 'This address does not take that method'],
  conflict: [409, 'Something there stands against it'],
  precondition_failed: [412, 'The object was changed meanwhile'],
  content_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body must be JSON'],
  misdirected_request: [421, 'This server answers for another host'],
  refused: [422, 'It cannot be done so'],
  idempotency_key_reused: [422, 'The Idempotency-Key belongs to another request'],
  precondition_required: [428, 'If-Match is required'],
  too_many_requests: [429, 'Too many requests'],
  server_error: [500, 'The server failed on this request'],
  unavailable: [503, 'The server cannot do this now'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;
export type ProblemCode = keyof typeof problems;

/** One fault of the request: where, as a JSON pointer into the body or the name of a parameter, and what. */
export interface FaultOfRequest {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

/** Thrown by the parts of the admin API; `admin.ts` answers it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  /** The code of the operation that refused, when it was one; else the same as `code`. */
  readonly reason: string;
  readonly faults: readonly FaultOfRequest[];
  readonly headers: Readonly<Record<string, string>>;

  /** @param message a sentence that helps the caller; public */
  constructor(
    code: ProblemCode,
    message: string,
    options: {
      readonly reason?: string;
      readonly faults?: readonly FaultOfRequest[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.code = code;
    this.reason = options.reason ?? code;
    this.faults = options.faults ?? [];
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return problems[this.code][0];
  }
}

/** The access token lacks a scope, which is named (RFC 6750, section 3.1). */
export const missingScope = (scope: string): Problem =>
  new Problem('insufficient_scope', `This needs the scope ${scope}, which the access token does not have.`, {
    headers: { 'www-authenticate': `DPoP error="insufficient_scope", scope="${scope}"` },
  });

/** The document of a problem. @param typeBase where the codes are described */
export function problemDocument(
  { code, reason, message, faults }: Problem,
  { correlationId, typeBase }: { readonly correlationId: string | undefined; readonly typeBase: string },
): Record<string, unknown> {
  const [status, title] = problems[code];
  return {
    type: `${typeBase}${code.replaceAll('_', '-')}`,
    title,
    status,
    detail: message,
    code: reason,
    correlation_id: correlationId,
    ...(faults.length > 0 && { errors: faults }),
  };
}

/** What the service refuses before this API sees the request, or after it failed, in the form of this API. */
function problemOfService(
  {
    status,
    code,
    message,
    requestId,
  }: Pick<Problem, 'message'> & {
    readonly status: number;
    readonly code: string;
    readonly requestId: string;
  },
  typeBase: string,
): Record<string, unknown> {
  if (Object.hasOwn(problems, code)) {
    return problemDocument(new Problem(code as ProblemCode, message), { correlationId: requestId, typeBase });
  }
  return { type: 'about:blank', title: STATUS_CODES[status], status, detail: message, code, correlation_id: requestId };
}

/** What an operation refuses, by the beginning or the end of its code: not there, taken, in use; all else cannot be done so. */
function codeOf(refusal: string): ProblemCode {
  if (refusal.startsWith('unknown_')) return 'not_found';
  if (/_(?:exists|taken|in_use|is_last|changed)$/u.test(refusal)) return 'conflict';
  if (refusal === 'changed_meanwhile') return 'precondition_failed';
  return 'refused';
}

/** An error as a problem. Nothing that nobody foresaw is told. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  const { name, code, message } = (error ?? {}) as { name?: string; code?: unknown; message?: string };
  if (name === 'OperationRefused' && typeof code === 'string') {
    return new Problem(codeOf(code), message as string, { reason: code });
  }
  if (name === 'HashUnavailableError') {
    return new Problem('unavailable', 'Too many passwords are worked on at once. Try again in a moment.', {
      headers: { 'retry-after': '2' },
    });
  }
  if (code === 'storage_unavailable') {
    const { sentence, retryAfterSeconds } = error as { sentence: string; retryAfterSeconds: number };
    return new Problem('unavailable', sentence, { headers: { 'retry-after': String(retryAfterSeconds) } });
  }
  return undefined;
}

/** What the service itself refuses below the API's path has the form of the API. */
export const adminRefusals =
  (issuer: string): RefusalDocument =>
  (error, { url = '' }) =>
    url === adminPath || /^\/admin\/v1[/?]/u.test(url)
      ? {
          mediaType: 'application/problem+json',
          document: problemOfService(error, new URL(`${adminPath}/problems#`, issuer).href),
        }
      : undefined;
