/** The entry for Hono: the core's decisions as middleware, over the `Request` and `Response` of the web. Hono itself is not imported. */

import { toResponse } from './answer.ts';
import { exposing } from './cors.ts';
import { FrameworkResource, type FrameworkResourceServer, type Outcome } from './framework-resource.ts';
import type { ResourceDescription } from './metadata.ts';
import type { ResourceServerOptions } from './options.ts';
import { FetchRequest, type GuardRequest } from './request.ts';
import { callable, membersOf } from './value-checks.ts';

export { getAuth } from './carried-auth.ts';
export * from './index.ts';

/**
 * What is read of Hono's context, and written to it.
 *
 * @example
 * const urlOf = ({ req }: HonoContextParts) => req.raw.url;
 */
export interface HonoContextParts {
  readonly req: { readonly raw: Request };
  readonly res: Response;
  header(name: string, value: string): void;
}

/**
 * A middleware as Hono takes it.
 *
 * @example
 * const open: HonoMiddleware = async (_context, next) => {
 *   await next();
 *   return undefined;
 * };
 */
export type HonoMiddleware = (context: HonoContextParts, next: () => Promise<void>) => Promise<Response | undefined>;

/**
 * Options of a resource server in Hono.
 *
 * @example
 * const options: HonoOptions = { resource: 'https://api.example.com', issuers: 'https://login.example.com', peerAddress: () => '127.0.0.1' };
 */
export interface HonoOptions extends ResourceServerOptions {
  /** The address of the connection's peer, for client certificates that a proxy passes on. `getConnInfo` of the runtime has it. */
  peerAddress?(this: void, context: HonoContextParts): string | undefined;
}

/**
 * A resource server whose decisions are also there as middleware of Hono.
 *
 * @example
 * const readers = (api: HonoResourceServer) => api.requireScopes('orders_read');
 */
export type HonoResourceServer = FrameworkResourceServer<HonoMiddleware>;

/**
 * Makes a resource server for Hono.
 *
 * @throws TypeError when an option is wrong, unknown or missing
 *
 * @example
 * const api = createResourceServer({ resource: 'https://api.example.com', issuers: 'https://login.example.com' });
 * hono.get('/orders', api.requireScopes('orders_read'), (c) => c.json({ for: getAuth(c).subject }));
 */
export function createResourceServer(options: HonoOptions): HonoResourceServer {
  return new HonoResource(options);
}

const EXPOSE = 'access-control-expose-headers';

class HonoResource extends FrameworkResource<HonoContextParts, HonoMiddleware> implements HonoResourceServer {
  readonly #peerAddress: HonoOptions['peerAddress'];

  constructor(options: HonoOptions) {
    membersOf('options', options);
    callable('peerAddress', options.peerAddress);
    super(options, ['peerAddress']);
    this.#peerAddress = options.peerAddress;
  }

  metadata(description?: ResourceDescription): HonoMiddleware {
    return this.metadataMiddleware(description);
  }

  protected requestOf(context: HonoContextParts): GuardRequest {
    return new FetchRequest(context.req.raw, this.#peerAddress?.(context), context);
  }

  protected routedUrl(_context: HonoContextParts, { url }: GuardRequest): string {
    return url;
  }

  protected middleware(outcomeOf: (context: HonoContextParts) => Outcome | Promise<Outcome>): HonoMiddleware {
    return async (context, next) => {
      const outcome = await outcomeOf(context);
      if (!outcome.ok) {
        // What CORS middleware has set on the context takes the place of what a Response says.
        const { [EXPOSE]: readable } = exposing(outcome.headers, (name) => context.res.headers.get(name));
        if (readable !== undefined) context.header(EXPOSE, readable);
        return toResponse(outcome);
      }
      await next();
      // After the handler: a header set before is lost when the handler makes its Response itself.
      const headers = exposing(outcome.headers, (name) => context.res.headers.get(name));
      for (const [name, value] of Object.entries(headers)) context.header(name, value);
      return undefined;
    };
  }
}
