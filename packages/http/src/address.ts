/** IP addresses in every spelling that sockets and proxies use, brought to one. */
import { isIP, isIPv4, isIPv6, SocketAddress } from 'node:net';

const MAPPED = /^::ffff:(?<ipv4>\d+\.\d+\.\d+\.\d+)$/iu;

/** One spelling for one address: IPv4 in IPv6 clothes becomes IPv4, a zone is cut off, IPv6 is written as in RFC 5952. */
export function canonicalAddress(address: string): string {
  const bare = address.split('%', 1)[0] ?? '';
  const mapped = MAPPED.exec(bare)?.groups?.['ipv4'];
  if (mapped !== undefined || !isIPv6(bare)) return mapped ?? bare;
  const { address: canonical } = new SocketAddress({ address: bare, family: 'ipv6' });
  return MAPPED.exec(canonical)?.groups?.['ipv4'] ?? canonical;
}

/** Brackets as in a URL, or four numbers; a port in figures, or a hidden one (RFC 7239, section 6). */
const WITH_PORT = /^(?:\[(?<ipv6>[^\]]+)\]|(?<ipv4>[\d.]+))(?::(?<port>\d{0,5}|_[\w.-]+))?$/u;
const BARE_IPV6_WITH_PORT = /^(?<ipv6>.+):(?<port>\d{1,5})$/u;

/**
 * The address that a hop of `X-Forwarded-For` or `Forwarded` names, in its one spelling: with or without port, brackets,
 * zone and quotes. IPv6 without brackets is read as an address as a whole wherever it can be one.
 * @returns undefined when it names none: `unknown`, a hidden identifier, or something that cannot be read
 */
export function readAddress(written: string): string | undefined {
  const text = withoutQuotes(written.trim());
  if (isIP(text) !== 0) return canonicalAddress(text);
  const found = WITH_PORT.exec(text)?.groups ?? BARE_IPV6_WITH_PORT.exec(text)?.groups;
  if (found === undefined || Number(found['port']) > 65_535) return undefined;
  const { ipv4, ipv6 } = found;
  if (ipv4 !== undefined) return isIPv4(ipv4) ? ipv4 : undefined;
  return ipv6 !== undefined && isIPv6(ipv6) ? canonicalAddress(ipv6) : undefined;
}

/** The content of a quoted string (RFC 9110, section 5.6.4); what is not quoted as it is. */
export function withoutQuotes(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll(/\\(?<escaped>.)/gu, '$<escaped>')
    : text;
}

/** Whether an address, as `canonicalAddress` writes it, is of this machine alone (RFC 6890). */
export const isLoopback = (address: string): boolean => address === '::1' || /^127\.\d+\.\d+\.\d+$/u.test(address);
