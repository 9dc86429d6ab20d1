/** The entry for Koa: the core's decisions as middleware. Koa itself is not imported. */

import type { IncomingMessage } from 'node:http';
import { exposing } from './cors.ts';
import { FrameworkResource, type FrameworkResourceServer, type Outcome, WrappedRequest } from './framework-resource.ts';
import type { ResourceDescription } from './metadata.ts';
import type { ResourceServerOptions } from './options.ts';
import type { GuardRequest } from './request.ts';

export { getAuth } from './carried-auth.ts';
export * from './index.ts';

/**
 * What is read of Koa's context, and written to it.
 *
 * @example
 * const urlOf = ({ originalUrl }: KoaContextParts) => originalUrl;
 */
export interface KoaContextParts {
  readonly req: IncomingMessage;
  /** The URL as received, before any router or mount changed it. */
  readonly originalUrl: string;
  /** With the body that a parser put on it. */
  readonly request: object;
  readonly response: { get(name: string): unknown };
  status: number;
  body: unknown;
  set(headers: Record<string, string>): unknown;
}

/**
 * A middleware as Koa takes it.
 *
 * @example
 * const open: KoaMiddleware = (_context, next) => next();
 */
export type KoaMiddleware = (context: KoaContextParts, next: () => Promise<unknown>) => Promise<unknown>;

/**
 * A resource server whose decisions are also there as middleware of Koa.
 *
 * @example
 * const readers = (api: KoaResourceServer) => api.requireScopes('orders_read');
 */
export type KoaResourceServer = FrameworkResourceServer<KoaMiddleware>;

/**
 * Makes a resource server for Koa.
 *
 * @throws TypeError when an option is wrong, unknown or missing
 *
 * @example
 * const api = createResourceServer({ resource: 'https://api.example.com', issuers: 'https://login.example.com' });
 * koa.use(api.requireScopes('orders_read'));
 */
export function createResourceServer(options: ResourceServerOptions): KoaResourceServer {
  return new KoaResource(options);
}

class KoaResource extends FrameworkResource<KoaContextParts, KoaMiddleware> implements KoaResourceServer {
  metadata(description?: ResourceDescription): KoaMiddleware {
    return this.metadataMiddleware(description);
  }

  protected requestOf(context: KoaContextParts): GuardRequest {
    const { body } = context.request as { readonly body?: unknown };
    return new WrappedRequest(context, context.req, { url: context.originalUrl, body });
  }

  protected routedUrl({ req }: KoaContextParts): string {
    return req.url as string;
  }

  protected middleware(outcomeOf: (context: KoaContextParts) => Outcome | Promise<Outcome>): KoaMiddleware {
    return async (context, next) => {
      const outcome = await outcomeOf(context);
      context.set(exposing(outcome.headers, (name) => context.response.get(name)));
      if (outcome.ok) return next();
      context.status = outcome.status;
      // Without a body Koa would write one of its own.
      context.body = outcome.body ?? '';
      return undefined;
    };
  }
}
