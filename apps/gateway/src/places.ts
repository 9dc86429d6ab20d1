/**
 * Where an answer sends its caller. A service knows its own origin and its own paths; the caller knows those of the gateway.
 * What the service says of others, and of the public origin, is left as it is.
 */
import type { IncomingMessage } from 'node:http';
import { requestOrigin } from '@gatehouse/http';

/** What places are rewritten by. */
export interface Place {
  /** Origin of the service. */
  readonly upstream: string;
  readonly strip?: string | undefined;
}

const AUTHORITY = /^(?:https?:)?\/\/[^/?#\\]*/iu;

/**
 * A path of the service as callers have to write it. One that begins with what the route strips is taken for one that the
 * service made by `X-Forwarded-Prefix`.
 */
export function publicPath(path: string, strip: string | undefined): string {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  if (strip === undefined) return rooted;
  const isPublic = rooted.startsWith(strip) && /^(?:[/?#]|$)/u.test(rooted.slice(strip.length));
  return isPublic ? rooted : strip + rooted;
}

/** A reference of the service (RFC 3986, section 4.1) as it is for the caller. */
export function publicPlace(reference: string, { upstream, strip }: Place, request: IncomingMessage): string {
  const authority = AUTHORITY.exec(reference)?.[0];
  if (authority === undefined) return reference.startsWith('/') ? publicPath(reference, strip) : reference;
  // Whatever the scheme: behind a proxy of its own a service may not know that it is reached over TLS.
  if (URL.parse(authority, upstream)?.host !== new URL(upstream).host) return reference;
  return requestOrigin(request) + publicPath(reference.slice(authority.length), strip);
}

/** `Refresh: 5; url=/there`, which browsers read like a `Location`. */
export const publicRefresh = (value: string, route: Place, request: IncomingMessage): string =>
  value.replace(
    /^(?<before>\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?["']?)(?<place>[^"']+)/iu,
    (_whole, before: string, place: string) => before + publicPlace(place, route, request),
  );
