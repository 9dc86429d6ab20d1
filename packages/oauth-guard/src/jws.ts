/** Compact JWS (RFC 7515 section 7.1), read strictly: three canonical base64url parts, JSON objects for header and payload. */

import { parseJsonObject } from './json.ts';

/** A compact JWS taken apart. Nothing in it is trusted yet. */
export interface CompactJws {
  /** The header as it was spelt. */
  readonly headerPart: string;
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly signature: Uint8Array;
  /** The bytes that were signed. */
  signingInput(): Uint8Array;
}

const OPEN_BRACE = 0x7b;

// As the first byte the brace that opens the header is spelt "e" and one of sixteen characters.
const THREE_PARTS = /^e[w-z\d_-][\w-]*\.[\w-]+\.[\w-]+$/;

/** Whether a token has the outward shape of a compact JWS. Everything else is an opaque token, or rubbish. */
export function looksLikeJws(token: string): boolean {
  return THREE_PARTS.test(token);
}

/**
 * Takes a compact JWS apart.
 *
 * @param knownHeaders headers read before, by their spelling: an issuer writes the same one into all of its tokens
 * @returns undefined when it is not one: other than three parts, an empty part, characters or trailing bits that base64url
 *   does not have, a header or payload that is not a JSON object or has a member twice. Never throws.
 */
export function parseCompactJws(
  token: string,
  knownHeaders?: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): CompactJws | undefined {
  const first = token.indexOf('.');
  const last = token.lastIndexOf('.');
  const bytes = Buffer.from(token);
  // Node also decodes the two characters of plain base64, and takes characters beyond a byte for others.
  if (first === last || token.includes('+') || token.includes('/') || bytes.length !== token.length) return undefined;
  const headerPart = token.slice(0, first);
  const payloadBytes = decode(token.slice(first + 1, last));
  const signature = decode(token.slice(last + 1));
  if (payloadBytes === undefined || signature === undefined) return undefined;
  const header = knownHeaders?.get(headerPart) ?? parseHeader(headerPart);
  if (header === undefined) return undefined;
  const payload = parseJsonObject(payloadBytes);
  if (payload === undefined) return undefined;
  return { headerPart, header, payload, signature, signingInput: () => bytes.subarray(0, last) };
}

// The last character of a part may carry bits that belong to no byte. They must be zero, or one signature could be spelt in many ways.
const LAST_OF_TWO = /[AQgw]$/;
const LAST_OF_THREE = /[AEIMQUYcgkosw048]$/;

function parseHeader(part: string): Record<string, unknown> | undefined {
  const bytes = decode(part);
  return bytes?.[0] === OPEN_BRACE ? parseJsonObject(bytes) : undefined;
}

/** Node passes over what is no character of base64url, and fewer bytes come out: to look at each character here costs more. */
function decode(part: string): Uint8Array | undefined {
  const over = part.length % 4;
  if (over === 1 || (over === 2 && !LAST_OF_TWO.test(part)) || (over === 3 && !LAST_OF_THREE.test(part)))
    return undefined;
  const bytes = Buffer.from(part, 'base64url');
  return bytes.length > 0 && bytes.length === Math.floor((part.length * 3) / 4) ? bytes : undefined;
}

/**
 * Header members that change how a JWS must be processed. We carry out none of them, so their presence is a refusal
 * (RFC 7515 section 4.1.11). `jwk`, `jku`, `x5u`, `x5c` and `x5t` only offer keys, and offers are ignored.
 */
export function hasUnsupportedHeader(header: Record<string, unknown>): boolean {
  return (
    header['crit'] !== undefined ||
    header['b64'] !== undefined ||
    header['enc'] !== undefined ||
    header['zip'] !== undefined
  );
}
