/** Routes whose modules are loaded by the first request for one of them: what nobody asks for takes no memory, and no time at the start. */
import type { RequestHandler } from 'express';

/**
 * A handler for the paths and everything below them, in any letter case as Express takes them; `/` is the root alone. Other
 * requests pass. Requests that come while the routes are loaded wait for them. What `load` rejects with is the error of
 * those that waited; the next request tries again.
 * @param load gives a router, which sees the whole path
 */
export function deferredRoutes(paths: readonly string[], load: () => Promise<RequestHandler>): RequestHandler {
  const below = paths.map((path) => (path === '/' ? '/+$' : `${path.replaceAll('.', '\\.')}(?:/|$)`));
  const own = new RegExp(`^(?:${below.join('|')})`, 'iu');
  let routes: RequestHandler | undefined;
  let loading: Promise<RequestHandler> | undefined;
  const loadOnce = async (): Promise<RequestHandler> => {
    try {
      routes = await load();
      return routes;
    } finally {
      loading = undefined;
    }
  };
  return (request, response, next) => {
    if (!own.test(request.path)) return next();
    if (routes) return routes(request, response, next);
    loading ??= loadOnce();
    return loading.then((loaded) => loaded(request, response, next));
  };
}

/** For OPTIONS of paths that a router names itself: Express answers for the routes of a router, and not for those of an application. */
export const noOptions: RequestHandler = (_request, _response, next) => next('router');
