/** A limit on an authority: the DNS names (and all names under them) and the addresses that it may certify. */
export interface PermittedNames {
  readonly dns: readonly string[];
  /** Address and mask in bytes, as RFC 5280 section 4.2.1.10 wants them: 8 bytes for IPv4, 32 for IPv6. */
  readonly addresses: readonly Uint8Array[];
}

/** 127.0.0.0/8 and ::1, each with its mask. */
export const LOOPBACK_ADDRESSES: readonly Uint8Array[] = [
  Uint8Array.of(127, 0, 0, 0, 255, 0, 0, 0),
  Uint8Array.from([...Array<number>(15).fill(0), 1, ...Array<number>(16).fill(255)]),
];

/** The object identifier of the name constraints extension (id-ce-nameConstraints). */
export const NAME_CONSTRAINTS_OID = '2.5.29.30';

/**
 * The DER value of a NameConstraints extension that permits only the given names (RFC 5280 section 4.2.1.10).
 * Written out here because the certificate library has no class for it. Throws TypeError when it would pass 64 KB.
 */
export function encodeNameConstraints(permitted: PermittedNames): Uint8Array<ArrayBuffer> {
  const dns = permitted.dns.map((name) => encodeDnsName(name));
  const addresses = permitted.addresses.map((address) => element(0x87, address));
  const subtrees = [...dns, ...addresses].map((base) => element(0x30, base));
  return element(0x30, element(0xa0, ...subtrees));
}

/** The DER of one dNSName as a GeneralName (RFC 5280 section 4.2.1.6). */
export function encodeDnsName(name: string): Uint8Array<ArrayBuffer> {
  return element(0x82, new TextEncoder().encode(name));
}

function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  if (length > 0xffff) throw new TypeError('too many names for one authority');
  const long = length > 0xff ? [0x82, length >> 8, length & 0xff] : [0x81, length];
  const head = Uint8Array.from([tag, ...(length < 0x80 ? [length] : long)]);
  return new Uint8Array(Buffer.concat([head, ...content]));
}
