/** The one credential of a request (GW-03): where it is, and that there is not a second one. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HttpError } from '@gatehouse/http';
import { credentialHeaders, inHeaders, type OwnKind, onConnections } from './credentials.ts';

/** What a request brought, as it was sent. Nothing is verified yet. */
export type RawCredential =
  | { readonly kind: 'none' }
  /** Bearer or DPoP: read and verified by the guard. */
  | { readonly kind: 'access_token' }
  | { readonly kind: OwnKind; readonly value: string };

const NONE: RawCredential = Object.freeze({ kind: 'none' });
const ACCESS_TOKEN: RawCredential = Object.freeze({ kind: 'access_token' });
const SEVERAL = `Send one credential, in one of these headers: ${credentialHeaders.join(', ')}.`;

/** How often a header was sent: Node itself drops a second Authorization header. */
function timesSent({ rawHeaders }: IncomingMessage, name: string): number {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index] as string;
    if (header.length === name.length && header.toLowerCase() === name) times += 1;
  }
  return times;
}

/**
 * Finds the credential.
 * @throws {HttpError} 400 when there are several, or one that cannot be read
 */
export function readCredential(request: IncomingMessage): RawCredential {
  let header: string | undefined;
  for (const name of credentialHeaders) {
    if (request.headers[name] === undefined) continue;
    if (header !== undefined || timesSent(request, name) > 1) throw new HttpError(400, 'several_credentials', SEVERAL);
    header = name;
  }
  const candidates = header === undefined ? onConnections : inHeaders;
  const given = header === undefined ? '' : (request.headers[header] as string);
  for (const kind of candidates) {
    const value = kind.header === header ? kind.read(given, request) : undefined;
    if (value !== undefined) return { kind: kind.kind, value };
  }
  return header === undefined ? NONE : ACCESS_TOKEN;
}

/** What stands for a credential in memory: nobody who sees the memory of a cache learns the credential. */
export const credentialDigest = (kind: string, value: string): string =>
  createHash('sha256').update(`${kind}\n`).update(value).digest('base64url');
