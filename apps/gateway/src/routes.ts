/**
 * The route table: which request goes where, who may send it, and with which token it arrives. What no route names is
 * not there.
 */
import { ambiguousPath, hasEncodedSeparator } from './canonical-path.ts';
import { checkEncodedPath } from './encoded-path.ts';
import type { Route } from './route-schema.ts';

/** What a request meets. */
export type RouteMatch = Route | 'not_found' | { readonly allow: string };

/**
 * Finds the route of a canonical path at a host. Throws HttpError 400 when separators are encoded in it and the route does not
 * allow that, or it could be read as a path of another route.
 */
export type Router = (method: string, path: string, host: string | undefined) => RouteMatch;

/** What a token is asked for: the route itself, or what it embeds. */
export type Target = Pick<Route, 'audience' | 'scopes' | 'path'>;

/**
 * The more exact path wins, whatever the order in the file.
 * @param publicHost the host of the routes that name none
 */
export function createRouter(routes: readonly Route[], publicHost: string): Router {
  const tables = new Map<string, ReturnType<typeof createTable>>();
  const ofHost = Map.groupBy(routes, ({ host }) => host ?? publicHost);
  for (const [host, own] of ofHost) tables.set(host, createTable(own));
  return (method, path, host = publicHost) => tables.get(host)?.(method, path) ?? 'not_found';
}

/** The segments, after a beginning that they share, of the routes that are more exact than it. */
function moreExact(beginning: string, routes: readonly Route[]): string[][] {
  const others = routes.filter(({ path }) => path.startsWith(beginning) && path !== `${beginning}*`);
  return others.map(({ path }) => path.replace(/\/\*$/u, '').slice(beginning.length).split('/'));
}

const NONE: readonly Route[] = Object.freeze([]);

/** The routes of one host. */
function createTable(routes: readonly Route[]): (method: string, path: string) => RouteMatch {
  const exact = Map.groupBy(
    routes.filter(({ path }) => !path.endsWith('/*')),
    ({ path }) => path,
  );
  const below = Array.from(
    Map.groupBy(
      routes.filter(({ path }) => path.endsWith('/*')),
      ({ path }) => path.slice(0, -1),
    ),
    ([prefix, fitting]) => ({ prefix, fitting }),
  ).sort((a, b) => b.prefix.length - a.prefix.length);

  return (method, path) => {
    const same = exact.get(path);
    const above = same ? undefined : below.find(({ prefix }) => path.startsWith(prefix));
    const fitting = same ?? above?.fitting ?? NONE;
    const longest = above?.prefix;
    const found = fitting.find(({ methods: allowed }) => (allowed as readonly string[]).includes(method));
    if (hasEncodedSeparator(path)) {
      if (found?.encoded_path !== 'allow' || longest === undefined) throw ambiguousPath();
      checkEncodedPath(path, longest, moreExact(longest, routes));
    }
    if (fitting.length === 0) return 'not_found';
    return found ?? { allow: fitting.flatMap(({ methods: allowed }) => allowed).join(', ') };
  };
}
