/** Where one issuer keeps its keys and its introspection endpoint (RFC 8414 section 3, OpenID Connect Discovery section 4). */

import { type FetchSettings, fetchJsonObject } from './fetch-json.ts';

/** What is used of an issuer's metadata. */
export interface IssuerMetadata {
  readonly jwksUri: string | undefined;
  readonly introspectionEndpoint: string | undefined;
  /** Gatehouse's own; no RFC knows it. */
  readonly revocationFeedEndpoint: string | undefined;
}

/** Metadata, or for the log why there is none. */
export type Discovered =
  | { readonly metadata: IssuerMetadata }
  | { readonly metadata?: undefined; readonly detail: string };

/**
 * Reads an issuer's metadata, first where RFC 8414 places it, then where OpenID Connect does. The `issuer` inside must be equal
 * byte for byte (RFC 8414 section 3.3), or a stranger's metadata could bring a stranger's keys. Never throws.
 */
export async function discover(issuer: string, allowHttp: boolean, settings: FetchSettings): Promise<Discovered> {
  const details: string[] = [];
  for (const url of metadataUrls(issuer)) {
    const answer = await fetchJsonObject(url, settings);
    if (answer.value !== undefined) return readMetadata(answer.value, issuer, url, allowHttp);
    details.push(answer.detail);
    // Nobody there: the other place would only cost a second time-out.
    if (answer.status === 0 || answer.status >= 500) break;
  }
  return { detail: details.join('; ') };
}

/** The two places of metadata: path insertion (RFC 8414 section 3.1), and appended (OpenID Connect Discovery section 4.1). */
export function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

function readMetadata(value: Record<string, unknown>, issuer: string, url: string, allowHttp: boolean): Discovered {
  if (value['issuer'] !== issuer) return { detail: `${url}: names another issuer` };
  const jwksUri = value['jwks_uri'];
  const introspectionEndpoint = value['introspection_endpoint'];
  const revocationFeedEndpoint = value['revocation_feed_endpoint'];
  for (const found of [jwksUri, introspectionEndpoint, revocationFeedEndpoint]) {
    if (found !== undefined && !isTrustworthyUrl(found, allowHttp))
      return { detail: `${url}: has an endpoint without https` };
  }
  return {
    metadata: {
      jwksUri: jwksUri as string | undefined,
      introspectionEndpoint: introspectionEndpoint as string | undefined,
      revocationFeedEndpoint: revocationFeedEndpoint as string | undefined,
    },
  };
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether keys or token data may come from a URL: https, or http on this machine, or http by explicit choice. */
export function isTrustworthyUrl(url: unknown, allowHttp: boolean): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && (allowHttp || LOOPBACK.has(hostname)));
}
