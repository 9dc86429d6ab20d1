/** The network that a registration is counted for: what one subscriber can change at will must not count as many. */
import { isIPv4 } from 'node:net';
import { networkOf } from '@gatehouse/http';

/** An IPv4 address by its first 24 bits, an IPv6 address by its first 64. What is no address stands for itself. */
export function registrationNetwork(address: string): string {
  const network = networkOf(address);
  return isIPv4(network) ? `${network.slice(0, network.lastIndexOf('.'))}.0/24` : network;
}
