/**
 * The token that goes to a service for a caller: the caller's own where a route shares it, else one that the authorization
 * server gave in exchange, from the cache first.
 */
import { HttpError } from '@gatehouse/http';
import { AccessTokenError, type ResourceServer } from '@gatehouse/oauth-guard';
import type { Admission, Caller } from './caller.ts';
import type { Challenges } from './challenges.ts';
import { credentialDigest } from './credentials/read.ts';
import { andThen, type Eventually } from './eventually.ts';
import type { Exchange, Exchangeable, Exchanged } from './exchange.ts';
import type { ExchangeCache } from './exchange-cache.ts';
import { printable } from './headers.ts';
import type { Observe } from './observe.ts';
import type { Route } from './route-schema.ts';
import type { Target } from './routes.ts';

/** What it takes to get one. */
export interface ServiceTokensDependencies {
  readonly challenges: Challenges;
  readonly exchange: Exchange;
  readonly cache: ExchangeCache;
  /** Knows what was revoked. */
  readonly guard: Pick<ResourceServer, 'verify'>;
  /** How long an API key, a service account or a certificate is believed without asking again. */
  readonly credentialCacheSeconds: number;
  readonly observe: Pick<Observe, 'exchange'>;
}

/** Gives the token for a route, and those that it embeds. Throws or rejects with HttpError. */
export type ServiceTokens = (caller: Caller, route: Route) => Eventually<Admission>;

const callerOf = ({ subject, clientId }: { subject: string; clientId: string }) => `${subject}\n${clientId}`;

/** What is known of a verified token and a target: made once, not for every request. */
interface Known {
  /** The token is not hashed again. */
  readonly key: string;
  exchanged: Exchanged | undefined;
  /** With that exchanged token. */
  admission: Admission | undefined;
}

/** By the principal that the guard remembers for a token. */
const known = new WeakMap<object, Map<Target, Known>>();

/** The key is what an exchanged token is found by (GW-04). The route stands for the policy: its path is in the key. */
function knownOf({ credential, auth }: Caller, target: Target): Known {
  const before = auth && known.get(auth)?.get(target);
  if (before !== undefined) return before;
  const { audience = '', scopes, path } = target;
  const key = `${credentialDigest(credential.kind, credential.value)} ${audience} ${scopes?.join(' ') ?? '*'} ${path}`;
  const made: Known = { key, exchanged: undefined, admission: undefined };
  if (auth) {
    const targets = known.get(auth) ?? new Map<Target, Known>();
    known.set(auth, targets.set(target, made));
  }
  return made;
}

/** What tells a service who calls. */
const headersOf = (accessToken: string, subject: string): readonly string[] => [
  'authorization',
  `Bearer ${accessToken}`,
  'x-gatehouse-subject',
  printable(subject),
];

/** Whom an exchanged token lets in. */
function admissionOf({ credential, auth }: Caller, noted: Known, exchanged: Exchanged): Admission {
  if (noted.admission !== undefined && noted.exchanged === exchanged) return noted.admission;
  const { accessToken, scopes, subject, grantId } = exchanged;
  noted.exchanged = exchanged;
  return (noted.admission = {
    credential,
    auth,
    accessToken,
    scopes,
    subject,
    caller: auth ? callerOf(auth) : (grantId ?? subject),
    clientId: auth?.clientId,
    credentialId: auth ? undefined : grantId?.replace(/^credential:/u, ''),
    headers: headersOf(accessToken, subject),
  });
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
export function createServiceTokens(dependencies: ServiceTokensDependencies): ServiceTokens {
  const { observe } = dependencies;
  const exchanged = createExchanged(dependencies);

  const tokenFor = (caller: Caller, route: Route): Eventually<Admission> => {
    const { auth, credential } = caller;
    // A bound token is of no use to anybody but its holder, so it cannot be passed on.
    const fits = auth?.payload.aud === route.audience && Object.keys(auth?.confirmation ?? {}).length === 0;
    if (route.strategy === 'share' && auth && fits) {
      observe.exchange('shared');
      const { token: accessToken, scopes, subject, clientId } = auth;
      const headers = headersOf(accessToken, subject);
      return { credential, auth, accessToken, scopes, subject, clientId, caller: callerOf(auth), headers };
    }
    const noted = knownOf(caller, route);
    return andThen(exchanged(caller, route, route, noted.key), (token) => admissionOf(caller, noted, token));
  };

  /** All of them or none: a service that finds its chain cut half way is worse off than one that was not asked. */
  const withEmbedded = async (caller: Caller, route: Route, admission: Admission): Promise<Admission> => {
    const headers = [...admission.headers];
    for (const { name, ...wanted } of route.embed) {
      const target = embeddedTarget(route, name, wanted);
      const { accessToken, scopes, subject } = await exchanged(caller, route, target, knownOf(caller, target).key);
      if (subject !== admission.subject || wanted.scopes.some((scope) => !scopes.includes(scope)))
        throw new HttpError(403, 'insufficient_scope', 'The credential lacks a scope that a service further on needs.');
      headers.push(`x-gatehouse-token-${name}`, accessToken);
    }
    return { ...admission, headers };
  };

  return (caller, route) => {
    const token = tokenFor(caller, route);
    return route.embed.length === 0 ? token : andThen(token, (admission) => withEmbedded(caller, route, admission));
  };
}

/** The exchange with its cache: what is known is used while it lives. */
function createExchanged(dependencies: ServiceTokensDependencies) {
  const { cache, exchange, observe, challenges, guard, credentialCacheSeconds } = dependencies;

  const mustLive = async (kept: Exchanged): Promise<boolean> => {
    try {
      await guard.verify(kept.accessToken);
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
      const maxSeconds = credential.kind === 'access_token' ? undefined : credentialCacheSeconds;
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

  return (caller: Caller, route: Route, target: Target, key: string): Eventually<Exchanged> => {
    const { credential } = caller;
    const kept = cache.peek(key);
    if (kept === undefined) return ask(credential, route, target, key);
    // An access token was looked at by the guard on this request; of other credentials only their token can tell.
    return andThen(caller.isVerified || mustLive(kept), (alive) => {
      if (!alive) {
        cache.evict((one) => one === kept);
        return ask(credential, route, target, key);
      }
      observe.exchange('cached');
      return kept;
    });
  };
}
