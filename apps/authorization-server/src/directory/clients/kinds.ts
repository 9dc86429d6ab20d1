/** Kinds of applications, and the metadata that is right for each (RFC 9700, RFC 8252, OAuth 2.1 for browser-based applications). */
import type { z } from 'zod';
import { deviceCodeGrantType } from './grant-types.ts';
import type { client } from './schema.ts';

export const clientKinds = ['web', 'spa', 'native', 'machine', 'device', 'api'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** A client as a registry file would declare it. */
export type ClientEntry = z.input<typeof client>;

/** What is said of an application that is to be registered. */
export interface Application {
  readonly clientId: string;
  /** Shown on the consent page; the identifier unless given. */
  readonly name?: string | undefined;
  readonly kind: ClientKind;
  readonly redirectUris: readonly string[];
  /** None for an application with pages: the root of its first redirect URI. */
  readonly postLogoutRedirectUris: readonly string[];
  /** Scopes of APIs that it may ask for, by resource. */
  readonly scopes: Readonly<Record<string, readonly string[]>>;
  /** Resources that an `api` is. */
  readonly resources: readonly string[];
  readonly firstParty: boolean;
}

/** The port is the application's to choose at each start (RFC 8252, section 7.3). */
const loopbackRedirects = ['http://127.0.0.1/callback', 'http://[::1]/callback'];

const user = 'openid profile email';
const code = ['authorization_code', 'refresh_token'] as const;

/** Every grant is said, also one that is a default: what an application may do can be read in its entry. */
const members: Readonly<Record<ClientKind, (application: Application) => Omit<ClientEntry, 'client_id'>>> = {
  web: ({ redirectUris }) => ({
    grant_types: [...code],
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [...redirectUris],
    scope: `${user} offline_access`,
  }),
  // No offline_access: what a page holds should end with the session.
  spa: ({ redirectUris }) => ({
    grant_types: [...code],
    token_endpoint_auth_method: 'none',
    redirect_uris: [...redirectUris],
    allowed_origins: [...new Set(redirectUris.map((uri) => URL.parse(uri)?.origin ?? uri))],
    scope: user,
  }),
  native: ({ redirectUris }) => ({
    application_type: 'native',
    grant_types: [...code],
    token_endpoint_auth_method: 'none',
    redirect_uris: redirectUris.length > 0 ? [...redirectUris] : loopbackRedirects,
    scope: `${user} offline_access`,
  }),
  machine: () => ({ grant_types: ['client_credentials'], token_endpoint_auth_method: 'client_secret_basic' }),
  device: () => ({
    application_type: 'native',
    grant_types: [deviceCodeGrantType, 'refresh_token'],
    token_endpoint_auth_method: 'none',
    scope: `${user} offline_access`,
  }),
  api: ({ resources }) => ({
    grant_types: [],
    token_endpoint_auth_method: 'client_secret_basic',
    resource_server_for: [...resources],
  }),
};

/** Where users may be sent after they have signed out. */
function postLogoutRedirects({ kind, redirectUris, postLogoutRedirectUris: given }: Application): string[] {
  const first = URL.parse(redirectUris[0] ?? '');
  const origin = first && /^https?:$/u.test(first.protocol) ? first.origin : undefined;
  if (given.length > 0 || origin === undefined || (kind !== 'web' && kind !== 'spa')) return [...given];
  return [`${origin}/`];
}

/** The entry of an application of that kind. */
export const entryOf = (application: Application): ClientEntry => ({
  client_id: application.clientId,
  client_name: application.name ?? application.clientId,
  ...(application.firstParty && { first_party: true }),
  ...members[application.kind](application),
  post_logout_redirect_uris: postLogoutRedirects(application),
  scopes: Object.fromEntries(Object.entries(application.scopes).map(([name, scopes]) => [name, [...scopes]])),
});

interface Redirected {
  readonly application_type?: 'web' | 'native' | undefined;
  readonly redirect_uris?: readonly string[] | undefined;
  readonly post_logout_redirect_uris?: readonly string[] | undefined;
}

/**
 * Redirect URIs that a browser would send a code to unencrypted. In production an application on the web has https; loopback is for
 * native ones and for development.
 */
export const insecureRedirectOf = ({
  application_type: type,
  redirect_uris: redirects = [],
  post_logout_redirect_uris: afterwards = [],
}: Redirected): string[] =>
  type === 'native' ? [] : [...redirects, ...afterwards].filter((uri) => uri.startsWith('http:'));
