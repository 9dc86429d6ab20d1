/**
 * The route table: which request goes where, who may send it, and with which token it arrives. What no route names is
 * not there.
 */
import type { Route } from './route-schema.ts';

/** What a request meets. */
export type RouteMatch = Route | 'not_found' | { readonly allow: string };

/** Finds the route of a canonical path at a host. */
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

/** The routes of one host. */
function createTable(routes: readonly Route[]): (method: string, path: string) => RouteMatch {
  const exact = new Map<string, Route[]>();
  const below: { readonly prefix: string; readonly route: Route }[] = [];
  for (const one of routes) {
    if (one.path.endsWith('/*')) below.push({ prefix: one.path.slice(0, -1), route: one });
    else exact.set(one.path, [...(exact.get(one.path) ?? []), one]);
  }
  below.sort((a, b) => b.prefix.length - a.prefix.length);

  return (method, path) => {
    const candidates = exact.get(path) ?? [];
    const longest =
      candidates.length > 0 ? undefined : below.find(({ prefix: start }) => path.startsWith(start))?.prefix;
    const fitting =
      longest === undefined
        ? candidates
        : below.filter(({ prefix: start }) => start === longest).map(({ route: one }) => one);
    if (fitting.length === 0) return 'not_found';
    const found = fitting.find(({ methods: allowed }) => (allowed as readonly string[]).includes(method));
    return found ?? { allow: fitting.flatMap(({ methods: allowed }) => allowed).join(', ') };
  };
}
