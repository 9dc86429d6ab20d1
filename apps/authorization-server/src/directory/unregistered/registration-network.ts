/** The networks that a registration is counted for: what one party can change at will must not count as many. */
import { isIP, isIPv4 } from 'node:net';
import { networkOf } from '@gatehouse/http/network';

/** How many times as much may come from a site as from a network. */
export const networksOfSite = 4;

export interface RegistrationOrigin {
  /** Of an IPv4 address its first 24 bits, of an IPv6 address its first 64. All that no proxy names by an address are one. */
  readonly network: string;
  /** Of an IPv6 address its first 48 bits: whoever has these, has 65,536 networks. */
  readonly site?: string;
}

/** @param address as `clientAddress` gives it: what trusted proxies say, and nobody else */
export function registrationOrigin(address: string): RegistrationOrigin {
  const network = networkOf(address);
  if (isIP(address) === 0) return { network: 'unknown' };
  if (isIPv4(network)) return { network: `${network.slice(0, network.lastIndexOf('.'))}.0/24` };
  return { network, site: `${network.split(':').slice(0, 3).join(':')}::/48` };
}
