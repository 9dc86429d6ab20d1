/**
 * Which headers of our answers pages of other origins may read (Fetch standard, section 3.3.2). Whether an origin gets in at all
 * is decided by the application's own CORS middleware.
 */

import type { ServerResponse } from 'node:http';

/** The headers by which refusals tell a client what to do next. */
const TELLING = new Set(['www-authenticate', 'dpop-nonce', 'retry-after']);

/** `Access-Control-Expose-Headers` for those of the named headers that pages must be able to read; undefined: none. */
export function exposed(names: readonly string[]): string | undefined {
  const telling = names.filter((name) => TELLING.has(name));
  return telling.length === 0 ? undefined : telling.join(', ');
}

/**
 * Lets pages read the named headers of an answer that its application shares with another origin already; what it exposes
 * itself stays exposed. Other answers are left alone.
 */
export function expose(response: ServerResponse, names: readonly string[]): void {
  if (!response.hasHeader('access-control-allow-origin')) return;
  const more = exposed(names);
  if (more !== undefined) response.appendHeader('access-control-expose-headers', more);
}

/**
 * The same for a framework that keeps the headers of its answers itself.
 *
 * @param header what the application has set on the answer so far, by name
 * @returns the headers to set
 */
export function exposing(
  headers: Readonly<Record<string, string>>,
  header: (name: string) => unknown,
): Record<string, string> {
  const more = exposed(Object.keys(headers));
  if (more === undefined || !header('access-control-allow-origin')) return { ...headers };
  const already = (header('access-control-expose-headers') ?? '') as string | readonly string[];
  return { ...headers, 'access-control-expose-headers': [already, more].flat().filter(Boolean).join(', ') };
}
