/** Where one issuer keeps its keys and its introspection endpoint (RFC 8414 section 3, OpenID Connect Discovery section 4). */

import { type FetchSettings, fetchJsonObject } from './fetch-json.ts';

/** What is used of an issuer's metadata. */
export interface IssuerMetadata {
  readonly jwksUri?: string;
  readonly introspectionEndpoint?: string;
  /** Gatehouse's own; no RFC knows it. */
  readonly revocationFeedEndpoint?: string;
}

/** Metadata, or for the log why there is none. */
export type Discovered =
  | { readonly metadata: IssuerMetadata /** Where they were found. */; readonly place: string }
  | { readonly metadata?: undefined; readonly detail: string };

/**
 * Reads an issuer's metadata, at the first of its places that answers with such that name its keys. Whatever else a place answers,
 * the next one is asked; only when nobody is there it is left at that. The `issuer` inside must be equal byte for byte (RFC 8414
 * section 3.3), or a stranger's metadata could bring a stranger's keys. Never throws.
 *
 * @param mayAsk whether an endpoint that the metadata name may be asked
 * @param knownPlace where they were found before: it is asked first, and when it fails for now (5xx) the others would not be better
 */
export async function discover(
  issuer: string,
  mayAsk: (url: unknown) => boolean,
  settings: FetchSettings,
  knownPlace?: string,
): Promise<Discovered> {
  const details: string[] = [];
  const found: { metadata: IssuerMetadata; place: string }[] = [];
  for (const url of new Set([knownPlace ?? [], metadataUrls(issuer)].flat())) {
    const answer = await fetchJsonObject(url, settings);
    const read = answer.value === undefined ? answer.detail : readMetadata(answer.value, issuer, url, mayAsk);
    if (typeof read === 'string') details.push(read);
    else found.push({ metadata: read, place: url });
    if (found.at(-1)?.metadata.jwksUri !== undefined) break;
    if (answer.value === undefined && (answer.nobodyThere || (url === knownPlace && answer.status >= 500))) break;
  }
  const [first] = found;
  if (first === undefined) return { detail: details.join('; ') };
  // Of several documents about the same issuer the first counts, and the others for what it does not say.
  const metadata = Object.assign({}, ...found.toReversed().map((one) => one.metadata)) as IssuerMetadata;
  return { place: first.place, metadata };
}

/**
 * The places of metadata: path insertion (RFC 8414 section 3.1), appended (OpenID Connect Discovery section 4.1), and for issuers
 * with a path the name of the second in the manner of the first (RFC 8414 section 5).
 */
export function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const urls = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
  return path === '' ? urls : [...urls, `${origin}/.well-known/openid-configuration${path}`];
}

/** What is used of metadata, or why nothing is. */
function readMetadata(
  value: Record<string, unknown>,
  issuer: string,
  url: string,
  mayAsk: (url: unknown) => boolean,
): IssuerMetadata | string {
  if (value['issuer'] !== issuer) return `${url}: ${otherIssuer(value['issuer'], issuer)}`;
  const endpoints = {
    jwksUri: value['jwks_uri'] ?? undefined,
    introspectionEndpoint: value['introspection_endpoint'] ?? undefined,
    revocationFeedEndpoint: value['revocation_feed_endpoint'] ?? undefined,
  };
  const given = Object.entries(endpoints).filter(([, endpoint]) => endpoint !== undefined);
  for (const [, endpoint] of given)
    if (!mayAsk(endpoint)) return `${url}: has an endpoint that may not be asked, as it is not https or is local`;
  return Object.fromEntries(given);
}

const MAX_SHOWN = 200;

/** What to change when metadata do not name the issuer that was configured. */
function otherIssuer(named: unknown, issuer: string): string {
  if (typeof named !== 'string') return 'names no issuer';
  if (isSameButForSlash(named, issuer))
    return `the issuer calls itself "${named}": write it so in issuers, ${slashOf(named)}, instead of "${issuer}"`;
  return `names another issuer, ${JSON.stringify(named.slice(0, MAX_SHOWN))}; issuers says "${issuer}", and they must be equal byte for byte`;
}

/** Whether two spellings of an issuer differ in nothing but a slash at the end. */
export function isSameButForSlash(one: string, other: string): boolean {
  return one === `${other}/` || other === `${one}/`;
}

/** How the right spelling of an issuer ends. */
export function slashOf(right: string): string {
  return right.endsWith('/') ? 'with the slash at the end' : 'without the slash at the end';
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether keys or token data may come from a URL: https, or http on this machine, or http by explicit choice. */
export function isTrustworthyUrl(url: unknown, allowHttp: boolean): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && (allowHttp || LOOPBACK.has(hostname)));
}
