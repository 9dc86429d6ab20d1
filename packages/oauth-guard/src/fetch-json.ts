/** One bounded GET or POST that answers a JSON object, for discovery, keys and introspection. */

import { parseJsonObject } from './json.ts';

/** The part of `fetch` that is used; hand in another to go through a proxy or to present a client certificate. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Limits and extras of one request. */
export interface FetchSettings {
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const MAX_BODY_BYTES = 256 * 1024;

/** An answer, or that there was none of use. `status` 0: no connection, a time-out, a redirect or a body over the limit. */
export interface FetchedBytes {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly detail?: string;
}

/** Fetches bytes. Redirects are not followed: what we trust is at the address that was configured. Never throws. */
export async function fetchBytes(
  url: string,
  settings: FetchSettings,
  init: RequestInit,
  maxBytes = MAX_BODY_BYTES,
): Promise<FetchedBytes> {
  const signal = AbortSignal.any([settings.signal, AbortSignal.timeout(settings.timeoutMs)]);
  try {
    const response = await settings.fetch(url, { ...init, redirect: 'error', signal });
    const bytes = await readBounded(response, maxBytes);
    return { status: response.status, contentType: response.headers.get('content-type') ?? '', bytes };
  } catch (error) {
    return { status: 0, contentType: '', bytes: new Uint8Array(), detail: reasonOf(error) };
  }
}

/** Fetches one JSON object. Undefined with a reason for the log when the answer is anything but 200 with a JSON object. */
export async function fetchJsonObject(
  url: string,
  settings: FetchSettings,
): Promise<{ value: Record<string, unknown> } | { value?: undefined; status: number; detail: string }> {
  const { status, bytes, detail } = await fetchBytes(url, settings, { headers: { accept: 'application/json' } });
  if (status !== 200) return { status, detail: `${url}: ${detail ?? `status ${status}`}` };
  const value = parseJsonObject(bytes);
  return value === undefined ? { status, detail: `${url}: not a JSON object` } : { value };
}

async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new RangeError(`the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Undici hides the reason of a failed connection in `cause`. */
function reasonOf(error: unknown): string {
  const { message = 'failed', cause } = Object(error) as { message?: string; cause?: { message?: string } };
  return cause?.message === undefined ? message : `${message}: ${cause.message}`;
}
