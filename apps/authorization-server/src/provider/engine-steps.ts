/**
 * The steps of the engine's routes, and ours in the place of some: with `engine.ts` the only modules that reach into
 * oidc-provider, under the same contract tests.
 */
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import als from 'oidc-provider/lib/helpers/als.js';
import Router from 'oidc-provider/lib/helpers/router.js';

export type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<void>) => unknown;

/** What takes the place of the engine's own steps. */
export interface StepSeams {
  /** Introspection and revocation, for JWTs too. */
  readonly introspect: (ctx: KoaContextWithOIDC, original: () => Promise<void>) => Promise<void>;
  readonly revoke: (ctx: KoaContextWithOIDC) => Promise<void>;
}

/** By provider, because routes are made by it. */
const seams = new WeakMap<Provider, StepSeams>();

const seamsOf = (ctx: KoaContextWithOIDC) => seams.get(ctx.oidc.provider) as StepSeams;

/** Says what takes the place of the engine's steps in this provider. */
export const replaceSteps = (provider: Provider, ours: StepSeams): void => void seams.set(provider, ours);

/**
 * The engine defines a new accessor `oidc` on every request's context, which keeps each request alive until a full
 * garbage collection. One getter on the prototype of all contexts does the same without that cost.
 */
export const ensureOidc: Middleware = (ctx, next) => als.run(ctx, next);

/** A grant that the client is not registered for is `unauthorized_client` (RFC 6749, section 5.2); the engine says invalid_request. */
const allowedGrantTypeCheck: Middleware = (ctx, next) => {
  if (ctx.oidc.client?.grantTypeAllowed(String(ctx.oidc.params?.['grant_type']))) return next();
  throw new errors.UnauthorizedClient('the client is not registered for this grant_type');
};

/** The engine's step of a route, or ours in its place. Steps are told apart by the names of their functions. */
function replacementOf(route: string, step: Middleware): Middleware {
  if (step.name === 'ensureOIDC') return ensureOidc;
  // It refuses JWTs at introspection and revocation.
  if (step.name === 'rejectStructuredTokens') return (_ctx, next) => next();
  if (route === 'token' && step.name === 'allowedGrantTypeCheck') return allowedGrantTypeCheck;
  if (route === 'introspection' && step.name === 'renderTokenResponse') {
    return (ctx, next) => seamsOf(ctx).introspect(ctx, async () => void (await step(ctx, next)));
  }
  if (route === 'revocation' && step.name === 'revokeToken') return (ctx) => seamsOf(ctx).revoke(ctx);
  return step;
}

for (const method of ['get', 'post', 'put', 'delete', 'options'] as const) {
  const register = Router.prototype[method];
  Router.prototype[method] = function (this: unknown, name: string, path: string, ...middleware: Middleware[]) {
    return register.call(this as never, name, path, ...(middleware.map((fn) => replacementOf(name, fn)) as never[]));
  };
}
