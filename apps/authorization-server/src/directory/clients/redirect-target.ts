/** Where a client lets a user be sent back to, as far as a user can judge it. */

export interface Redirect {
  /**
   * A site; an address on the user's own device, where any program may listen; or a scheme of an app (RFC 8252, section 7.1), which any
   * app on the device may claim.
   */
  readonly kind: 'site' | 'loopback' | 'app';
  /** What is shown of it: the host in ASCII with its port, or the scheme with its colon, since one can be spelled like a host. */
  readonly shown: string;
  /** The same without the port. */
  readonly hostname: string;
}

/** True of a host name of the user's own device (RFC 6761, section 6.3; RFC 8252, section 7.3). */
const isLoopback = (hostname: string): boolean =>
  hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname) || /(?:^|\.)localhost\.?$/u.test(hostname);

/** @returns undefined for what is no address */
export function redirectOf(redirectUri: string): Redirect | undefined {
  const url = URL.parse(redirectUri);
  if (!url) return undefined;
  const { protocol, host, hostname } = url;
  if (protocol !== 'https:' && protocol !== 'http:') {
    const scheme = protocol.slice(0, -1);
    return { kind: 'app', shown: protocol, hostname: scheme };
  }
  return { kind: isLoopback(hostname) ? 'loopback' : 'site', shown: host, hostname };
}
