/** Kinds of connections, as the admin API has them. */
import type { Connection } from './connection.ts';

export type ConnectionKind = Connection['kind'];

/** The usual ones first. */
export const connectionKinds = [
  'oidc',
  'microsoft',
  'google',
  'apple',
  'github',
  'oauth2',
] as const satisfies readonly ConnectionKind[];

export const isKind = (kind: string | undefined): kind is ConnectionKind =>
  (connectionKinds as readonly (string | undefined)[]).includes(kind);

/** A new connection before anything is typed: what the server would take for each member. */
export const freshConnection = (kind: ConnectionKind): object => ({
  kind,
  token_endpoint_auth_method: 'client_secret_basic',
  pkce: true,
  sign_up: true,
  sync: 'first',
  mapping: { name: 'name', email: 'email', email_verified: 'email_verified', locale: 'locale' },
});
