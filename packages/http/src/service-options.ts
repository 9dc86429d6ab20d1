import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/logging';
import type { Express } from 'express';
import type { Registry } from 'prom-client';
import type { AnswerError, RefusalDocument, RenderError } from './last-error-handler.ts';
import type { RequestLimits } from './request-limits.ts';
import type { TlsFiles } from './tls.ts';

/**
 * A handler that is asked before Express, for paths that need none of it: answers take about a third of the time.
 * It gets the plain Node request after the request pipeline (request id, limits, host check, security headers, metrics) and
 * says whether it takes the request. A promise means that it took it; its rejection goes to the last error handler. One that
 * makes no promise tells `failed` of what goes wrong after it has returned.
 */
export type RawHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  failed: AnswerError,
) => boolean | Promise<void>;

/**
 * Adds a raw handler. Several are asked in the order in which they were added. A `bare` one gets the response
 * without the headers of every answer: it sets or takes them itself when it knows what else the answer carries.
 */
export type AddRawHandler = (handler: RawHandler, options?: { readonly bare?: boolean }) => void;

/** What an application says about its service. */
export interface ServiceOptions {
  /** The application, for metrics and messages. */
  readonly name: string;
  /** Scheme, host and port that users and clients use. A request for any other host is answered 421. */
  readonly publicOrigin: string;
  /** Further hosts that it answers for, under the same scheme, as they stand in a URL: `api.example.com`, `localhost:3010`. */
  readonly moreHosts?: readonly string[] | undefined;
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0 lets the system choose. */
  readonly port: number;
  /** Certificate and key; without it the service speaks plain HTTP, for use behind a proxy that ends TLS. */
  readonly tls?: TlsFiles | undefined;
  /**
   * Where `/livez`, `/readyz`, `/startupz` and `/metrics` are served. Not for the public. None for a further port of a program that
   * serves them already.
   */
  readonly management: { readonly host: string; readonly port: number } | undefined;
  /** Addresses and networks whose `X-Forwarded-*` and `X-Request-Id` headers count. */
  readonly trustedProxies: readonly string[];
  /** Addresses and networks of callers whose traces are continued, where requests are traced at all. Default: none. */
  readonly traceCallers?: readonly string[] | undefined;
  readonly logger: Logger;
  /** Named checks behind `/readyz`. One that gives false, throws or takes over two seconds makes the service not ready. */
  readonly readiness: Readonly<Record<string, () => boolean | Promise<boolean>>>;
  readonly requestLimits?: Partial<RequestLimits> | undefined;
  /**
   * Decides about a request of which nothing moved for `inactivityTimeoutMs`, or for what its socket's timeout was set to.
   * Without it the connection is closed.
   */
  readonly stalled?: ((response: ServerResponse) => void) | undefined;
  /** A stop takes at most this long. Default 10 000. */
  readonly drainTimeoutMs?: number | undefined;
  /** How long a stopping service still accepts connections, so that balancers see `/readyz` first. Default 0. */
  readonly drainDelayMs?: number | undefined;
  /** Gives up what requests wait for, such as a place in a queue: called when a stop has no more time for them. */
  readonly shed?: (() => void) | undefined;
  /**
   * Where forms may go, in the Content-Security-Policy. Left out by default, because Chromium applies it to every
   * redirect that follows a form, and a sign-in ends with a redirect to the client.
   */
  readonly formAction?: readonly string[] | undefined;
  /** Gives the error page for a browser; without it every refusal is JSON. */
  readonly renderError?: RenderError | undefined;
  /** Gives what programs get of a refusal in place of `{"error", "error_description"}`. */
  readonly refusalDocument?: RefusalDocument | undefined;
  /** Whether the application may take over the connection of a request that asks for another protocol. Default: never. */
  readonly upgrades?: ((request: IncomingMessage) => boolean) | undefined;
  /** Adds what the application serves. */
  mount(app: Express, addRawHandler: AddRawHandler): void;
}

/** A service that can be started and stopped once. */
export interface Service {
  /** prom-client's registry of this service; add the application's own metrics to it. */
  readonly metrics: Registry;
  /** Listens on both ports. @throws {ListenError} with one clear line when it cannot. */
  start(): Promise<void>;
  /** Reads certificate, key and authorities of clients at once; otherwise a change is found within a second or two. Never throws. */
  reload(): Promise<void>;
  /** Not ready at once, answers what is in flight, closes connections, stops listening. May be called again. */
  stop(): Promise<void>;
  /** Where the service really listens, such as `https://127.0.0.1:3000`; known after `start`. */
  readonly url: string;
  /** Empty without a management port. */
  readonly managementUrl: string;
}
