/** A resource server without a framework: everything wired together, in the one place where all is known. */

import { type Accepted, Authenticator, type Decision } from './authenticate.ts';
import type { Refused } from './challenge.ts';
import { DpopVerifier } from './dpop.ts';
import type { RefusalCode } from './errors.ts';
import type { Eventually } from './eventually.ts';
import { Introspector } from './introspect.ts';
import { Issuer } from './issuer.ts';
import { metadataDocument, metadataUrl, type ResourceDescription } from './metadata.ts';
import { CertificateBinding, proxyList } from './mtls.ts';
import {
  checkOptions,
  type MtlsOptions,
  type Observer,
  type ReadyIntrospection,
  type ReadyIssuer,
  type ResourceServerOptions,
  readyDpop,
  readyIssuers,
  readyKeyOptions,
  readyMtls,
} from './options.ts';
import { type ReadyRequirement, type Requirement, readyRequirement } from './policy.ts';
import type { RequestAuth, TokenScheme } from './principal.ts';
import { MemoryReplayStore } from './replay.ts';
import { FetchRequest, type GuardRequest } from './request.ts';
import { concerns } from './revocation.ts';
import { type Rule, readyRules } from './rules.ts';
import { scopeExpander } from './scopes.ts';
import { systemTime } from './time.ts';
import { VerifiedTokens } from './verified-tokens.ts';

/** What `verify` needs to know of the request when a token may be bound to its sender. */
export interface VerifyContext {
  /** Default: `DPoP` when there is a proof, else `Bearer`. */
  readonly scheme?: TokenScheme;
  readonly method?: string;
  /** Path and query, or an absolute URL of which these are taken. */
  readonly url?: string;
  readonly dpopProof?: string;
  /** DER. */
  readonly certificate?: Uint8Array;
}

/** A resource server without a framework. */
export interface ResourceServer {
  readonly resource: string;
  /** Where the RFC 9728 document belongs; every challenge names it. */
  readonly metadataUrl: URL;
  /**
   * Decides about a request. Never throws and never rejects whatever the client sends. The decision is there at once when the
   * token is remembered or its key is known, and a promise when somebody has to be asked.
   *
   * @throws TypeError when the requirement is wrong
   */
  authenticate(request: GuardRequest, requirement?: Requirement): Eventually<Decision>;
  /**
   * Verifies one token.
   *
   * @throws AccessTokenError (as a rejection) when it is refused
   */
  verify(token: string, context?: VerifyContext): Promise<RequestAuth>;
  /**
   * Guards a fetch-style handler.
   *
   * @param peerAddress for client certificates that a proxy passes on: the address of the connection's peer
   */
  gate<Rest extends unknown[]>(
    handler: (request: Request, auth: RequestAuth, ...rest: Rest) => Response | Promise<Response>,
    requirement?: Requirement,
    peerAddress?: (request: Request, ...rest: Rest) => string | undefined,
  ): (request: Request, ...rest: Rest) => Promise<Response>;
  /**
   * Makes a decision out of rules; what no rule names is refused.
   *
   * @throws TypeError when a rule is wrong
   */
  rules(rules: readonly Rule[]): (request: GuardRequest) => Eventually<Decision>;
  /** What a requirement says about a principal that was accepted on this request; undefined: nothing against it. */
  authorize(auth: RequestAuth, requirement: Requirement): Refused | undefined;
  /** The RFC 9728 document. @throws TypeError on a member that it does not know */
  metadataDocument(description?: ResourceDescription): Readonly<Record<string, unknown>>;
  /** Whether the keys of every issuer are there, for a readiness probe. */
  ready(): boolean;
  /** Fetches all keys now. Resolves to `ready()`. */
  preload(): Promise<boolean>;
  /** Ends fetches, timers and the revocation subscription. */
  close(): void;
}

/**
 * Makes a resource server.
 *
 * @throws TypeError when an option is wrong, unknown or missing
 */
export function createResourceServer(options: ResourceServerOptions): ResourceServer {
  return new GuardedResource(options);
}

const NOTHING_MORE = readyRequirement({});
const OPEN: Accepted = Object.freeze({ ok: true, auth: undefined, headers: Object.freeze({}) });

/** The one implementation of {@link ResourceServer}. Doors for frameworks extend it. */
export class GuardedResource implements ResourceServer {
  readonly resource: string;
  readonly metadataUrl: URL;
  readonly #issuers: readonly Issuer[];
  readonly #authenticator: Authenticator;
  readonly #metadata: Parameters<typeof metadataDocument>[0];
  readonly #requirements = new WeakMap<Requirement, ReadyRequirement>();
  readonly #closing = new AbortController();
  readonly #unsubscribe: (() => void) | undefined;

  constructor(options: ResourceServerOptions) {
    checkOptions(options);
    const issuers = readyIssuers(options);
    const keyOptions = readyKeyOptions(options.keys);
    const dpop = readyDpop(options.dpop);
    const mtls = readyMtls(options.mtls);
    const {
      resource,
      realm,
      time = systemTime,
      clockToleranceSeconds = 5,
      rememberedTokens = 10_000,
      observe = {},
    } = options;
    this.resource = resource;
    this.metadataUrl = metadataUrl(resource);
    const remembered = rememberedTokens === false ? undefined : new VerifiedTokens(rememberedTokens, time);
    const fetchSettings = {
      fetch: options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init)),
      timeoutMs: keyOptions.timeoutSeconds * 1000,
      signal: this.#closing.signal,
    };
    const build = (issuer: ReadyIssuer): Issuer =>
      new Issuer(issuer, keyOptions, {
        fetchSettings,
        time,
        allowHttp: options.allowHttp ?? false,
        onKeys: ({ removed, ...event }) => {
          // A key that is not published any more must not live on in remembered tokens.
          if (removed) remembered?.evict((principal) => principal.issuer === issuer.issuer);
          tell(observe, 'keys', { issuer: issuer.issuer, ...event });
        },
      });
    this.#issuers = issuers.map(build);
    const byName = new Map(this.#issuers.map((issuer) => [issuer.issuer, issuer]));
    const dpopAlgorithms = dpop?.algorithms;
    const acceptance = {
      audiences: audiencesOf(options),
      allowSeveralAudiences: options.allowSeveralAudiences ?? false,
      clockToleranceSeconds,
      confirmations: { dpop: dpop !== undefined, mtls: mtls !== undefined },
    };
    this.#authenticator = new Authenticator({
      jwtRules: {
        ...acceptance,
        issuers: byName,
        maxTokenAgeSeconds: options.maxTokenAgeSeconds ?? Number.POSITIVE_INFINITY,
      },
      introspection: introspectionOf(issuers, ({ issuer, introspection }) => {
        const trusted = byName.get(issuer) as Issuer;
        const rules = { ...acceptance, ...introspection, trusted };
        return new Introspector(rules, () => trusted.introspectionEndpoint(), fetchSettings, time);
      }),
      remembered,
      dpop:
        dpop === undefined
          ? undefined
          : new DpopVerifier({
              ...dpop,
              clockToleranceSeconds,
              publicUrl: options.publicUrl ?? new URL(resource).origin,
              replayStore: dpop.replayStore ?? new MemoryReplayStore({ time }),
              nonces: dpop.nonces,
            }),
      bearer: dpop?.mode !== 'required',
      certificates: mtls === undefined ? undefined : new CertificateBinding(certificateHeader(mtls)),
      revocation: options.revocation,
      effectiveScopes: scopeExpander(options.scopeHierarchy ?? {}),
      resource,
      challenge: { realm, metadataUrl: this.metadataUrl.href, bearer: dpop?.mode !== 'required', dpopAlgorithms },
      onDecision: observe.decision === undefined ? undefined : (event) => tell(observe, 'decision', event),
      time,
    });
    this.#metadata = {
      resource,
      issuers: issuers.map(({ issuer }) => issuer),
      dpopAlgorithms,
      dpopRequired: dpop?.mode === 'required',
      mtls: mtls !== undefined,
    };
    this.#unsubscribe = options.revocation?.subscribe?.((revocation) =>
      remembered?.evict(({ payload }) => concerns(revocation, payload)),
    );
    if (keyOptions.preload) this.#preloadUntilReady();
  }

  authenticate(request: GuardRequest, requirement?: Requirement): Eventually<Decision> {
    return this.decide(request, this.#ready(requirement));
  }

  /** The decision about a request under a requirement that is ready, for doors that make theirs ready at start-up. */
  decide(request: GuardRequest, requirement: ReadyRequirement): Eventually<Decision> {
    return this.#authenticator.authenticate(request, requirement);
  }

  /** What a ready requirement says about a principal that was accepted on this request. */
  permit(auth: RequestAuth, requirement: ReadyRequirement): Refused | undefined {
    return this.#authenticator.authorize(auth, requirement);
  }

  async verify(token: string, context: VerifyContext = {}): Promise<RequestAuth> {
    const decision = await this.decide(new TokenAlone(token, context), NOTHING_MORE);
    if (!decision.ok) throw decision.toError();
    return decision.auth as RequestAuth;
  }

  gate<Rest extends unknown[]>(
    handler: (request: Request, auth: RequestAuth, ...rest: Rest) => Response | Promise<Response>,
    requirement: Requirement = {},
    peerAddress?: (request: Request, ...rest: Rest) => string | undefined,
  ): (request: Request, ...rest: Rest) => Promise<Response> {
    const ready = readyRequirement(requirement);
    if (ready.optional)
      throw new TypeError('gate: credentials cannot be optional, as the handler is given a principal');
    return async (request, ...rest) => {
      const guarded = new FetchRequest(request, peerAddress?.(request, ...rest));
      const decision = await this.decide(guarded, ready);
      if (!decision.ok) return decision.toResponse();
      const response = await handler(request, decision.auth as RequestAuth, ...rest);
      return withHeaders(response, decision);
    };
  }

  rules(rules: readonly Rule[]): (request: GuardRequest) => Eventually<Decision> {
    const rulingOf = readyRules(rules);
    return (request) => {
      const ruling = rulingOf(request.method, request.url);
      if (ruling === 'open') return OPEN;
      if (typeof ruling === 'string') return this.refuse(ruling);
      return this.decide(request, ruling);
    };
  }

  /** The answer to a request that was refused by rules and not for its token. */
  refuse(code: RefusalCode): Refused {
    return this.#authenticator.refuse(code);
  }

  authorize(auth: RequestAuth, requirement: Requirement): Refused | undefined {
    return this.permit(auth, this.#ready(requirement));
  }

  metadataDocument(description: ResourceDescription = {}): Readonly<Record<string, unknown>> {
    return metadataDocument(this.#metadata, description);
  }

  ready(): boolean {
    return this.#issuers.every((issuer) => issuer.ready);
  }

  async preload(): Promise<boolean> {
    await Promise.all(this.#issuers.map((issuer) => (issuer.ready ? undefined : issuer.keys.refresh())));
    return this.ready();
  }

  close(): void {
    this.#closing.abort();
    this.#unsubscribe?.();
  }

  /** The requirement in its ready form; each is checked once. */
  #ready(requirement: Requirement | undefined): ReadyRequirement {
    if (requirement === undefined) return NOTHING_MORE;
    let ready = this.#requirements.get(requirement);
    if (ready === undefined) {
      ready = readyRequirement(requirement);
      this.#requirements.set(requirement, ready);
    }
    return ready;
  }

  /** Tries until the first success, once in each cooldown. The timer does not keep the process alive. */
  #preloadUntilReady(): void {
    for (const issuer of this.#issuers) {
      const attempt = (): void => {
        if (this.#closing.signal.aborted || issuer.ready) return;
        void issuer.keys.refresh().then(() => {
          if (!issuer.ready) setTimeout(attempt, issuer.keys.cooldownMs + 1).unref();
        });
      };
      attempt();
    }
  }
}

/** A bare token, as `verify` gets it, in the shape of a request. */
class TokenAlone implements GuardRequest {
  readonly method: string;
  readonly url: string;
  readonly peerAddress = undefined;
  readonly #token: string;
  readonly #context: VerifyContext;

  constructor(token: string, context: VerifyContext) {
    this.#token = token;
    this.#context = context;
    this.method = context.method ?? 'GET';
    this.url = pathAndQuery(context.url ?? '/');
  }

  headerValues(name: string): readonly string[] {
    const { dpopProof, scheme = dpopProof === undefined ? 'Bearer' : 'DPoP' } = this.#context;
    if (name === 'authorization') return [`${scheme} ${this.#token}`];
    return name === 'dpop' && dpopProof !== undefined ? [dpopProof] : [];
  }

  hasFormToken(): boolean {
    return false;
  }

  peerCertificate(): Uint8Array | undefined {
    return this.#context.certificate;
  }
}

function pathAndQuery(url: string): string {
  if (url.startsWith('/') || !URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** A resource that is a bare origin is written with and without a slash at the end; both are the same URL. */
function audiencesOf({ resource, audience = resource }: ResourceServerOptions): ReadonlySet<string> {
  const given = typeof audience === 'string' ? [audience] : audience;
  if (!Array.isArray(given) || given.length === 0 || !given.every((name) => typeof name === 'string' && name !== '')) {
    throw new TypeError('audience must be a string, or a list of at least one');
  }
  const audiences = new Set<string>(given);
  for (const name of given) {
    if (URL.canParse(name) && new URL(name).href === `${new URL(name).origin}/`) {
      audiences.add(new URL(name).origin).add(new URL(name).href);
    }
  }
  return audiences;
}

function introspectionOf(
  issuers: readonly ReadyIssuer[],
  build: (settings: { issuer: string; introspection: ReadyIntrospection }) => Introspector,
): { introspector: Introspector; cacheSeconds: number } | undefined {
  for (const { issuer, introspection } of issuers) {
    if (introspection !== undefined) {
      return { introspector: build({ issuer, introspection }), cacheSeconds: introspection.cacheSeconds };
    }
  }
  return undefined;
}

function certificateHeader(mtls: MtlsOptions | 'socket') {
  if (mtls === 'socket') return undefined;
  return { name: mtls.certificateHeader, trustedProxies: proxyList(mtls.trustedProxies) };
}

function withHeaders(response: Response, { headers }: Accepted): Response {
  const added = Object.entries(headers);
  if (added.length === 0) return response;
  const copy = new Response(response.body, response);
  for (const [name, value] of added) copy.headers.set(name, value);
  return copy;
}

/** What watches must not disturb what it watches. */
function tell<K extends keyof Observer>(
  observe: Observer,
  kind: K,
  event: Parameters<NonNullable<Observer[K]>>[0],
): void {
  try {
    (observe[kind] as ((event: unknown) => void) | undefined)?.(event);
  } catch {
    // Dropped: the decision is already made.
  }
}
