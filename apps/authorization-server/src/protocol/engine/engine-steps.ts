/**
 * The steps of oidc-provider's routes, and ours in the place of some: with `engine.ts` the only modules that reach into
 * oidc-provider, under the same contract tests.
 */
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import als from 'oidc-provider/lib/helpers/als.js';
import Router from 'oidc-provider/lib/helpers/router.js';
import { answerOnPage } from './answer-on-page.ts';
import { bearerSteps } from './engine-bearer.ts';
import { noScopeForUser } from './missing-roles.ts';

export type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<void>) => unknown;

/** What takes the place of oidc-provider's own steps. */
export interface StepSeams {
  /** Introspection and revocation, for JWTs too. */
  readonly introspect: (ctx: KoaContextWithOIDC, original: () => Promise<void>) => Promise<void>;
  readonly revoke: (ctx: KoaContextWithOIDC) => Promise<void>;
  /** Around what userinfo and introspection do once the body is read. */
  readonly answer: (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>;
  /** Around what is done with a session, once it was read. */
  readonly session: (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>;
  /** What runs before oidc-provider's steps of these names, where a client asks. */
  readonly before: Readonly<Record<CheckedStep, (ctx: KoaContextWithOIDC) => Promise<void> | void>>;
}

/** At the endpoints of requests for authorization the first three, then one each at tokens, userinfo and logout requests. */
type CheckedStep =
  | 'checkScope'
  | 'checkPKCE'
  | 'checkResource'
  | 'allowedGrantTypeCheck'
  | 'validateScope'
  | 'endSessionChecks';

const askingRoutes = ['authorization', 'pushed_authorization_request', 'device_authorization'];

/** Which of them are on which route. */
const checkedSteps: Readonly<Record<string, readonly CheckedStep[]>> = {
  ...Object.fromEntries(askingRoutes.map((route) => [route, ['checkScope', 'checkPKCE', 'checkResource']])),
  token: ['allowedGrantTypeCheck'],
  userinfo: ['validateScope'],
  end_session: ['endSessionChecks'],
};

/** By provider, because routes are made by it. */
const seams = new WeakMap<Provider, StepSeams>();

const seamsOf = (ctx: KoaContextWithOIDC) => seams.get(ctx.oidc.provider) as StepSeams;

/** Says what takes the place of oidc-provider's steps in this provider. */
export const replaceSteps = (provider: Provider, ours: StepSeams): void => void seams.set(provider, ours);

/**
 * oidc-provider defines a new accessor `oidc` on every request's context, which keeps each request alive until a full
 * garbage collection. One getter on the prototype of all contexts does the same without that cost.
 */
export const ensureOidc: Middleware = (ctx, next) => als.run(ctx, next);

/** A grant that the client is not registered for is `unauthorized_client` (RFC 6749, section 5.2); oidc-provider says invalid_request. */
const allowedGrantTypeCheck: Middleware = (ctx, next) => {
  if (ctx.oidc.client?.grantTypeAllowed(String(ctx.oidc.params?.['grant_type']))) return next();
  throw new errors.UnauthorizedClient('the client is not registered for this grant_type');
};

/** oidc-provider says nothing beside `access_denied` when there is a user who may have nothing of what was asked for. */
const explainDenial =
  (step: Middleware): Middleware =>
  async (ctx, next) => {
    try {
      await step(ctx, next);
    } catch (error) {
      if (error instanceof errors.AccessDenied) error.error_description ??= noScopeForUser;
      throw error;
    }
  };

/**
 * oidc-provider looks at the redirect URI when a sign-in begins. It may be the client's no more when the sign-in ends, and is then
 * the last place that should get a code.
 */
const recheckRedirectUri =
  (checkClient: Middleware): Middleware =>
  (ctx, next) =>
    checkClient(ctx, async () => {
      const { client, params } = ctx.oidc;
      if (!client?.redirectUriAllowed(String(params?.['redirect_uri']))) throw new errors.InvalidRedirectUri();
      await next();
    });

/**
 * The same for a sign-in that ends without a code, as when the user cancels: oidc-provider takes the redirect URI for looked at, and
 * otherwise looks at it before it sends an error there.
 */
const recheckForErrors =
  (resume: Middleware): Middleware =>
  async (ctx, next) => {
    try {
      await resume(ctx, next);
    } catch (error) {
      Reflect.set(ctx.oidc, 'redirectUriCheckPerformed', false);
      throw error;
    }
  };

const scopesOf = (scope: unknown) => (typeof scope === 'string' ? scope.split(' ') : []);

/**
 * oidc-provider drops offline_access from requests without prompt=consent. OpenID Connect Core 1.0, section 11 lets other
 * conditions do: the operator registered the scope for the client, and users of third-party clients are asked anyway. Clients
 * that compare the scope they got, or repeat it when they refresh, fail on what was dropped.
 */
const keepOfflineAccess =
  (checkScope: Middleware): Middleware =>
  async (ctx, next) => {
    const { client, params = {} } = ctx.oidc;
    const keep =
      scopesOf(params['scope']).includes('offline_access') &&
      scopesOf(client?.scope).includes('offline_access') &&
      client?.grantTypeAllowed('refresh_token') === true;
    await checkScope(ctx, async () => {
      const left = scopesOf(params['scope']);
      if (keep && !left.includes('offline_access')) params['scope'] = [...left, 'offline_access'].join(' ');
      await next();
    });
  };

/**
 * Where nobody is signed in there is nothing to confirm: the browser goes on at once, as it would after a confirmation, and no session
 * is kept for it. oidc-provider keeps one for each such request, and records its end.
 */
const leaveSignedOut =
  (generateXsrf: Middleware): Middleware =>
  (ctx, next) => {
    const { session, client, params } = ctx.oidc;
    if (session?.accountId) return generateXsrf(ctx, next);
    const { post_logout_redirect_uri: uri, state } = params ?? {};
    const target = new URL(typeof uri === 'string' ? uri : ctx.oidc.urlFor('end_session_success'));
    if (typeof uri !== 'string' && client) target.searchParams.set('client_id', client.clientId);
    if (typeof uri === 'string' && typeof state === 'string') target.searchParams.set('state', state);
    Object.assign(session ?? {}, { destroyed: true });
    ctx.status = 303;
    ctx.redirect(target.href);
    return undefined;
  };

/** Steps of oidc-provider that are checked, and then do something else than oidc-provider's. */
const rewritten: Partial<Record<CheckedStep, (step: Middleware) => Middleware>> = {
  allowedGrantTypeCheck: () => allowedGrantTypeCheck,
  checkScope: keepOfflineAccess,
};

/** oidc-provider's step of a route, or ours in its place. Steps are told apart by the names of their functions. */
function replacementOf(route: string, step: Middleware): Middleware {
  if (step.name === 'ensureOIDC') return ensureOidc;
  // It refuses JWTs at introspection and revocation.
  if (step.name === 'rejectStructuredTokens') return (_ctx, next) => next();
  const checked = checkedSteps[route]?.find((name) => name === step.name);
  if (checked) {
    const checking = rewritten[checked]?.(step) ?? step;
    return async (ctx, next) => {
      await seamsOf(ctx).before[checked](ctx);
      return checking(ctx, next);
    };
  }
  if ((route === 'userinfo' || route === 'introspection') && step.name === 'urlencoded') {
    return (ctx, next) => step(ctx, () => seamsOf(ctx).answer(ctx, next));
  }
  const bearer = route === 'userinfo' && Object.hasOwn(bearerSteps, step.name) ? bearerSteps[step.name] : undefined;
  if (bearer) return bearer(step);
  if (route === 'end_session' && step.name === 'generateXsrf') return leaveSignedOut(step);
  if (step.name === 'sessionHandler') return (ctx, next) => step(ctx, () => seamsOf(ctx).session(ctx, next));
  if (step.name === 'interactions') return explainDenial(step);
  if (route === 'resume' && step.name === 'resumeAction') return recheckForErrors(step);
  if (route === 'resume' && step.name === 'checkClient') return recheckRedirectUri(step);
  if (route === 'authorization' && step.name === 'authorizationErrorHandler') return answerOnPage(step);
  if (route === 'introspection' && step.name === 'renderTokenResponse') {
    return (ctx, next) => seamsOf(ctx).introspect(ctx, async () => void (await step(ctx, next)));
  }
  if (route === 'revocation' && step.name === 'revokeToken') return (ctx) => seamsOf(ctx).revoke(ctx);
  return step;
}

const methods = ['get', 'post', 'put', 'delete', 'options'] as const;

/**
 * Makes a provider whose routes have our steps: oidc-provider registers them while it is constructed and tells nobody, so its
 * router is ours for as long as that takes, and no longer.
 */
export function withOurSteps(construct: () => Provider): Provider {
  const { prototype } = Router;
  const registers = methods.map((method) => [method, prototype[method]] as const);
  for (const [method, register] of registers) {
    prototype[method] = function (this: unknown, name: string, path: string, ...middleware: Middleware[]) {
      return register.call(this as never, name, path, ...(middleware.map((fn) => replacementOf(name, fn)) as never[]));
    };
  }
  try {
    return construct();
  } finally {
    for (const [method, register] of registers) prototype[method] = register;
  }
}
