/** A request as this package sees it, whatever framework brought it; and the reading of Node's and of fetch's requests. */

import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** What is read of a request. Write one of these to use the core under another framework. */
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
}

/** The peer of a Unix socket, which has no address. */
export const UNIX_PEER = 'unix';

const NONE: readonly string[] = Object.freeze([]);

/** Node's request, and Express's, which is one. */
export class NodeRequest implements GuardRequest {
  readonly #request: IncomingMessage & { originalUrl?: string; body?: unknown };

  constructor(request: IncomingMessage) {
    this.#request = request;
  }

  get method(): string {
    return this.#request.method as string;
  }

  get url(): string {
    return this.#request.originalUrl ?? (this.#request.url as string);
  }

  /** From the raw headers: Node itself drops a second Authorization header and joins most others. */
  headerValues(name: string): readonly string[] {
    if (this.#request.headers[name] === undefined) return NONE;
    const { rawHeaders } = this.#request;
    const values: string[] = [];
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const header = rawHeaders[i] as string;
      if (header.length === name.length && header.toLowerCase() === name) values.push(rawHeaders[i + 1] as string);
    }
    return values;
  }

  hasFormToken(): boolean {
    const { body, headers } = this.#request;
    return (
      typeof body === 'object' &&
      body !== null &&
      Object.hasOwn(body, 'access_token') &&
      headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true
    );
  }

  get peerAddress(): string | undefined {
    const { remoteAddress, server } = this.#request.socket as Socket & { server?: Server };
    // A TCP connection that is gone has no address either: only a server that listens on a path has peers without one.
    return remoteAddress ?? (typeof server?.address() === 'string' ? UNIX_PEER : undefined);
  }

  peerCertificate(): Uint8Array | undefined {
    const socket = this.#request.socket as Partial<TLSSocket>;
    const certificate = socket.getPeerCertificate?.();
    return certificate?.raw;
  }
}

/** A fetch-style request. There is no socket behind it: certificates come by header, and the caller says who the peer is. */
export class FetchRequest implements GuardRequest {
  readonly #request: Request;
  readonly method: string;
  readonly url: string;
  readonly peerAddress: string | undefined;

  constructor(request: Request, peerAddress?: string) {
    this.#request = request;
    this.method = request.method;
    const { pathname, search } = new URL(request.url);
    this.url = pathname + search;
    this.peerAddress = peerAddress;
  }

  /** Two headers of one name arrive joined by a comma, which neither a token nor a proof contains: they are refused as malformed. */
  headerValues(name: string): readonly string[] {
    const value = this.#request.headers.get(name);
    return value === null ? NONE : [value];
  }

  hasFormToken(): boolean {
    return false;
  }

  peerCertificate(): undefined {
    return undefined;
  }
}
