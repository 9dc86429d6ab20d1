/**
 * Everything that stands between a request and its service: who is calling, the token that goes in for them, how often they
 * may call, and whether the token has what the route needs. A caller who is known is let in without a promise.
 */
import type { IncomingMessage } from 'node:http';
import { clientAddress, HttpError, networkOf } from '@gatehouse/http';
import {
  AccessTokenError,
  type RefusalCode,
  Refused,
  type RequestAuth,
  type ResourceServer,
} from '@gatehouse/oauth-guard';
import type { Authenticate } from './authenticate.ts';
import type { Caller } from './caller.ts';
import type { Challenges } from './challenges.ts';
import { credentialDigest } from './credentials/read.ts';
import { andThen, type Eventually, orElse } from './eventually.ts';
import type { Exchange, Exchangeable, Exchanged } from './exchange.ts';
import type { ExchangeCache } from './exchange-cache.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Route } from './route-schema.ts';
import type { Target } from './routes.ts';
import type { Usage } from './usage.ts';

/** What it takes to decide. */
export interface AdmissionParts {
  readonly authenticate: Authenticate;
  readonly challenges: Challenges;
  readonly exchange: Exchange;
  readonly cache: ExchangeCache;
  /** Knows what was revoked. */
  readonly guard: Pick<ResourceServer, 'verify'>;
  /** Requests of each caller. */
  readonly limit: RateLimit;
  /** Refused credentials of each address. */
  readonly failures: RateLimit;
  /** How long an API key, a service account or a certificate is believed without asking again. */
  readonly credentialCacheSeconds: number;
  /** Requests of each caller by day. */
  readonly usage: Usage;
  readonly observe: Observe;
}

/** Told of what happened to a request; for metrics and the access log. */
export interface Observe {
  credential(kind: string, outcome: 'accepted' | 'refused'): void;
  exchange(outcome: 'cached' | 'exchanged' | 'shared' | 'refused' | 'failed'): void;
  caller(request: IncomingMessage, caller: { subject: string; kind: string }): void;
}

/** A token for the service, and whom it stands for. */
export interface Admission {
  /** Whose requests are limited together. */
  readonly caller: string;
  /** The client whose access token it was. */
  readonly clientId?: string | undefined;
  /** The API key or service account, as the authorization server calls it. */
  readonly credentialId?: string | undefined;
  /** What the caller sent, and of an access token what it says. */
  readonly credential: Exchangeable;
  readonly auth: RequestAuth | undefined;
  readonly accessToken: string;
  readonly scopes: readonly string[];
  readonly subject: string;
  /** Tokens for services further on, by the name of their header; undefined where there are none. */
  readonly embedded?: ReadonlyMap<string, string>;
}

/**
 * Lets a request in, or gives the guard's refusal. Throws or rejects with HttpError.
 * @param answer collects names and values in turn for the answer, whatever it will be
 * @param ticket that the request brings instead of another credential
 */
export type Admit = (
  request: IncomingMessage,
  route: Route,
  answer: string[],
  ticket?: string,
) => Eventually<Admission | Refused>;

const callerOf = ({ subject, clientId }: { subject: string; clientId: string }) => `${subject}\n${clientId}`;

const tooMany = (waitSeconds: number) =>
  new HttpError(429, 'too_many_requests', 'Too many requests; try again after a moment.', {
    headers: { 'Retry-After': String(waitSeconds) },
  });

/**
 * Refusals that say that a credential was made up. One that was genuine once, or is shown in the wrong way or at the wrong
 * place, tells a stranger nothing: its holder has to hear what is wrong with it, whatever neighbours do.
 */
const GUESSED = new Set<RefusalCode>([
  'malformed_token',
  'unsupported_algorithm',
  'unsupported_header',
  'unknown_key',
  'bad_signature',
  'wrong_issuer',
  'token_inactive',
  'opaque_token',
]);

const addTo = (answer: string[], headers: Readonly<Record<string, string>>) => {
  for (const name of Object.keys(headers)) answer.push(name, headers[name] as string);
};

/** Keys by the principal that the guard remembers for a token, so that the token is not hashed on every request. */
const knownKeys = new WeakMap<object, Map<Target, string>>();

/** What an exchanged token is found by (GW-04). The route stands for the policy: its path is in the key. */
function keyOf({ credential, auth }: Caller, target: Target): string {
  const known = auth && knownKeys.get(auth)?.get(target);
  if (known !== undefined) return known;
  const { audience = '', scopes, path } = target;
  const key = `${credentialDigest(credential.kind, credential.value)} ${audience} ${scopes?.join(' ') ?? '*'} ${path}`;
  if (auth) {
    const keys = knownKeys.get(auth) ?? new Map<Target, string>();
    knownKeys.set(auth, keys.set(target, key));
  }
  return key;
}

const embeddedTargets = new WeakMap<Route, Map<string, Target>>();

/** One object for each, so that its key is remembered like that of a route. */
function embeddedTarget(route: Route, name: string, wanted: Omit<Target, 'path'>): Target {
  const targets = embeddedTargets.get(route) ?? new Map<string, Target>();
  embeddedTargets.set(route, targets);
  let target = targets.get(name);
  if (target === undefined) targets.set(name, (target = { ...wanted, path: `${route.path} ${name}` }));
  return target;
}

/** Makes it. */
export function createAdmission(parts: AdmissionParts): Admit {
  const { cache, exchange, observe, challenges, guard } = parts;

  const mustLive = async (known: Exchanged): Promise<boolean> => {
    try {
      await guard.verify(known.accessToken);
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

  const ask = async (credential: Exchangeable, route: Route, target: Target, key: string): Promise<Exchanged> => {
    const { audience = '', scopes } = target;
    try {
      const maxSeconds = credential.kind === 'access_token' ? undefined : parts.credentialCacheSeconds;
      const fresh = await cache.get(key, () => exchange(credential, { audience, scopes }), maxSeconds);
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

  const exchanged = (caller: Caller, route: Route, target: Target = route): Eventually<Exchanged> => {
    const { credential } = caller;
    const key = keyOf(caller, target);
    const known = cache.peek(key);
    if (known === undefined) return ask(credential, route, target, key);
    // An access token was looked at by the guard on this request; of other credentials only their token can tell.
    return andThen(caller.isVerified || mustLive(known), (alive) => {
      if (!alive) {
        cache.evict((one) => one === known);
        return ask(credential, route, target, key);
      }
      observe.exchange('cached');
      return known;
    });
  };

  const tokenFor = (caller: Caller, route: Route): Eventually<Admission> => {
    const { auth, credential } = caller;
    // A bound token is of no use to anybody but its holder, so it cannot be passed on.
    const fits = auth?.payload.aud === route.audience && Object.keys(auth?.confirmation ?? {}).length === 0;
    if (route.strategy === 'share' && auth && fits) {
      observe.exchange('shared');
      const { token: accessToken, scopes, subject, clientId } = auth;
      return { credential, auth, accessToken, scopes, subject, clientId, caller: callerOf(auth) };
    }
    return andThen(exchanged(caller, route), ({ accessToken, scopes, subject, grantId }) => ({
      credential,
      auth,
      accessToken,
      scopes,
      subject,
      caller: auth ? callerOf(auth) : (grantId ?? subject),
      clientId: auth?.clientId,
      credentialId: auth ? undefined : grantId?.replace(/^credential:/u, ''),
    }));
  };

  /** All of them or none: a service that finds its chain cut half way is worse off than one that was not asked. */
  const withEmbedded = async (caller: Caller, route: Route, admission: Admission): Promise<Admission> => {
    const embedded = new Map<string, string>();
    for (const { name, ...wanted } of route.embed) {
      const target = embeddedTarget(route, name, wanted);
      const { accessToken, scopes, subject } = await exchanged(caller, route, target);
      if (subject !== admission.subject || wanted.scopes.some((scope) => !scopes.includes(scope)))
        throw new HttpError(403, 'insufficient_scope', 'The credential lacks a scope that a service further on needs.');
      embedded.set(`x-gatehouse-token-${name}`, accessToken);
    }
    return { ...admission, embedded };
  };

  const mustAllow = (admission: Admission, route: Route) => {
    const { scopes } = route;
    if (scopes === undefined || scopes.every((scope) => admission.scopes.includes(scope))) return;
    const challenge = challenges
      .of(route, 'insufficient_scope')
      .replace('error=', `scope="${scopes.join(' ')}", error=`);
    throw new HttpError(403, 'insufficient_scope', 'The credential lacks a scope that this service needs.', {
      headers: { 'WWW-Authenticate': challenge },
    });
  };

  return (request, route, answer, ticket) => {
    const address = networkOf(clientAddress(request));
    /** Only what is wrong is held against an address: whoever else is there may be right. */
    const failed = () => {
      const pause = parts.failures.waitSeconds(address);
      if (pause > 0) throw tooMany(pause);
      parts.failures.take(address);
    };

    const called = (caller: Caller | Refused): Eventually<Admission | Refused> => {
      if (caller instanceof Refused) {
        observe.credential('access_token', 'refused');
        if (GUESSED.has(caller.code)) failed();
        return challenges.at(route, caller);
      }
      addTo(answer, caller.headers);
      const token = tokenFor(caller, route);
      const whole =
        route.embed.length === 0 ? token : andThen(token, (admission) => withEmbedded(caller, route, admission));
      return andThen(whole, (admission) => {
        const taken = parts.limit.take(admission.caller);
        if (taken && taken.waitSeconds > 0) {
          addTo(answer, parts.limit.headers(taken));
          throw tooMany(taken.waitSeconds);
        }
        mustAllow(admission, route);
        const left = parts.usage.count(admission.caller, {
          subject: admission.subject,
          client_id: admission.clientId,
          credential_id: admission.credentialId,
        });
        if (taken ?? left) addTo(answer, parts.limit.headers(taken, left));
        if (left?.isOver) throw tooMany(left.resetSeconds);
        observe.credential(caller.credential.kind, 'accepted');
        observe.caller(request, { subject: admission.subject, kind: caller.credential.kind });
        return admission;
      });
    };

    return orElse<Admission | Refused>(
      () => andThen(parts.authenticate(request, route, ticket), called),
      (error) => {
        if ((error as HttpError).code === 'invalid_token') failed();
        throw error;
      },
    );
  };
}
