/** Who is at the other end: the state of one request, and which peers may speak for others. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';
import type { RequestContext } from '@gatehouse/logging';
import type { RequestSpan } from '@gatehouse/tracing';
import { canonicalAddress } from './address.ts';
import type { StandingHeaders } from './security-headers.ts';

const STATE = Symbol('gatehouse.request');

/** What the request pipeline knows about one request. Also the context that the logger reads. */
export class RequestState implements RequestContext {
  readonly requestId: string;
  readonly startedAt: number;
  readonly publicOrigin: string;
  /** Who it comes from, when a trusted proxy forwarded it. */
  caller: string | undefined = undefined;
  /** What every answer carries, until it is set on this one. */
  standing: StandingHeaders | undefined;
  /** Where it stands among those in flight. */
  slot = -1;
  /** The label of this request in the metrics, once it is known. */
  route: string | undefined = undefined;
  /** Its span, where requests are traced. */
  trace: RequestSpan | undefined = undefined;

  constructor(id: string, startedAt: number, standing: StandingHeaders, publicOrigin: string) {
    this.requestId = id;
    this.startedAt = startedAt;
    this.standing = standing;
    this.publicOrigin = publicOrigin;
  }
}

type Carrier = (IncomingMessage | ServerResponse) & { [STATE]?: RequestState };

/** Fastens the state to a request or response. */
export function setState(carrier: IncomingMessage | ServerResponse, state: RequestState): void {
  (carrier as Carrier)[STATE] = state;
}

/** The state of a request or response; nothing when it did not come through a service. */
export function stateOf(carrier: IncomingMessage | ServerResponse): RequestState | undefined {
  return (carrier as Carrier)[STATE];
}

/** The id of a request, as answered in `X-Request-Id` and written in the log; empty outside a service. */
export function requestId(request: IncomingMessage): string {
  return stateOf(request)?.requestId ?? '';
}

/** The peers whose forwarded headers count. */
export class TrustedProxies {
  readonly none: boolean;
  readonly #networks = new BlockList();

  /** @throws {TypeError} when an entry is neither an address nor a network. */
  constructor(cidrs: readonly string[]) {
    this.none = cidrs.length === 0;
    for (const cidr of cidrs) {
      const [address = '', prefix] = cidr.split('/');
      const version = isIP(address);
      if (version === 0) throw new TypeError(`${cidr} is neither an address nor a network`);
      const family = version === 4 ? 'ipv4' : 'ipv6';
      this.#networks.addSubnet(address, prefix === undefined ? (version === 4 ? 32 : 128) : Number(prefix), family);
    }
  }

  /** Whether an address, as `canonicalAddress` writes it, is that of a trusted proxy. */
  includes(address: string): boolean {
    return !this.none && isIP(address) !== 0 && this.#networks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}

/** The address of the peer at the other end of the socket. */
export function peerAddress(request: IncomingMessage): string {
  const address = request.socket.remoteAddress ?? '';
  return address.includes(':') ? canonicalAddress(address) : address;
}

/**
 * The address of the client in its one spelling. Forwarding headers count only as far as trusted proxies wrote them. Where
 * such a proxy names no address it is what the proxy wrote instead, or `unknown`: never the address of the proxy.
 */
export function clientAddress(request: IncomingMessage): string {
  return stateOf(request)?.caller ?? peerAddress(request);
}

/** What is known of a request, for the record of what it did. */
export const originOf = (
  request: IncomingMessage,
): { readonly requestId: string; readonly address: string; readonly userAgent: string | undefined } => ({
  requestId: requestId(request),
  address: clientAddress(request),
  userAgent: request.headers['user-agent'],
});

/** The origin by which a caller reached a service: its host as the request names it, the scheme of the public origin. */
export function requestOrigin(request: IncomingMessage): string {
  const publicOrigin = stateOf(request)?.publicOrigin ?? '';
  const scheme = publicOrigin.slice(0, publicOrigin.indexOf('://'));
  return `${scheme}://${request.headers.host}`;
}
