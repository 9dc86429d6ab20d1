/** Which addresses belong to machines of the public Internet (IANA special-purpose address registries, RFC 6890). */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const specialIpv4: readonly [string, number][] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT, and the metadata service of one cloud
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // metadata and health service of one cloud, although it looks public
  ['169.254.0.0', 16], // link-local, and the metadata services of most clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24], // AS112
  ['192.52.193.0', 24], // AMT
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['192.175.48.0', 24], // AS112
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** Inside 2000::/3; everything outside of it is refused anyway, IPv4-mapped, NAT64, unique-local and link-local included. */
const specialIpv6: readonly [string, number][] = [
  ['2001::', 23], // protocol assignments: Teredo, ORCHID and others
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: an IPv4 address inside
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // documentation
];

const refusedIpv4 = new BlockList();
for (const [address, prefix] of specialIpv4) refusedIpv4.addSubnet(address, prefix, 'ipv4');
const refusedIpv6 = new BlockList();
for (const [address, prefix] of specialIpv6) refusedIpv6.addSubnet(address, prefix, 'ipv6');
const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');

/** True for an address of the public Internet; false for every other one, and for what is no address. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refusedIpv4.check(address, 'ipv4');
  // An address with a zone is of this link.
  if (!isIPv6(address) || address.includes('%')) return false;
  return globalIpv6.check(address, 'ipv6') && !refusedIpv6.check(address, 'ipv6');
}
