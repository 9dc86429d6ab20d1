/** Where the principal of a request is kept: on the framework's own request or context. */

import type { RequestAuth } from './principal.ts';

export const AUTH = Symbol('auth');
export const ACCEPTED_BY = Symbol('accepted by');

/** A framework's request or context that may carry a principal. */
export interface Carrier {
  [AUTH]?: RequestAuth;
  /** The resource server whose decision it was. */
  [ACCEPTED_BY]?: object;
}

/**
 * The principal of a request.
 *
 * @param request what the framework hands to its handlers: Express's, Fastify's or NestJS's request, Koa's or Hono's context
 * @throws TypeError when no middleware of this package let the request through with a token
 *
 * @example
 * app.get('/me', api.requireAuth(), (req, res) => res.json(getAuth<{ department: string }>(req).payload.department));
 */
export function getAuth<Claims extends object = Record<string, unknown>>(request: object): RequestAuth<Claims> {
  const auth = (request as Carrier)[AUTH];
  if (auth === undefined) {
    throw new TypeError(
      'getAuth: no requireAuth, requireScopes, requireRoles or policy let this request through with a token',
    );
  }
  return auth as RequestAuth<Claims>;
}
