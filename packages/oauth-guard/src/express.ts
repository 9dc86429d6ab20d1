/** The entry for Express: the core's decisions as middleware. Express itself is not imported, and `Request` is not augmented. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Decision } from './authenticate.ts';
import { ACCEPTED_BY, AUTH } from './carried-auth.ts';
import { expose } from './cors.ts';
import { isPromise } from './eventually.ts';
import type { ResourceDescription } from './metadata.ts';
import { type Middleware, metadataMiddleware, type Next } from './node-middleware.ts';
import type { ResourceServerOptions } from './options.ts';
import { type ReadyRequirement, type Requirement, readyRequirement } from './policy.ts';
import type { RequestAuth } from './principal.ts';
import { NodeRequest } from './request.ts';
import { GuardedResource, type ResourceServer } from './resource-server.ts';
import { type Rule, readyRules } from './rules.ts';
import type { FoundToken } from './token-source.ts';
import { membersOf } from './value-checks.ts';

export { getAuth } from './carried-auth.ts';
export * from './index.ts';
export type { Middleware, Next } from './node-middleware.ts';

/**
 * Options of a resource server in Express.
 *
 * @example
 * const options: ExpressOptions = { resource: 'https://api.example.com', issuers: 'https://login.example.com', refusals: 'next' };
 */
export interface ExpressOptions extends ResourceServerOptions {
  /**
   * `respond`: the middleware answers refusals itself. `next`: it sets their headers, such as `WWW-Authenticate`, and passes them on
   * as AccessTokenError, so that an error handler has only status and body to write. Default `respond`.
   */
  readonly refusals?: 'respond' | 'next';
  getToken?(this: void, request: IncomingMessage): FoundToken;
}

/**
 * A resource server whose decisions are also there as Express middleware.
 *
 * @example
 * const protect = (api: ExpressResourceServer) => app.use(api.policy([{ path: '/orders/*rest', scopes: 'orders_read' }]));
 */
export interface ExpressResourceServer extends ResourceServer {
  /** Lets only requests through whose access token satisfies the requirement. May stand several times before one route. */
  requireAuth(requirement?: Requirement): Middleware;
  /**
   * Lets only requests through whose access token has all these scopes. It also authenticates, so it can stand alone.
   *
   * @throws TypeError when none is named
   */
  requireScopes(...scopes: (string | readonly string[])[]): Middleware;
  /**
   * Lets only requests through whose principal has all these roles. It also authenticates, so it can stand alone.
   *
   * @throws TypeError when none is named
   */
  requireRoles(...roles: (string | readonly string[])[]): Middleware;
  /** Rules for a whole application or router; what no rule names is refused. Put it before all routes. */
  policy(rules: readonly Rule[]): Middleware;
  /** Answers `/.well-known/oauth-protected-resource` (RFC 9728) to anybody. Put it before `policy`. */
  metadata(description?: ResourceDescription): Middleware;
}

/**
 * Makes a resource server for Express.
 *
 * @throws TypeError when an option is wrong, unknown or missing
 *
 * @example
 * const api = createResourceServer({ resource: 'https://api.example.com', issuers: 'https://login.example.com' });
 * app.get('/orders', api.requireScopes('orders_read'), (req, res) => res.json({ for: getAuth(req).subject }));
 */
export function createResourceServer(options: ExpressOptions): ExpressResourceServer {
  return new ExpressResource(options);
}

interface GuardedRequest extends IncomingMessage {
  auth?: RequestAuth;
  [AUTH]?: RequestAuth;
  [ACCEPTED_BY]?: ExpressResource;
}

class ExpressResource extends GuardedResource implements ExpressResourceServer {
  readonly #refusals: 'respond' | 'next';

  constructor(options: ExpressOptions) {
    membersOf('options', options);
    const { refusals = 'respond' } = options;
    if (refusals !== 'respond' && refusals !== 'next') throw new TypeError('refusals must be respond or next');
    super(options, ['refusals']);
    this.#refusals = refusals;
  }

  requireAuth(requirement: Requirement = {}): Middleware {
    const ready = readyRequirement(requirement);
    return (request, response, next) => this.#guard(ready, request, response, next);
  }

  requireScopes(...scopes: (string | readonly string[])[]): Middleware {
    return this.requireAuth({ scopes: scopes.flat() });
  }

  requireRoles(...roles: (string | readonly string[])[]): Middleware {
    return this.requireAuth({ roles: roles.flat() });
  }

  policy(rules: readonly Rule[]): Middleware {
    const rulingOf = readyRules(rules);
    return (request, response, next) => {
      // The URL as the routes behind this middleware see it: relative to where the router is mounted.
      const ruling = rulingOf(request.method as string, request.url as string);
      if (ruling === 'open') next();
      else if (typeof ruling === 'string') this.#settle(this.refuse(ruling), request, response, next);
      else this.#guard(ruling, request, response, next);
    };
  }

  metadata(description?: ResourceDescription): Middleware {
    return metadataMiddleware(this.metadataAnswers(description));
  }

  #guard(requirement: ReadyRequirement, request: GuardedRequest, response: ServerResponse, next: Next): void {
    const known = request[ACCEPTED_BY] === this ? request[AUTH] : undefined;
    if (known !== undefined) {
      // A DPoP proof can be used once, so a request is authenticated once and authorized as often as asked.
      this.#settle(this.permit(known, requirement, request) ?? GO_ON, request, response, next);
      return;
    }
    const decision = this.decide(new NodeRequest(request), requirement);
    if (isPromise(decision)) decision.then((settled) => this.#settle(settled, request, response, next), next);
    else this.#settle(decision, request, response, next);
  }

  #settle(decision: Decision, request: GuardedRequest, response: ServerResponse, next: Next): void {
    if (!decision.ok) {
      // Meanwhile somebody else may have answered, such as a middleware that limits the time.
      if (response.headersSent) return response.writableEnded ? undefined : next(decision.toError());
      if (this.#refusals === 'respond') return decision.send(response);
      decision.tell(response);
      return next(decision.toError());
    }
    const names = Object.keys(decision.headers);
    if (names.length > 0 && !response.headersSent) {
      expose(response, names);
      for (const name of names) response.setHeader(name, decision.headers[name] as string);
    }
    if (decision.auth !== undefined) {
      request[ACCEPTED_BY] = this;
      request[AUTH] = decision.auth;
      request.auth = decision.auth;
    }
    next();
  }
}

const GO_ON: Decision = Object.freeze({ ok: true, auth: undefined, headers: Object.freeze({}) });
