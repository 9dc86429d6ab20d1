/**
 * Where clients that begin with nothing learn how to get in (RFC 9728): a document for the resource of each route, as clients see
 * it, which is the public origin and the path of the route. Challenges of the route point there.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setRoute, setStandingHeaders } from '@gatehouse/http';
import type { Route } from './route-schema.ts';
import { scopesToAskFor } from './scopes-to-ask-for.ts';

/** The beginning of every such path (RFC 9728, section 3.1). */
export const metadataPath = '/.well-known/oauth-protected-resource';

/** What clients are told. */
export interface RouteMetadata {
  /** The resource that clients ask tokens for to use a route. */
  readonly resourceOf: (route: Pick<Route, 'host' | 'path' | 'resource'>) => string;
  /** Where its document is. */
  readonly urlOf: (route: Pick<Route, 'host' | 'path' | 'resource'>) => string;
  /** Answers a request for one of the documents; false when it is for none. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

/** What they are made of. */
export interface RouteMetadataDependencies {
  readonly routes: readonly Route[];
  readonly publicOrigin: string;
  /** The resource of the gateway itself, which has its document already. */
  readonly audience: string;
  /** Everything but the resource and its scopes. */
  readonly document: () => Readonly<Record<string, unknown>>;
}

/** Where the document of a resource is. */
export function urlOfDocument(resource: string): URL {
  const { origin, pathname } = new URL(resource);
  return new URL(metadataPath + (pathname === '/' ? '' : pathname), origin);
}

/**
 * Makes it.
 * @throws Error when the resource of a route is at another origin, where its document could not be
 */
export function createRouteMetadata({
  routes,
  publicOrigin,
  audience,
  document,
}: RouteMetadataDependencies): RouteMetadata {
  const { protocol, host: publicHost } = new URL(publicOrigin);
  const originOf = ({ host = publicHost }: Pick<Route, 'host'>) => `${protocol}//${host}`;
  const resourceOf: RouteMetadata['resourceOf'] = (route) =>
    route.resource ?? originOf(route) + route.path.replace(/\/\*$/u, '');

  const scopesOf = new Map<string, Set<string>>();
  for (const route of routes) {
    if (route.accept.length === 0) continue;
    const resource = resourceOf(route);
    if (new URL(resource).origin !== originOf(route))
      throw new Error(`the route ${route.path}: resource: must be at ${originOf(route)}, where its document is`);
    if (resource === audience) continue;
    const scopes = scopesOf.get(resource) ?? new Set();
    for (const scope of scopesToAskFor(route)) scopes.add(scope);
    scopesOf.set(resource, scopes);
  }
  // What a route names exactly is the service's own document.
  const declared = new Set(routes.map((route) => originOf(route) + route.path));
  const urls = [...scopesOf].map(([resource, scopes]) => ({ resource, scopes, url: urlOfDocument(resource) }));
  const waiting = new Map(
    urls
      .filter(({ url }) => !declared.has(url.href))
      .map(({ resource, scopes, url }) => [`${url.host}${url.pathname}`, { resource, scopes }]),
  );
  const bodies = new Map<string, Buffer>();

  const bodyOf = (key: string): Buffer | undefined => {
    const known = bodies.get(key);
    const described = waiting.get(key);
    if (known || described === undefined) return known;
    const { resource, scopes } = described;
    const more = scopes.size > 0 ? { scopes_supported: [...scopes] } : {};
    const body = Buffer.from(JSON.stringify({ ...document(), resource, ...more }));
    bodies.set(key, body);
    return body;
  };

  return {
    resourceOf,
    urlOf: (route) => urlOfDocument(resourceOf(route)).href,
    answer(request, response) {
      const [pathname = ''] = (request.url as string).split('?', 1);
      const body = bodyOf(`${request.headers.host}${pathname}`);
      if (body === undefined) return false;
      setRoute(response, `${metadataPath}/*`);
      setStandingHeaders(response);
      response.setHeader('access-control-allow-origin', '*');
      if (request.method === 'GET' || request.method === 'HEAD') {
        response.writeHead(200, {
          'content-type': 'application/json',
          'cache-control': 'public, max-age=3600',
          'content-length': body.byteLength,
        });
        response.end(request.method === 'GET' ? body : undefined);
        return true;
      }
      response.writeHead(request.method === 'OPTIONS' ? 204 : 405, {
        allow: 'GET, HEAD, OPTIONS',
        'access-control-allow-methods': 'GET',
        'access-control-allow-headers': '*',
      });
      response.end();
      return true;
    },
  };
}
