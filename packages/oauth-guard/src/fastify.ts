/** The entry for Fastify: the core's decisions as hooks. Fastify itself is not imported. */

import type { IncomingMessage } from 'node:http';
import { exposing } from './cors.ts';
import { FrameworkResource, type FrameworkResourceServer, type Outcome, WrappedRequest } from './framework-resource.ts';
import type { ResourceDescription } from './metadata.ts';
import type { ResourceServerOptions } from './options.ts';
import type { GuardRequest } from './request.ts';

export { getAuth } from './carried-auth.ts';
export * from './index.ts';

/**
 * What is read of Fastify's request.
 *
 * @example
 * const urlOf = ({ originalUrl }: FastifyRequestParts) => originalUrl;
 */
export interface FastifyRequestParts {
  readonly raw: IncomingMessage;
  readonly originalUrl: string;
  readonly body: unknown;
}

/**
 * What is done with Fastify's reply.
 *
 * @example
 * const forbid = (reply: FastifyReplyParts) => reply.code(403);
 */
export interface FastifyReplyParts {
  code(status: number): unknown;
  getHeader(name: string): unknown;
  headers(headers: Record<string, string>): unknown;
  send(body?: object): unknown;
}

/**
 * A hook as Fastify takes it: `onRequest` of a route or of the whole application, or a later one.
 *
 * @example
 * const open: FastifyHook = async () => undefined;
 */
export type FastifyHook = (request: FastifyRequestParts, reply: FastifyReplyParts) => Promise<unknown>;

/**
 * A resource server whose decisions are also there as hooks of Fastify.
 *
 * @example
 * const hooks = (api: FastifyResourceServer) => ({ onRequest: api.requireScopes('orders_read') });
 */
export type FastifyResourceServer = FrameworkResourceServer<FastifyHook>;

/**
 * Makes a resource server for Fastify.
 *
 * @throws TypeError when an option is wrong, unknown or missing
 *
 * @example
 * const api = createResourceServer({ resource: 'https://api.example.com', issuers: 'https://login.example.com' });
 * fastify.get('/orders', { onRequest: api.requireScopes('orders_read') }, async (request) => ({ for: getAuth(request).subject }));
 */
export function createResourceServer(options: ResourceServerOptions): FastifyResourceServer {
  return new FastifyResource(options);
}

class FastifyResource extends FrameworkResource<FastifyRequestParts, FastifyHook> implements FastifyResourceServer {
  metadata(description?: ResourceDescription): FastifyHook {
    return this.metadataMiddleware(description);
  }

  protected requestOf(request: FastifyRequestParts): GuardRequest {
    return new WrappedRequest(request, request.raw, { url: request.originalUrl, body: request.body });
  }

  protected routedUrl({ raw }: FastifyRequestParts): string {
    return raw.url as string;
  }

  protected middleware(outcomeOf: (request: FastifyRequestParts) => Outcome | Promise<Outcome>): FastifyHook {
    return async (request, reply) => {
      const outcome = await outcomeOf(request);
      reply.headers(exposing(outcome.headers, (name) => reply.getHeader(name)));
      if (outcome.ok) return undefined;
      reply.code(outcome.status);
      reply.send(outcome.body);
      // A hook that answered says so by the reply itself.
      return reply;
    };
  }
}
