/** A request as this package sees it, whatever framework brought it; and the reading of Node's and of fetch's requests. */

import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import type { TLSSocket } from 'node:tls';

/**
 * What is read of a request. Write one of these to use the core under another framework.
 *
 * @example
 * const neutral: GuardRequest = {
 *   method: 'GET',
 *   url: '/orders',
 *   headerValues: (name) => (name === 'authorization' ? [`Bearer ${token}`] : []),
 *   hasFormToken: () => false,
 *   peerAddress: undefined,
 *   peerCertificate: () => undefined,
 * };
 */
export interface GuardRequest {
  /** The method as received, upper case. */
  readonly method: string;
  /** Path and query as received, before any rewriting by a router. */
  readonly url: string;
  /** Every value of a header, each as it was sent: two Authorization headers must not look like one. */
  headerValues(name: 'authorization' | 'dpop' | (string & {})): readonly string[];
  /** Whether a form body that is already parsed holds an `access_token`. */
  hasFormToken(): boolean;
  /** The address of the peer of the connection, or {@link UNIX_PEER}; undefined where there is none. */
  readonly peerAddress: string | undefined;
  /** The client certificate of the TLS connection in DER, where there is one. */
  peerCertificate(): Uint8Array | undefined;
  /** What `getToken` and `check` are given: the framework's own request. Default this object; `null`: `getToken` is not asked. */
  readonly original?: object | null;
}

/** The peer of a Unix socket, which has no address. */
export const UNIX_PEER = 'unix';

const NONE: readonly string[] = Object.freeze([]);

/** What is read of Node's request. Adapters and test doubles leave out much of it. */
interface NodeParts {
  readonly method?: unknown;
  readonly url?: unknown;
  readonly originalUrl?: unknown;
  readonly headers?: IncomingMessage['headers'];
  readonly rawHeaders?: unknown;
  readonly body?: unknown;
  readonly socket?:
    | (Partial<Pick<TLSSocket, 'remoteAddress' | 'getPeerCertificate'>> & { readonly server?: Partial<Server> })
    | null;
}

/**
 * Node's request, Express's, which is one, and what adapters for functions as a service and test doubles make of it.
 *
 * @example
 * const decided = await api.authenticate(new NodeRequest(request), { scopes: 'orders_read' });
 */
export class NodeRequest implements GuardRequest {
  readonly #request: NodeParts;

  constructor(request: IncomingMessage) {
    this.#request = request;
  }

  /** Overridden where a framework wraps Node's request in one of its own. */
  get original(): object {
    return this.#request;
  }

  get method(): string {
    return textOr(this.#request.method, '');
  }

  get url(): string {
    return textOr(this.#request.originalUrl, textOr(this.#request.url, ''));
  }

  /**
   * `headers` says what the application has before it, middleware that ran earlier included; `rawHeaders` says how often a header
   * was sent, as Node itself drops a second Authorization header and joins most others. So:
   *
   * - a header that was sent twice is two, whatever was written over it;
   * - a header that was removed from `headers` is gone, and one that was set or changed there counts as it stands: all that runs
   *   after this package reads the same value, and a decision about another would protect nothing;
   * - without `rawHeaders` (adapters, test doubles) `headers` is all there is.
   */
  headerValues(name: string): readonly string[] {
    const { headers, rawHeaders } = this.#request;
    if (!Array.isArray(rawHeaders) || rawHeaders.length === 0) return valuesIn(headers, name);
    const value = headers?.[name];
    if (value === undefined) return NONE;
    const sent: string[] = [];
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const header = rawHeaders[i] as string;
      if (header.length === name.length && header.toLowerCase() === name) sent.push(rawHeaders[i + 1] as string);
    }
    if (sent.length > 1 || sent[0] === value) return sent;
    return Object.hasOwn(headers as object, name) ? textsOf(value) : NONE;
  }

  hasFormToken(): boolean {
    const { body } = this.#request;
    if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'access_token')) return false;
    const type = this.headerValues('content-type')[0] ?? '';
    return type.toLowerCase().startsWith('application/x-www-form-urlencoded');
  }

  get peerAddress(): string | undefined {
    const { remoteAddress, server } = this.#request.socket ?? {};
    // A TCP connection that is gone has no address either: only a server that listens on a path has peers without one.
    return remoteAddress ?? (typeof server?.address?.() === 'string' ? UNIX_PEER : undefined);
  }

  peerCertificate(): Uint8Array | undefined {
    const certificate = this.#request.socket?.getPeerCertificate?.();
    return certificate?.raw;
  }
}

function textOr(value: unknown, other: string): string {
  return typeof value === 'string' ? value : other;
}

/** The values of a header in a plain object of any spelling, or in fetch's `Headers`. */
function valuesIn(headers: unknown, name: string): readonly string[] {
  if (typeof headers !== 'object' || headers === null) return NONE;
  if ('get' in headers && typeof headers.get === 'function') return textsOf(headers.get(name));
  return Object.entries(headers).flatMap(([header, value]) => (header.toLowerCase() === name ? textsOf(value) : []));
}

/** What is there and is no text stays something: an empty value, which is no credential, and not the absence of one. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === undefined || value === null) return NONE;
  return (Array.isArray(value) ? value : [value]).map((text) => textOr(text, ''));
}

/**
 * A fetch-style request. There is no socket behind it: certificates come by header, and the caller says who the peer is.
 *
 * @example
 * const decided = await api.authenticate(new FetchRequest(new Request('https://api.example.com/orders')));
 */
export class FetchRequest implements GuardRequest {
  readonly original: object;
  readonly #headers: unknown;
  readonly method: string;
  readonly url: string;
  readonly peerAddress: string | undefined;

  /** @param original what `getToken` and `check` are given, where a framework wraps the request in a context of its own */
  constructor(request: Request, peerAddress?: string, original: object = request) {
    this.original = original;
    this.#headers = request.headers;
    this.method = textOr(request.method, 'GET');
    this.url = pathAndQuery(textOr(request.url, ''));
    this.peerAddress = peerAddress;
  }

  /** Two headers of one name arrive joined by a comma, which neither a token nor a proof contains: they are refused as malformed. */
  headerValues(name: string): readonly string[] {
    return valuesIn(this.#headers, name);
  }

  hasFormToken(): boolean {
    return false;
  }

  peerCertificate(): undefined {
    return undefined;
  }
}

/** Path and query of an absolute URL; anything else as it is. */
export function pathAndQuery(url: string): string {
  if (url.startsWith('/') || !URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return pathname + search;
}
