/** Whether a request is one for this service, and is in form: host and scheme, number of headers, request target. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { ForwardedCaller, ForwardingFault } from './forwarded.ts';
import { printable } from './forwarding-notes.ts';
import { withoutForgedCookies } from './host-cookies.ts';

/** Why a request is answered before an application sees it. */
export interface RequestFault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The `Allow` header of the answer. */
  readonly allow?: string;
  /** The host or scheme that did not fit. */
  readonly forwarding?: ForwardingFault;
}

/** What is asked of requests. */
export interface RequestRules {
  readonly publicOrigin: string;
  /** Further hosts under the same scheme. */
  readonly moreHosts: readonly string[];
  readonly maxHeaders: number;
}

/**
 * Looks at one request, and leaves its headers in canonical form for whoever reads them later.
 * @param trusted whether the peer is a trusted proxy
 * @param caller whom that proxy forwards
 */
export type CheckRequest = (
  request: IncomingMessage,
  trusted: boolean,
  caller: ForwardedCaller | undefined,
) => RequestFault | undefined;

/** Makes the check of a service. */
export function createRequestCheck({ publicOrigin, moreHosts, maxHeaders }: RequestRules): CheckRequest {
  const origin = new URL(publicOrigin);
  const scheme = origin.protocol.slice(0, -1);
  const hosts = spellings(origin.protocol, [origin.host, ...moreHosts]);
  const expectedHosts = [origin.host, ...moreHosts].join(' or ');

  /**
   * What did not fit goes to the log, and into the answer of a trusted proxy: a stranger's words are not repeated, unless
   * they are an address or a name that belongs to this server.
   */
  function misdirected(
    { trusted, own = false }: { readonly trusted: boolean; readonly own?: boolean },
    header: string,
    seen: string,
    expected = expectedHosts,
  ): RequestFault {
    const found = trusted || own ? `is "${printable(seen)}"` : 'is another';
    const advice = header === 'Host' ? ` ${HOST_ADVICE}` : '';
    const message = `This server answers only for ${publicOrigin}. ${header} ${found}; expected: ${printable(expected)}.${advice}`;
    return { status: 421, code: 'misdirected_request', message, forwarding: { header, seen, expected } };
  }

  /** Takes host and scheme from a trusted proxy. */
  function takeForwarded(received: IncomingHttpHeaders, caller: ForwardedCaller): RequestFault | undefined {
    const { host, proto, port } = caller;
    if (proto !== undefined && schemeOf(proto.value) !== scheme)
      return misdirected({ trusted: true }, proto.header, proto.seen, scheme);
    const named = (host?.value ?? received.host ?? '').toLowerCase();
    const canonical = hosts.get(named) ?? (port === undefined ? undefined : hosts.get(`${named}:${port}`));
    if (canonical === undefined) return misdirected({ trusted: true }, host?.header ?? 'Host', host?.seen ?? named);
    received.host = canonical;
    received['x-forwarded-host'] = canonical;
    received['x-forwarded-for'] = caller.address;
    delete received.forwarded;
    delete received['x-forwarded-port'];
    return undefined;
  }

  /** The address that the request came to, or a host of ours without its port: what a proxy sends that does not pass Host. */
  function isOwnName({ socket }: IncomingMessage, host: string): boolean {
    const { localAddress = '', localPort } = socket;
    const address = localAddress.replace('::ffff:', '');
    if (host === address || host === `${address}:${localPort}` || host === `[${address}]:${localPort}`) return true;
    return host === origin.hostname;
  }

  function targetFault(request: IncomingMessage, trusted: boolean, host: string): RequestFault | undefined {
    const { url = '' } = request;
    if (url.charCodeAt(0) !== SLASH) {
      // RFC 9112, section 3.2.2: the absolute form must be accepted. Its host counts before the Host header: they must be one.
      const beginning = `${scheme}://${host}`;
      if (!url.startsWith(`${beginning}/`)) {
        return url === '*'
          ? MALFORMED
          : misdirected({ trusted }, 'The request target', url, `a path, or ${beginning}/`);
      }
      request.url = url.slice(beginning.length);
    }
    return url.includes('%00') || (url.includes('proto') && PROTO.test(url)) ? MALFORMED : undefined;
  }

  return (request, trusted, caller) => {
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
    if (host === undefined) return misdirected({ trusted, own: isOwnName(request, given) }, 'Host', given);
    received.host = host;
    if (received.cookie !== undefined) received.cookie = withoutForgedCookies(received.cookie);
    return targetFault(request, trusted, host);
  };
}

/** Every way to write the hosts, and the one in which applications see it. */
function spellings(protocol: string, hosts: readonly string[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const host of hosts) {
    const { hostname, port } = new URL(`${protocol}//${host}`);
    known.set(host, host);
    known.set(`${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`, host);
  }
  return known;
}

/** What to do where a proxy is in front; a client that asks for another name has nothing to do here. */
const HOST_ADVICE = 'A proxy in front must pass Host as it came (nginx: proxy_set_header Host $http_host;).';

const SLASH = 47;
const PROTO = /(?:_|%5f){2}proto(?:_|%5f){2}/iu;

const TRACE: RequestFault = {
  status: 405,
  code: 'method_not_allowed',
  message: 'TRACE is not allowed.',
  allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
};
const MALFORMED: RequestFault = { status: 400, code: 'invalid_request', message: 'The request target is malformed.' };
const SEVERAL_HOSTS: RequestFault = { status: 400, code: 'invalid_request', message: 'There must be one Host header.' };
const TOO_MANY_HEADERS: RequestFault = {
  status: 431,
  code: 'too_many_headers',
  message: 'The request has too many headers.',
};

/** How many Host headers there are. Node gives the first alone, a proxy in front may have read the last. */
function hostLines(rawHeaders: readonly string[]): number {
  let lines = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') lines += 1;
  }
  return lines;
}

/** The scheme of the origin that a proxy speaks of: connections that were upgraded are named by their own. */
function schemeOf(proto: string): string {
  const scheme = proto.toLowerCase();
  return scheme === 'wss' ? 'https' : scheme === 'ws' ? 'http' : scheme;
}
