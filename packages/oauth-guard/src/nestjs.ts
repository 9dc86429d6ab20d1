/** The entry for NestJS, over Express and over Fastify: the core's decisions as guards. NestJS itself is not imported. */

import type { IncomingMessage } from 'node:http';
import { exposing } from './cors.ts';
import { FrameworkResource, type FrameworkResourceServer, type Outcome, WrappedRequest } from './framework-resource.ts';
import type { ResourceDescription } from './metadata.ts';
import { type Middleware, metadataMiddleware } from './node-middleware.ts';
import type { ResourceServerOptions } from './options.ts';
import type { GuardRequest } from './request.ts';
import { membersOf } from './value-checks.ts';

export { getAuth } from './carried-auth.ts';
export * from './index.ts';

/**
 * What is read of NestJS's execution context.
 *
 * @example
 * const requestOf = (context: NestContextParts) => context.switchToHttp().getRequest();
 */
export interface NestContextParts {
  getType(): string;
  switchToHttp(): { getRequest(): unknown; getResponse(): unknown };
}

/**
 * A guard as NestJS takes it.
 *
 * @example
 * const open: NestGuard = { canActivate: async () => true };
 */
export interface NestGuard {
  canActivate(context: NestContextParts): Promise<boolean>;
}

/**
 * Options of a resource server in NestJS.
 *
 * @example
 * const options: NestOptions = { resource: 'https://api.example.com', issuers: 'https://login.example.com', HttpException };
 */
export interface NestOptions extends ResourceServerOptions {
  /** `HttpException` of `@nestjs/common`: a refusal is thrown as one, so the application's own filters see it. */
  readonly HttpException: new (
    body: object,
    status: number,
  ) => Error;
}

/**
 * A resource server whose decisions are also there as guards of NestJS; `metadata` is a middleware, for `app.use`.
 *
 * @example
 * const readers = (api: NestResourceServer) => api.requireScopes('orders_read');
 */
export type NestResourceServer = FrameworkResourceServer<NestGuard, Middleware>;

/**
 * Makes a resource server for NestJS.
 *
 * @throws TypeError when an option is wrong, unknown or missing
 *
 * @example
 * const api = createResourceServer({ resource: 'https://api.example.com', issuers: 'https://login.example.com', HttpException });
 * const OrdersRead = api.requireScopes('orders_read'); // @UseGuards(OrdersRead)
 */
export function createResourceServer(options: NestOptions): NestResourceServer {
  return new NestResource(options);
}

/** Express's request, which is Node's, or Fastify's, which has Node's inside. */
type NestRequest = IncomingMessage & { readonly raw?: IncomingMessage; originalUrl: string; body?: unknown };

/** What Express's response and Fastify's reply have in common. */
interface NestResponse {
  getHeader(name: string): unknown;
  header(name: string, value: string): unknown;
}

class NestResource extends FrameworkResource<NestRequest, NestGuard> implements NestResourceServer {
  readonly #HttpException: NestOptions['HttpException'];

  constructor(options: NestOptions) {
    membersOf('options', options);
    const { HttpException } = options;
    if (typeof HttpException !== 'function')
      throw new TypeError('HttpException must be the class of that name of @nestjs/common');
    super(options, ['HttpException']);
    this.#HttpException = HttpException;
  }

  metadata(description?: ResourceDescription): Middleware {
    return metadataMiddleware(this.metadataAnswers(description));
  }

  protected requestOf(request: NestRequest): GuardRequest {
    const { originalUrl: url, body, raw = request } = request;
    return new WrappedRequest(request, raw, { url, body });
  }

  protected routedUrl({ url, raw }: NestRequest): string {
    return (raw?.url ?? url) as string;
  }

  protected middleware(outcomeOf: (request: NestRequest) => Outcome | Promise<Outcome>): NestGuard {
    return {
      canActivate: async (context) => {
        if (context.getType() !== 'http')
          throw new TypeError(`a guard of oauth-guard protects HTTP, and was asked about ${context.getType()}`);
        const http = context.switchToHttp();
        const outcome = await outcomeOf(http.getRequest() as NestRequest);
        const response = http.getResponse() as NestResponse;
        const headers = exposing(outcome.headers, (name) => response.getHeader(name));
        for (const [name, value] of Object.entries(headers)) response.header(name, value);
        if (outcome.ok) return true;
        throw new this.#HttpException(outcome.body as object, outcome.status);
      },
    };
  }
}
