/**
 * Client certificates as proxies write them into a header. The forms cannot be mistaken for one another, so the header says by
 * itself which one it has.
 */

import { hash, X509Certificate } from 'node:crypto';

const BASE64 = '[A-Za-z0-9+/]+={0,2}';
/** RFC 9440 section 2.1: one byte sequence. Google Cloud and newer proxies. */
const BYTE_SEQUENCE = new RegExp(`^:(${BASE64}):$`);
/** DER in base64: HAProxy (`ssl_c_der,base64`, quoted or not), Azure (`X-ARR-ClientCert`), Cloudflare, and Traefik, which joins a chain by commas, the client first. */
const PLAIN_BASE64 = new RegExp(`^(?:"(${BASE64})"|(${BASE64})(?:,${BASE64})*)$`);
/** PEM, its lines joined by anything: nginx, Apache (spaces), AWS. The first of a chain is the client's. */
const PEM = /^\s*-----BEGIN[ +]CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END[ +]CERTIFICATE-----/;
/** Envoy's `x-forwarded-client-cert` starts with one of its keys. */
const FORWARDED = /^(?:by|hash|cert|chain|subject|uri|dns)=/i;
/** `key=value` or `key="value"` up to the next semicolon, at the end or at a comma that begins the next element. */
const PAIR = /([A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^;,"]*))(;|,|$)/y;
const SHA256_HEX = /^[\da-f]{64}$/i;

/**
 * The certificate that a header names.
 *
 * @param value of the one header as it was received
 * @returns SHA-256 of its DER in base64url, as in `cnf["x5t#S256"]` (RFC 8705 section 3.1); undefined when no form fits. Never throws.
 */
export function certificateThumbprint(value: string): string | undefined {
  if (FORWARDED.test(value)) return fromForwarded(value);
  const encoded = BYTE_SEQUENCE.exec(value)?.[1];
  if (encoded !== undefined) return ofBase64(encoded);
  const plain = unescaped(value);
  if (plain === undefined) return undefined;
  const pem = PEM.exec(plain)?.[1];
  if (pem !== undefined) return ofBase64(pem);
  const bare = PLAIN_BASE64.exec(plain);
  return bare === null ? undefined : ofBase64((bare[1] ?? bare[2]) as string);
}

/** Whether a proxy says that there is none: it clears the header, or writes Apache's word for an empty variable. */
export function saysNone(value: string): boolean {
  return value === '' || value === '(null)';
}

/**
 * Envoy (XFCC): the certificate itself, or its digest in hex. With several elements nothing says which of them the nearest
 * proxy vouches for and which a client wrote: the proxy must set the header anew (`SANITIZE_SET`).
 */
function fromForwarded(value: string): string | undefined {
  const members = new Map<string, string>();
  PAIR.lastIndex = 0;
  for (;;) {
    const pair = PAIR.exec(value);
    if (pair === null || pair[4] === ',') return undefined;
    const name = (pair[1] as string).toLowerCase();
    if (members.has(name) && name !== 'uri' && name !== 'dns') return undefined;
    members.set(name, pair[2] ?? (pair[3] as string));
    if (pair[4] === '') break;
  }
  const hex = members.get('hash');
  const digest = hex !== undefined && SHA256_HEX.test(hex) ? Buffer.from(hex, 'hex').toString('base64url') : undefined;
  const escaped = members.get('cert');
  if (escaped === undefined) return digest;
  const pem = PEM.exec(unescaped(escaped) ?? '')?.[1];
  const thumbprint = pem === undefined ? undefined : ofBase64(pem);
  return hex === undefined || digest === thumbprint ? thumbprint : undefined;
}

function unescaped(value: string): string | undefined {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function ofBase64(encoded: string): string | undefined {
  try {
    return hash('sha256', new X509Certificate(Buffer.from(encoded, 'base64')).raw, 'base64url');
  } catch {
    return undefined;
  }
}
