/** The server that the command talks to: found by its metadata (RFC 8414, OpenID Connect Discovery), as one client of it. */
import * as oauth from 'openid-client';
import { urlOf } from '../address.ts';
import { RefusedError } from '../refused.ts';
import { trustFor } from './authorities.ts';
import { authenticationOf, type Credentials, credentialsOf } from './client-authentication.ts';
import type { ClientOptions } from './options.ts';
import { asked } from './server-errors.ts';

/** A server, and the client that the command is to it. */
export interface Connection {
  readonly configuration: oauth.Configuration;
  readonly metadata: oauth.ServerMetadata;
  /** How the client proves itself. */
  readonly method: string;
}

const timeoutSeconds = 10;

/** The metadata of a server. @param fetchWith how requests are sent; the usual way unless given */
export async function discover(issuer: URL, fetchWith?: oauth.CustomFetch): Promise<oauth.ServerMetadata> {
  const options: oauth.DiscoveryRequestOptions = {
    timeout: timeoutSeconds,
    ...(issuer.protocol === 'http:' && { execute: [oauth.allowInsecureRequests] }),
    ...(fetchWith && { [oauth.customFetch]: fetchWith }),
  };
  const by = (algorithm: 'oidc' | 'oauth2') =>
    // Which client asks is no part of discovery.
    oauth.discovery(issuer, 'any', undefined, undefined, { ...options, algorithm });
  return asked(issuer, async () => {
    try {
      return (await by('oidc')).serverMetadata();
    } catch (error) {
      const { code } = error as { code?: string };
      if (!['OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'].includes(code ?? '')) throw error;
      try {
        return (await by('oauth2')).serverMetadata();
      } catch {
        throw error;
      }
    }
  });
}

/** Finds the server and makes the client that the options tell of. */
export async function connect(options: ClientOptions): Promise<Connection> {
  const issuer = urlOf('--issuer', options.issuer);
  await trustFor(issuer, options.ca);
  const metadata = await discover(issuer);
  const credentials = await credentialsOf(options, metadata);
  const { method, authenticate } = authenticationOf(
    credentials,
    options.authMethod,
    metadata.token_endpoint_auth_methods_supported,
  );
  const configuration = new oauth.Configuration(metadata, options.clientId, clientMetadata(credentials), authenticate);
  configuration.timeout = timeoutSeconds;
  if (issuer.protocol === 'http:') oauth.allowInsecureRequests(configuration);
  // ID tokens come straight from the server, but a signature that does not verify is what one wants to hear of here.
  if (metadata.jwks_uri !== undefined) oauth.enableNonRepudiationChecks(configuration);
  if (credentials.certificate) configuration[oauth.customFetch] = await fetchWithCertificate(credentials.certificate);
  return { configuration, metadata, method };
}

const clientMetadata = ({ certificate }: Credentials): Partial<oauth.ClientMetadata> =>
  certificate ? { use_mtls_endpoint_aliases: true } : {};

/** Requests over TLS with a client certificate (RFC 8705). */
async function fetchWithCertificate(certificate: { cert: string; key: string }): Promise<oauth.CustomFetch> {
  const { Agent, fetch } = await import('undici');
  const dispatcher = new Agent({ connect: certificate });
  // The same function as that of Node.js, with other names for the same types.
  const send = fetch as unknown as (url: string, options: object) => Promise<Response>;
  return (url, options) => send(url, { ...options, dispatcher });
}

/** Throws RefusedError when the server has no such endpoint. @param what it is for */
export function needEndpoint({ metadata }: Connection, name: keyof oauth.ServerMetadata & string, what: string): void {
  if (metadata[name] === undefined)
    throw new RefusedError(`${metadata.issuer} has no ${what}: its metadata names no ${name}`);
}
