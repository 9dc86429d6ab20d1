/** One bounded GET or POST that answers a JSON object, for discovery, keys and introspection. */

import { faultOfStatus, isNobodyThere, reasonOf } from './fetch-fault.ts';
import { parseJsonObject } from './json.ts';

/**
 * The part of `fetch` that is used; hand in another to go through a proxy or to present a client certificate.
 *
 * @example
 * const traced: Fetch = (url, init) => fetch(url, { ...init, headers: { ...init.headers, 'x-trace': '1' } });
 * createResourceServer({ resource, issuers, fetch: traced });
 */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Limits and extras of one request. */
export interface FetchSettings {
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const MAX_BODY_BYTES = 256 * 1024;

/** An answer, or that there was none of use. `status` 0: no whole answer, or a body over the limit. */
export interface FetchedBytes {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly detail?: string;
  /** There was no connection, so the next question would fare no better. */
  readonly nobodyThere?: boolean;
}

/** Fetches bytes. Redirects are not followed: what we trust is at the address that was configured. Never throws. */
export async function fetchBytes(
  url: string,
  settings: FetchSettings,
  init: RequestInit,
  maxBytes = MAX_BODY_BYTES,
): Promise<FetchedBytes> {
  const signal = AbortSignal.any([settings.signal, AbortSignal.timeout(settings.timeoutMs)]);
  let answered = false;
  try {
    const response = await settings.fetch(url, { ...init, redirect: 'manual', signal });
    answered = true;
    const bytes = await readBounded(response, maxBytes);
    const { status } = response;
    const contentType = response.headers.get('content-type') ?? '';
    const isRedirect = response.type === 'opaqueredirect' || (status >= 300 && status < 400);
    return { status, contentType, bytes, ...(isRedirect && { detail: 'a redirect, which is not followed' }) };
  } catch (error) {
    const nobodyThere = !answered && isNobodyThere(error);
    return { status: 0, contentType: '', bytes: new Uint8Array(), detail: reasonOf(error), nobodyThere };
  }
}

/** Why there is no JSON object. */
type NoObject = Required<Pick<FetchedBytes, 'status' | 'nobodyThere' | 'detail'>> & { value?: undefined };

/** Fetches one JSON object. Undefined with a reason for the log when the answer is anything but 200 with a JSON object. */
export async function fetchJsonObject(
  url: string,
  settings: FetchSettings,
): Promise<{ value: Record<string, unknown> } | NoObject> {
  const answer = await fetchBytes(url, settings, { headers: { accept: 'application/json' } });
  const { status, bytes, nobodyThere = false } = answer;
  if (status !== 200) return { status, nobodyThere, detail: faultAt(url, answer.detail ?? faultOfStatus(status)) };
  const value = parseJsonObject(withoutMark(bytes));
  return value === undefined ? { status, nobodyThere, detail: faultAt(url, 'not a JSON object') } : { value };
}

/** Some servers put a byte order mark before JSON, which a reader may ignore (RFC 8259 section 8.1). */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** What is wrong at a URL, for the log. Its query is left out, as it can hold a secret. */
export function faultAt(url: string, fault: string): string {
  return `${url.replace(/\?.*/s, '')}: ${fault}`;
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
