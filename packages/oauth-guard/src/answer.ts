/** What a request is answered with instead of going on: a refusal, or the metadata document. */

import { exposed } from './cors.ts';

export interface Answer {
  readonly ok: false;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: object | undefined;
}

/** An answer as a fetch-style handler gives it. */
export function toResponse({ status, headers: own, body }: Answer): Response {
  const headers = new Headers(own);
  const readable = exposed(Object.keys(own));
  if (readable !== undefined) headers.set('access-control-expose-headers', readable);
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
}
