/**
 * Pages of other origins (CORS), route by route. A preflight is answered for the route of the method that it asks about, before
 * any credential is looked for; what is refused can be read by the pages that may call the route. Where no route is found,
 * pages that may call any route of the host can read that.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Cors, createCors, isPreflight } from '@gatehouse/http';
import { canonicalPath } from './canonical-path.ts';
import type { Route } from './route-schema.ts';
import type { Router } from './routes.ts';

/** The decisions for all routes. */
export interface CrossOrigin {
  /** Sets what lets the page read the answer of a route, whatever it will be. */
  setHeaders(route: Route, request: IncomingMessage, response: ServerResponse): void;
  /** The same where no route was found, or the gateway answers for several. */
  setHostHeaders(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Sets the headers of the answer to a preflight; false for every other request, also where no route with `cors` is asked about.
   * @throws {HttpError} 403 when the route does not let the page do this
   */
  setPreflightHeaders(request: IncomingMessage, response: ServerResponse): boolean;
  /** Of the routes of a host together; undefined where none lets pages of other origins in. */
  ofHost(request: IncomingMessage): Cors | undefined;
  /** Whether pages of an origin may call a route: those that it names, and those of its own origin. */
  mayCall(route: Route, origin: string): boolean;
  /** Whether an origin is that of the route itself. */
  isOwn(route: Route, origin: string): boolean;
  /** Whether they may do so with what the browser adds by itself: a certificate, a password that it remembers. */
  isTrustedWithCredentials(route: Route, origin: string): boolean;
}

/** What the gateway answers itself: refusals, whatever they refuse, and tickets, which are asked for by POST. */
const hostRules = (routes: readonly Route[], credentials: boolean): Cors => {
  const named = new Set(routes.flatMap(({ cors }) => cors?.origins ?? []));
  return createCors({ origins: named.has('*') ? ['*'] : [...named], methods: ['GET', 'POST'], credentials });
};

/**
 * Makes them.
 * @throws Error when a route trusts every page and `isForAllRefused`
 */
export function createCrossOrigin(
  routes: readonly Route[],
  publicOrigin: string,
  router: Router,
  isForAllRefused: boolean,
): CrossOrigin {
  const { protocol, host: publicHost } = new URL(publicOrigin);
  const ofRoute = new Map<Route, Cors>();
  const ofHost = new Map<string, readonly Cors[]>();
  for (const route of routes) {
    if (route.cors === undefined) continue;
    const {
      origins,
      methods = route.methods,
      headers,
      expose,
      credentials,
      max_age_seconds: maxAgeSeconds,
    } = route.cors;
    if (isForAllRefused && origins.includes('*'))
      throw new Error(`the route ${route.path}: cors.origins: * is refused in production: name the origins`);
    ofRoute.set(route, createCors({ origins, methods, headers, expose, credentials, maxAgeSeconds }));
  }
  for (const [host, own] of Map.groupBy(ofRoute.keys(), (route) => route.host ?? publicHost)) {
    // Pages that are trusted with what a browser keeps come first; the others bring what they know.
    const groups = [true, false].map((credentials) => own.filter(({ cors }) => cors?.credentials === credentials));
    ofHost.set(
      host,
      groups.map((group) => hostRules(group, group === groups[0])),
    );
  }
  const isOwn = ({ host = publicHost }: Route, origin: string) => origin === `${protocol}//${host}`;
  const hostOf = ({ headers: { host = publicHost, origin } }: IncomingMessage) => {
    const rules = ofHost.get(host);
    return rules?.find((one) => one.allows(origin)) ?? rules?.at(-1);
  };

  return {
    ofHost: hostOf,
    isOwn,
    isTrustedWithCredentials(route, origin) {
      return isOwn(route, origin) || (route.cors?.credentials === true && ofRoute.get(route)?.allows(origin) === true);
    },
    mayCall: (route, origin) => isOwn(route, origin) || ofRoute.get(route)?.allows(origin) === true,
    setHeaders: (route, request, response) =>
      ofRoute.get(route)?.setHeaders(response, request.method as string, request.headers.origin),
    setHostHeaders: (request, response) => hostOf(request)?.setHeaders(response, 'GET', request.headers.origin),
    setPreflightHeaders(request, response) {
      if (ofRoute.size === 0 || !isPreflight(request)) return false;
      const { path } = canonicalPath(request.url as string, true);
      const match = router(request.headers['access-control-request-method'] as string, path, request.headers.host);
      const cors = typeof match === 'string' || 'allow' in match ? undefined : ofRoute.get(match);
      cors?.setPreflightHeaders(response, request);
      return cors !== undefined;
    },
  };
}
