/** What the entries for Fastify, Hono, Koa and NestJS have in common: each adds how its framework is asked and answered. */

import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';
import type { Accepted } from './authenticate.ts';
import { ACCEPTED_BY, AUTH, type Carrier } from './carried-auth.ts';
import type { RefusalCode } from './errors.ts';
import type { ResourceDescription } from './metadata.ts';
import { type ReadyRequirement, type Requirement, readyRequirement } from './policy.ts';
import { type GuardRequest, NodeRequest } from './request.ts';
import { GuardedResource, type ResourceServer } from './resource-server.ts';
import { type Rule, readyRules } from './rules.ts';

/** A resource server whose decisions are also there as a framework's middleware. */
export interface FrameworkResourceServer<Middleware, Metadata = Middleware> extends ResourceServer {
  /** Lets only requests through whose access token satisfies the requirement. May stand several times before one route. */
  requireAuth(requirement?: Requirement): Middleware;
  /** Lets only requests through whose access token has all these scopes. It also authenticates, so it can stand alone. */
  requireScopes(...scopes: (string | readonly string[])[]): Middleware;
  /** Lets only requests through whose principal has all these roles. It also authenticates, so it can stand alone. */
  requireRoles(...roles: (string | readonly string[])[]): Middleware;
  /** Rules for a whole application; what no rule names is refused. */
  policy(rules: readonly Rule[]): Middleware;
  /** Answers `/.well-known/oauth-protected-resource` (RFC 9728) to anybody. Put it before `policy`. */
  metadata(description?: ResourceDescription): Metadata;
}

type Ruling = ReadyRequirement | 'open' | RefusalCode;

/** A request goes on, with these headers for its response, or is answered. */
export type Outcome = Accepted | Answer;

const GO_ON: Accepted = Object.freeze({ ok: true, auth: undefined, headers: Object.freeze({}) });

/** The core's decisions for a framework that has a `Context` for each request. */
export abstract class FrameworkResource<Context extends object, Middleware> extends GuardedResource {
  /** The request of a context, with method and URL as they were received. */
  protected abstract requestOf(context: Context): GuardRequest;
  /** The URL as the routes behind a middleware see it: where the application rewrites URLs, rules about another would protect nothing. */
  protected abstract routedUrl(context: Context, request: GuardRequest): string;
  /** A middleware of the framework that does what the outcome says. */
  protected abstract middleware(outcomeOf: (context: Context) => Outcome | Promise<Outcome>): Middleware;

  requireAuth(requirement: Requirement = {}): Middleware {
    const ready = readyRequirement(requirement);
    return this.middleware((context) => this.#judge(context, this.requestOf(context), ready));
  }

  requireScopes(...scopes: (string | readonly string[])[]): Middleware {
    return this.requireAuth({ scopes: scopes.flat() });
  }

  requireRoles(...roles: (string | readonly string[])[]): Middleware {
    return this.requireAuth({ roles: roles.flat() });
  }

  policy(rules: readonly Rule[]): Middleware {
    const rulingOf = readyRules(rules);
    return this.middleware((context) => {
      const request = this.requestOf(context);
      return this.#judge(context, request, rulingOf(request.method, this.routedUrl(context, request)));
    });
  }

  /** The metadata as a middleware. */
  protected metadataMiddleware(description: ResourceDescription | undefined): Middleware {
    const answerTo = this.metadataAnswers(description);
    return this.middleware((context) => answerTo(this.requestOf(context)) ?? GO_ON);
  }

  async #judge(context: Context & Carrier, request: GuardRequest, ruling: Ruling): Promise<Outcome> {
    if (ruling === 'open') return GO_ON;
    if (typeof ruling === 'string') return this.refuse(ruling);
    const known = context[ACCEPTED_BY] === this ? context[AUTH] : undefined;
    // A DPoP proof can be used once, so a request is authenticated once and authorized as often as asked.
    if (known !== undefined) return this.permit(known, ruling, request.original as object) ?? GO_ON;
    const decision = await this.decide(request, ruling);
    if (decision.ok && decision.auth !== undefined) {
      context[ACCEPTED_BY] = this;
      context[AUTH] = decision.auth;
    }
    return decision;
  }
}

/** Node's request inside a framework's own, on which the URL as received and the parsed body stand. */
export class WrappedRequest extends NodeRequest {
  readonly #original: object;

  constructor(original: object, node: IncomingMessage, parts: { readonly url: string; readonly body: unknown }) {
    const { method, headers, rawHeaders, socket } = node;
    super({ method, headers, rawHeaders, socket, ...parts } as object as IncomingMessage);
    this.#original = original;
  }

  /** The framework's request or context. */
  override get original(): object {
    return this.#original;
  }
}
