/** Certificate-bound tokens (RFC 8705 section 3): the client certificate from the TLS connection, or from a proxy that ended it. */

import { hash } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { certificateThumbprint, saysNone } from './certificate-header.ts';
import { Refusal, refuse } from './refusal.ts';
import { type GuardRequest, UNIX_PEER } from './request.ts';

/** Where a client certificate is found when a proxy ends TLS. */
export interface CertificateHeader {
  /** Lower case: `client-cert` (RFC 9440), or what the proxy is told to send. */
  readonly name: string;
  /** The only peers from which the header counts. */
  readonly trustedProxies: ProxyList;
}

/** Which peers are proxies of ours. */
export interface ProxyList {
  includes(peerAddress: string): boolean;
}

/** Compares the presented certificate with the one that a token is bound to. */
export class CertificateBinding {
  readonly #header: CertificateHeader | undefined;

  constructor(header: CertificateHeader | undefined) {
    this.#header = header;
  }

  /**
   * @param thumbprint `cnf["x5t#S256"]` of the token
   * @returns undefined when the certificate is the right one. Never throws.
   */
  check(request: GuardRequest, thumbprint: string): Refusal | undefined {
    const presented = this.#presented(request);
    if (typeof presented !== 'string') return presented;
    return presented === thumbprint ? undefined : refuse('certificate_mismatch');
  }

  /** Behind a trusted proxy the certificate of the connection is the proxy's own, so only the header counts there. */
  #presented(request: GuardRequest): string | Refusal {
    const header = this.#header;
    const address = request.peerAddress;
    if (header === undefined || address === undefined || !header.trustedProxies.includes(address)) {
      const certificate = request.peerCertificate();
      return certificate === undefined ? refuse('certificate_missing') : hash('sha256', certificate, 'base64url');
    }
    const [value, ...more] = request.headerValues(header.name);
    if (value === undefined || (more.length === 0 && saysNone(value)))
      return new Refusal('certificate_missing', { detail: `the proxy sent no certificate in ${header.name}` });
    const thumbprint = more.length > 0 ? undefined : certificateThumbprint(value);
    if (thumbprint !== undefined) return thumbprint;
    const fault = more.length > 0 ? 'was sent more than once' : 'is in none of the forms that are read';
    return new Refusal('certificate_unreadable', { detail: `${header.name} ${fault}` });
  }
}

/**
 * Which peers are proxies, from addresses, CIDR ranges, and `unix` for whoever may connect to a Unix socket.
 *
 * @throws TypeError when an entry is none of these
 */
export function proxyList(entries: readonly string[]): ProxyList {
  const list = new BlockList();
  let unix = false;
  for (const entry of entries) {
    if (entry === UNIX_PEER) unix = true;
    else add(list, entry);
  }
  return {
    includes(peer) {
      if (peer === UNIX_PEER) return unix;
      const version = isIP(peer);
      return version !== 0 && list.check(peer, version === 6 ? 'ipv6' : 'ipv4');
    },
  };
}

function add(list: BlockList, entry: string): void {
  const [address, bits, ...rest] = entry.split('/');
  try {
    const family = isIP(address as string) === 6 ? 'ipv6' : 'ipv4';
    if (rest.length > 0 || (bits !== undefined && !/^\d+$/.test(bits))) throw new TypeError();
    if (bits === undefined) list.addAddress(address as string, family);
    else list.addSubnet(address as string, Number(bits), family);
  } catch {
    throw new TypeError(`mtls.trustedProxies: "${entry}" is neither an address nor a CIDR range, nor "${UNIX_PEER}"`);
  }
}
