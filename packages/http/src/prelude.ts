/**
 * What happens to every request before a program sees it, in one function: request id, host check, security headers,
 * limits, metrics. It runs on the hot path: nothing is compiled, and no closure is made, for a request.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { requestContext } from '@gatehouse/logging';
import { peerAddress, RequestState, setState, stateOf, type TrustedProxies } from './connection.ts';
import { type ForwardedCaller, type ForwardingFault, readForwarded } from './forwarded.ts';
import { type ForwardingNotes, type NotedRequest, printable } from './forwarding-notes.ts';
import { withoutForgedCookies } from './host-cookies.ts';
import type { InFlight } from './in-flight.ts';
import { type AnswerError, answerJson } from './last-error-handler.ts';
import type { StandingHeaders } from './security-headers.ts';
import { setStandingHeaders } from './standing-headers.ts';
import { discardUnread } from './unread-body.ts';

/** What the prelude works with. */
export interface PreludeParts {
  readonly publicOrigin: string;
  readonly moreHosts: readonly string[];
  readonly proxies: TrustedProxies;
  readonly notes: ForwardingNotes;
  readonly headers: StandingHeaders;
  readonly maxHeaders: number;
  /** Requests that were dispatched and not yet answered. */
  readonly inFlight: InFlight;
  readonly isDraining: () => boolean;
  readonly observe: (response: ServerResponse, seconds: number) => void;
  readonly answerError: AnswerError;
  /** Serves the request. */
  readonly dispatch: (request: IncomingMessage, response: ServerResponse) => void;
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The host or scheme that did not fit. */
  readonly fault?: ForwardingFault;
}

const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-proto',
  'x-forwarded-server',
  'x-real-ip',
] as const;

/** Builds the listener of the public server. */
export function prelude(parts: PreludeParts): RequestListener {
  const { publicOrigin, proxies, notes, headers, maxHeaders, inFlight, observe, answerError, dispatch } = parts;
  const origin = new URL(publicOrigin);
  const scheme = origin.protocol.slice(0, -1);
  const hosts = spellings(origin.protocol, [origin.host, ...parts.moreHosts]);
  const expectedHosts = [origin.host, ...parts.moreHosts].join(' or ');
  const isTrusted = (address: string): boolean => proxies.includes(address);

  /** What did not fit goes to the log, and into the answer of a trusted proxy: a stranger's words are not repeated. */
  function misdirected(trusted: boolean, header: string, seen: string, expected = expectedHosts): Refusal {
    const found = trusted ? `is "${printable(seen)}"` : 'is another';
    const message = `This server answers only for ${publicOrigin}. ${header} ${found}; expected: ${printable(expected)}.`;
    return { status: 421, code: 'misdirected_request', message, fault: { header, seen, expected } };
  }

  function finished(this: ServerResponse): void {
    if (!this.req.complete) discardUnread(this.req);
    const state = stateOf(this);
    if (state === undefined) return;
    inFlight.remove(state.slot);
    observe(this, (performance.now() - state.startedAt) / 1000);
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    try {
      dispatch(request, response);
    } catch (error) {
      answerError(error, request, response);
    }
  }

  /** Takes host and scheme from a trusted proxy. Leaves the headers in canonical form, for whoever reads them later. */
  function takeForwarded(received: IncomingHttpHeaders, caller: ForwardedCaller): Refusal | undefined {
    const { host, proto, port } = caller;
    if (proto !== undefined && schemeOf(proto.value) !== scheme)
      return misdirected(true, proto.header, proto.seen, scheme);
    const named = (host?.value ?? received.host ?? '').toLowerCase();
    const canonical = hosts.get(named) ?? (port === undefined ? undefined : hosts.get(`${named}:${port}`));
    if (canonical === undefined) return misdirected(true, host?.header ?? 'Host', host?.seen ?? named);
    received.host = canonical;
    received['x-forwarded-host'] = canonical;
    received['x-forwarded-for'] = caller.address;
    delete received.forwarded;
    delete received['x-forwarded-port'];
    return undefined;
  }

  function refusalOf(
    request: IncomingMessage,
    trusted: boolean,
    caller: ForwardedCaller | undefined,
  ): Refusal | undefined {
    const { headers: received, rawHeaders } = request;
    if (request.method === 'TRACE') return TRACE;
    if (rawHeaders.length > maxHeaders * 2) return TOO_MANY_HEADERS;
    if (hostLines(rawHeaders) !== 1) return SEVERAL_HOSTS;
    if (caller !== undefined) {
      const fault = takeForwarded(received, caller);
      if (fault !== undefined) return fault;
    }
    if (trusted) received['x-forwarded-proto'] = scheme;
    const given = received.host ?? '';
    const host = hosts.get(given) ?? hosts.get(given.toLowerCase());
    if (host === undefined) return misdirected(trusted, 'Host', given);
    received.host = host;
    if (received.cookie !== undefined) received.cookie = withoutForgedCookies(received.cookie);
    const { url = '' } = request;
    if (url.charCodeAt(0) !== SLASH) {
      // RFC 9112, section 3.2.2: the absolute form must be accepted. Its host counts before the Host header: they must be one.
      const beginning = `${scheme}://${host}`;
      if (!url.startsWith(`${beginning}/`)) {
        return url === '*' ? MALFORMED : misdirected(trusted, 'The request target', url, `a path, or ${beginning}/`);
      }
      request.url = url.slice(beginning.length);
    }
    return url.includes('%00') || (url.includes('proto') && PROTO.test(url)) ? MALFORMED : undefined;
  }

  return (request, response) => {
    // RFC 9112, section 9.6: nothing is processed that follows an answer with `Connection: close`.
    if (request.socket.writableEnded) return void request.resume();
    const trusted = !proxies.none && isTrusted(peerAddress(request));
    const id = (trusted && inboundId(request)) || randomUUID();
    const state = new RequestState(id, performance.now(), headers, publicOrigin);
    setState(request, state);
    setState(response, state);
    state.slot = inFlight.add(response);
    response.on('close', finished);
    if (parts.isDraining()) response.setHeader('Connection', 'close');
    const caller = trusted ? readForwarded(request.headers, isTrusted) : undefined;
    state.caller = caller?.address;
    if (!trusted && dropForwarded(request.headers)) notes.untrusted(peerAddress(request));
    const refusal = refusalOf(request, trusted, caller);
    if (caller?.fault) notes.unreadable(caller.fault, noted(request, id, trusted));
    if (refusal === undefined) {
      requestContext.run(state, serve, request, response);
      return;
    }
    if (refusal.fault) notes.misdirected(refusal.fault, noted(request, id, trusted), ignoredBy(request, trusted));
    state.route = 'refused';
    setStandingHeaders(response);
    if (refusal === TRACE) response.setHeader('Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
    answerJson(response, refusal.status, refusal.code, refusal.message);
  };
}

/** Every way to write the hosts, and the one in which programs see it. */
function spellings(protocol: string, hosts: readonly string[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const host of hosts) {
    const { hostname, port } = new URL(`${protocol}//${host}`);
    known.set(host, host);
    known.set(`${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`, host);
  }
  return known;
}

const SLASH = 47;
const PROTO = /(?:_|%5f){2}proto(?:_|%5f){2}/iu;

const TRACE: Refusal = { status: 405, code: 'method_not_allowed', message: 'TRACE is not allowed.' };
const MALFORMED: Refusal = { status: 400, code: 'invalid_request', message: 'The request target is malformed.' };
const SEVERAL_HOSTS: Refusal = { status: 400, code: 'invalid_request', message: 'There must be one Host header.' };
const TOO_MANY_HEADERS: Refusal = {
  status: 431,
  code: 'too_many_headers',
  message: 'The request has too many headers.',
};

function dropForwarded(headers: IncomingHttpHeaders): boolean {
  let dropped = false;
  for (const name of FORWARDED) {
    if (headers[name] === undefined) continue;
    delete headers[name];
    dropped = true;
  }
  return dropped;
}

/** The forwarding headers of a peer that is not trusted. They are gone from `headers` by then. */
function ignoredBy({ rawHeaders }: IncomingMessage, trusted: boolean): string[] {
  if (trusted) return [];
  const given = new Set(rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()));
  return FORWARDED.filter((name) => given.has(name));
}

function noted(request: IncomingMessage, requestId: string, isTrusted: boolean): NotedRequest {
  return { requestId, peer: peerAddress(request), isTrusted };
}

/** The scheme of the origin that a proxy speaks of: connections that were upgraded are named by their own. */
function schemeOf(proto: string): string {
  const scheme = proto.toLowerCase();
  return scheme === 'wss' ? 'https' : scheme === 'ws' ? 'http' : scheme;
}

/** The id that a trusted proxy gave the request, if it is a plain word. */
function inboundId(request: IncomingMessage): string | undefined {
  const id = request.headers['x-request-id'];
  return typeof id === 'string' && /^[\w.:/+=-]{1,128}$/u.test(id) ? id : undefined;
}

/** How many Host headers there are. Node gives the first alone, a proxy in front may have read the last. */
function hostLines(rawHeaders: readonly string[]): number {
  let lines = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') lines += 1;
  }
  return lines;
}
