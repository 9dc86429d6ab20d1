/** What a service says before and after its answer: early hints (RFC 8297) and trailers (RFC 9110, section 6.5). */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Headers of a service, names in lower case. */
export type Received = Readonly<Record<string, string | string[] | undefined>>;

/** Passes on the links of a 103. Only callers of HTTP/1.1 know interim answers. */
export function passEarlyHints(response: ServerResponse, { link }: Received): void {
  if (link === undefined || response.headersSent || response.req.httpVersion !== '1.1') return;
  try {
    response.writeEarlyHints({ link });
  } catch {
    // Links in a form that Node does not write: they are a hint, and the answer brings them again.
  }
}

/** Names that have no place in a trailer (RFC 9110, section 6.5.1), and those that the gateway says itself. */
const NO_TRAILER =
  /^(?:connection|content-.*|transfer-encoding|te|trailer|upgrade|keep-alive|host|set-cookie2?|authorization|www-authenticate|proxy-.*|cache-control|expires|date|location|retry-after|vary|age|via|x-request-id|ratelimit.*|dpop-nonce|(?:x-)?gatehouse-.*)$/u;

/**
 * Names the trailers in the head of an answer, where it can have some: in chunks, with a body. Node throws where it writes no
 * chunks, which is for callers of every other version than HTTP/1.1.
 */
export function announceTrailers(
  { req: request, useChunkedEncodingByDefault: inChunks }: ServerResponse,
  status: number,
  { trailer, 'content-length': length }: Received,
  head: (string | string[])[],
): void {
  if (length === undefined && inChunks && request.method !== 'HEAD' && status !== 204 && status !== 304)
    head.push('Trailer', trailer as string);
}

/** Passes on trailers. Node leaves them out where there are no chunks. @param trailers names in lower case */
export function passTrailers(response: ServerResponse, trailers: Received): void {
  let passed: OutgoingHttpHeaders | undefined;
  for (const name in trailers)
    if (trailers[name] !== undefined && !NO_TRAILER.test(name)) (passed ??= {})[name] = trailers[name];
  if (passed) response.addTrailers(passed);
}
