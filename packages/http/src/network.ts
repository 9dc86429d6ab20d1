/** The network that an address stands for: what one subscriber can change at will must not count as many. */
import { isIPv6 } from 'node:net';

function parseGroups(part: string | undefined): number[] {
  return (part ? part.split(':') : []).flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

/** The eight groups of an IPv6 address, in numbers. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.replace(/%.*$/u, '').split('::', 2);
  const before = parseGroups(head);
  const after = parseGroups(tail);
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<number>(Math.max(0, missing)).fill(0), ...after];
}

/**
 * The canonical network of a client (AS-14): an IPv4 address as it is, an IPv4-mapped IPv6 address as IPv4 in whatever
 * spelling, any other IPv6 address by its first 64 bits. What is no address stands for itself.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  const [g6 = 0, g7 = 0] = groups.slice(6);
  if (groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)) {
    return [g6 >> 8, g6 & 255, g7 >> 8, g7 & 255].join('.');
  }
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return `${prefix.join(':')}::/64`;
}
