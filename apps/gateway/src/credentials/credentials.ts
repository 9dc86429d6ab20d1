/**
 * The kinds of credential that the gateway takes beside access tokens, which are the guard's. A further kind is an object in a
 * file of its own and an entry here: reading, what routes may accept, the exchange and the rules for browsers follow.
 */
import { apiKey } from './api-key.ts';
import { basic } from './basic.ts';
import { clientCertificate } from './client-certificate.ts';
import type { CredentialKind } from './credential.ts';

const kinds = [apiKey, basic, clientCertificate] as const;

/** The names of these kinds. */
export type OwnKind = (typeof kinds)[number]['kind'];

/** By their names. */
export const credentialKinds: Readonly<Record<OwnKind, CredentialKind<OwnKind>>> = Object.fromEntries(
  kinds.map((one) => [one.kind, one]),
) as Record<OwnKind, CredentialKind<OwnKind>>;

/** Those that come in a header, and those that belong to the connection. */
export const inHeaders: readonly CredentialKind<OwnKind>[] = kinds.filter(({ header }) => header !== undefined);
export const onConnections: readonly CredentialKind<OwnKind>[] = kinds.filter(({ header }) => header === undefined);

/** The headers in which a credential can stand; what no kind knows in the first is an access token. */
export const credentialHeaders: readonly string[] = [
  ...new Set(['authorization', ...inHeaders.flatMap(({ header }) => header ?? [])]),
];

/** What a route may accept. Tickets stand for another credential. */
export const acceptable: readonly [...(OwnKind | 'access_token')[], 'ticket'] = [
  'access_token',
  ...kinds.map(({ kind }) => kind),
  'ticket',
];
