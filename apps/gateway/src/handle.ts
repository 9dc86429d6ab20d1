/** The way of a request through the gateway, step by step. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientAddress, HttpError, requestId, setRoute } from '@gatehouse/http';
import { AccessTokenError, Refused, type ResourceServer } from '@gatehouse/oauth-guard';
import type { Authenticate, Caller, Challenges } from './authenticate.ts';
import { canonicalPath } from './canonical-path.ts';
import { credentialDigest } from './credentials/read.ts';
import type { Exchange, Exchanged } from './exchange.ts';
import type { ExchangeCache } from './exchange-cache.ts';
import type { Forward } from './forward.ts';
import { requestHeaders } from './headers.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Route, Router } from './routes.ts';

/** What the trip needs. */
export interface HandlerParts {
  readonly router: Router;
  readonly authenticate: Authenticate;
  readonly challenges: Challenges;
  readonly exchange: Exchange;
  readonly cache: ExchangeCache;
  readonly forward: Forward;
  readonly publicOrigin: string;
  /** Knows what was revoked. */
  readonly guard: Pick<ResourceServer, 'verify'>;
  /** Requests of each caller. */
  readonly limit: RateLimit;
  /** Refused credentials of each address. */
  readonly failures: RateLimit;
  /** How long an API key, a service account or a certificate is believed without asking again. */
  readonly credentialCacheSeconds: number;
  readonly observe: Observe;
}

/** Told of what happened to a request; for metrics and the access log. */
export interface Observe {
  credential(kind: string, outcome: 'accepted' | 'refused'): void;
  exchange(outcome: 'cached' | 'exchanged' | 'shared' | 'refused' | 'failed'): void;
  caller(request: IncomingMessage, caller: { subject: string; kind: string }): void;
}

/** A token for the service, and whom it stands for. */
interface Admission {
  /** Whose requests are counted together. */
  readonly caller: string;
  readonly accessToken: string;
  readonly scopes: readonly string[];
  readonly subject: string;
}

const callerOf = ({ subject, clientId }: { subject: string; clientId: string }) => `${subject}\n${clientId}`;

const tooMany = (waitSeconds: number, headers: Record<string, string> = {}) =>
  new HttpError(429, 'too_many_requests', 'Too many requests; try again after a moment.', {
    headers: { ...headers, 'Retry-After': String(waitSeconds) },
  });

const printable = (value: string) => (/^[\x21-\x7e]+$/u.test(value) ? value : encodeURIComponent(value));

function routeFor(router: Router, request: IncomingMessage): { route: Route; path: string } {
  const { path, search } = canonicalPath(request.url as string);
  const match = router(request.method as string, path);
  if (match === 'not_found') throw new HttpError(404, 'not_found', 'There is nothing here.');
  if ('allow' in match) {
    throw new HttpError(405, 'method_not_allowed', 'This method is not allowed here.', {
      headers: { Allow: match.allow },
    });
  }
  return { route: match, path: path.slice(match.strip?.length ?? 0) + search };
}

/** Keys by the principal that the guard remembers for a token, so that the token is not hashed on every request. */
const knownKeys = new WeakMap<object, Map<Route, string>>();

/** What an exchanged token is found by (GW-04). The route stands for the policy: its path is in the key. */
function keyOf({ credential, auth }: Caller, route: Route): string {
  const known = auth && knownKeys.get(auth)?.get(route);
  if (known !== undefined) return known;
  const { audience = '', scopes, path } = route;
  const key = `${credentialDigest(credential.kind, credential.value)} ${audience} ${scopes?.join(' ') ?? '*'} ${path}`;
  if (auth) {
    const keys = knownKeys.get(auth) ?? new Map<Route, string>();
    knownKeys.set(auth, keys.set(route, key));
  }
  return key;
}

/** Makes the handler of every request. Rejects with HttpError. */
export function createHandler(parts: HandlerParts) {
  const { cache, exchange, observe, challenges } = parts;
  const { host, protocol } = new URL(parts.publicOrigin);

  const isAlive = async ({ accessToken }: Exchanged): Promise<boolean> => {
    try {
      await parts.guard.verify(accessToken);
      return true;
    } catch (error) {
      if (error instanceof AccessTokenError && error.status === 401) return false;
      throw new HttpError(
        503,
        'temporarily_unavailable',
        'It cannot be checked at the moment whether this was revoked.',
        {
          headers: { 'Retry-After': '1' },
          detail: error,
        },
      );
    }
  };

  const exchanged = async (caller: Caller, route: Route): Promise<Exchanged> => {
    const { kind } = caller.credential;
    const { audience = '', scopes } = route;
    const key = keyOf(caller, route);
    const known = cache.peek(key);
    // An access token was looked at by the guard on this request; of other credentials only their token can tell.
    if (known && (kind === 'access_token' || (await isAlive(known)))) {
      observe.exchange('cached');
      return known;
    }
    if (known) cache.evict((one) => one === known);
    try {
      const maxSeconds = kind === 'access_token' ? undefined : parts.credentialCacheSeconds;
      const fresh = await cache.get(key, () => exchange(caller.credential, { audience, scopes }), maxSeconds);
      observe.exchange('exchanged');
      return fresh;
    } catch (error) {
      const { status } = error as HttpError;
      observe.exchange(status === 401 || status === 403 ? 'refused' : 'failed');
      if (status !== 401) throw error;
      const headers = { 'WWW-Authenticate': challenges.of(route, 'invalid_token') };
      throw new HttpError(401, 'invalid_token', (error as Error).message, { headers });
    }
  };

  const admit = async (caller: Caller, route: Route): Promise<Admission> => {
    const { auth } = caller;
    // A bound token is of no use to anybody but its holder, so it cannot be passed on.
    const fits = auth?.payload.aud === route.audience && Object.keys(auth?.confirmation ?? {}).length === 0;
    if (route.strategy === 'share' && auth && fits) {
      observe.exchange('shared');
      return { accessToken: auth.token, scopes: auth.scopes, subject: auth.subject, caller: callerOf(auth) };
    }
    const { accessToken, scopes, subject, grantId } = await exchanged(caller, route);
    return { accessToken, scopes, subject, caller: auth ? callerOf(auth) : (grantId ?? subject) };
  };

  const mustAllow = (admission: Admission, route: Route) => {
    const missing = route.scopes?.filter((scope) => !admission.scopes.includes(scope)) ?? [];
    if (missing.length === 0) return;
    const challenge = challenges
      .of(route, 'insufficient_scope')
      .replace('error=', `scope="${route.scopes?.join(' ')}", error=`);
    throw new HttpError(403, 'insufficient_scope', 'The credential lacks a scope that this service needs.', {
      headers: { 'WWW-Authenticate': challenge },
    });
  };

  /** Everything that stands between a request and its service. Undefined when the guard has answered already. */
  const enter = async (request: IncomingMessage, response: ServerResponse, route: Route) => {
    const address = clientAddress(request);
    const pause = parts.failures.waitSeconds(address);
    if (pause > 0) throw tooMany(pause);
    try {
      const caller = await parts.authenticate(request, route);
      if (caller instanceof Refused) {
        observe.credential('access_token', 'refused');
        if (caller.status === 401 && request.headers.authorization !== undefined) parts.failures.take(address);
        caller.send(response);
        return undefined;
      }
      for (const [name, value] of Object.entries(caller.headers)) response.setHeader(name, value);
      const admission = await admit(caller, route);
      const taken = parts.limit.take(admission.caller);
      if (taken) {
        const headers = parts.limit.headers(taken);
        if (taken.waitSeconds > 0) throw tooMany(taken.waitSeconds, headers);
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      }
      mustAllow(admission, route);
      observe.credential(caller.credential.kind, 'accepted');
      observe.caller(request, { subject: admission.subject, kind: caller.credential.kind });
      return admission;
    } catch (error) {
      if ((error as HttpError).code === 'invalid_token') parts.failures.take(address);
      throw error;
    }
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { route, path } = routeFor(parts.router, request);
    setRoute(response, route.path);
    const headers = requestHeaders(request.rawHeaders);
    headers.push('x-request-id', requestId(request), 'x-forwarded-for', clientAddress(request));
    headers.push('x-forwarded-host', host, 'x-forwarded-proto', protocol.slice(0, -1));
    if (route.accept.length > 0) {
      const admission = await enter(request, response, route);
      if (!admission) return;
      headers.push('authorization', `Bearer ${admission.accessToken}`);
      headers.push('x-gatehouse-subject', printable(admission.subject));
    }
    await parts.forward({ route, method: request.method as string, path, headers }, request, response);
  };
}
