/** Certificate-bound tokens (RFC 8705 section 3): the client certificate from the TLS connection, or from a proxy that ended it. */

import { hash, X509Certificate } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import { type Refusal, refuse } from './refusal.ts';
import type { GuardRequest } from './request.ts';

/** Where a client certificate is found when a proxy ends TLS. */
export interface CertificateHeader {
  /** Lower case: `client-cert` (RFC 9440), or what nginx, Apache or HAProxy are told to send. */
  readonly name: string;
  /** The only peers from which the header counts. */
  readonly trustedProxies: BlockList;
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
    const certificate = this.#certificateOf(request);
    if (certificate === undefined) return refuse('certificate_missing');
    return hash('sha256', certificate, 'base64url') === thumbprint ? undefined : refuse('certificate_mismatch');
  }

  /** Behind a trusted proxy the certificate of the connection is the proxy's own, so only the header counts there. */
  #certificateOf(request: GuardRequest): Uint8Array | undefined {
    const header = this.#header;
    const address = request.peerAddress;
    if (header === undefined || address === undefined || !isListed(header.trustedProxies, address))
      return request.peerCertificate();
    const values = request.headerValues(header.name);
    return values.length === 1 ? certificateFromHeader(values[0] as string) : undefined;
  }
}

function isListed(list: BlockList, address: string): boolean {
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/;

/** A byte sequence (RFC 9440 section 2.1), or PEM with or without percent-encoding (nginx's `$ssl_client_escaped_cert`). */
function certificateFromHeader(value: string): Uint8Array | undefined {
  const encoded = BYTE_SEQUENCE.exec(value)?.[1];
  try {
    return new X509Certificate(encoded === undefined ? decodeURIComponent(value) : Buffer.from(encoded, 'base64')).raw;
  } catch {
    return undefined;
  }
}

/**
 * The addresses of proxies, from addresses and CIDR ranges.
 *
 * @throws TypeError when an entry is neither
 */
export function proxyList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address, bits, ...rest] = entry.split('/');
    try {
      const family = isIPv6(address as string) ? 'ipv6' : 'ipv4';
      if (rest.length > 0 || (bits !== undefined && !/^\d+$/.test(bits))) throw new TypeError();
      if (bits === undefined) list.addAddress(address as string, family);
      else list.addSubnet(address as string, Number(bits), family);
    } catch {
      throw new TypeError(`mtls.trustedProxies: "${entry}" is neither an address nor a CIDR range`);
    }
  }
  return list;
}
