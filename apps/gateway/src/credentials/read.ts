/** The one credential of a request (GW-03): where it is, and that there is not a second one. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { HttpError } from '@gatehouse/http';

/** What a request brought, as it was sent. Nothing is verified yet. */
export type RawCredential =
  | { readonly kind: 'none' }
  /** Bearer or DPoP: read and verified by the guard. */
  | { readonly kind: 'access_token' }
  | { readonly kind: 'api_key'; readonly value: string }
  | { readonly kind: 'basic'; readonly value: string }
  | { readonly kind: 'client_certificate'; readonly value: string };

const BASIC = /^basic(?: |$)/iu;
const ACCESS_TOKEN: RawCredential = Object.freeze({ kind: 'access_token' });

const malformed = (message: string) => new HttpError(400, 'malformed_credentials', message);

/** Every value of a header as it was sent: Node itself drops a second Authorization header. */
function valuesOf({ rawHeaders }: IncomingMessage, name: string): string[] {
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index] as string;
    if (header.length === name.length && header.toLowerCase() === name) values.push(rawHeaders[index + 1] as string);
  }
  return values;
}

/** `name:secret` of RFC 7617, section 2, in UTF-8. */
function basicPair(encoded: string): string {
  const bytes = /^[\w+/]+={0,2}$/u.test(encoded) ? Buffer.from(encoded, 'base64') : undefined;
  if (bytes?.toString('base64').replace(/=+$/u, '') !== encoded.replace(/=+$/u, '') || bytes.length > 512)
    throw malformed('The Basic credentials are not base64.');
  let pair: string;
  try {
    pair = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The Basic credentials are not UTF-8.');
  }
  // oxlint-disable-next-line no-control-regex -- RFC 7617 forbids control characters
  if (!/^[^:\u0000-\u001f\u007f]+:[^\u0000-\u001f\u007f]+$/u.test(pair))
    throw malformed('The Basic credentials must be a name and a secret.');
  return pair;
}

/** The certificate of the connection if one of our authorities made it. */
function certificateOf(request: IncomingMessage): Buffer | undefined {
  const socket = request.socket as Partial<TLSSocket>;
  if (socket.authorized !== true) return undefined;
  return socket.getPeerCertificate?.(false)?.raw;
}

/**
 * Finds the credential.
 * @throws {HttpError} 400 when there are several, or one that cannot be read
 */
export function readCredential(request: IncomingMessage): RawCredential {
  const { authorization: given, 'x-api-key': apiKey } = request.headers;
  if (given === undefined && apiKey === undefined) {
    const certificate = certificateOf(request);
    return certificate ? { kind: 'client_certificate', value: certificate.toString('base64url') } : { kind: 'none' };
  }
  const authorizations = given === undefined ? [] : valuesOf(request, 'authorization');
  const keys = apiKey === undefined ? [] : valuesOf(request, 'x-api-key');
  if (authorizations.length + keys.length > 1)
    throw new HttpError(400, 'several_credentials', 'Send one credential: one Authorization header or one X-API-Key.');
  const [key] = keys;
  if (key !== undefined) return { kind: 'api_key', value: key };
  const authorization = authorizations[0] as string;
  if (!BASIC.test(authorization)) return ACCESS_TOKEN;
  return { kind: 'basic', value: basicPair(authorization.split(/ +/u, 2)[1] ?? '') };
}

/** What stands for a credential in memory: nobody who sees the memory of a cache learns the credential. */
export const credentialDigest = (kind: string, value: string): string =>
  createHash('sha256').update(`${kind}\n`).update(value).digest('base64url');
