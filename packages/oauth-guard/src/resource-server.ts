/** A resource server without a framework: its methods, each a few lines over the parts that `assembly.ts` builds. */

import { type Assembly, assemble } from './assembly.ts';
import type { Accepted, Decision } from './authenticate.ts';
import type { Refused } from './challenge.ts';
import type { RefusalCode } from './errors.ts';
import type { Eventually } from './eventually.ts';
import type { Issuer } from './issuer.ts';
import { metadataAnswers, metadataDocument, metadataUrl, type ResourceDescription } from './metadata.ts';
import type { ResourceServerOptions } from './options.ts';
import { type ReadyRequirement, type Requirement, readyRequirement } from './policy.ts';
import type { RequestAuth } from './principal.ts';
import { FetchRequest, type GuardRequest } from './request.ts';
import type { RevocationState } from './revocation-feed.ts';
import { type Rule, readyRules } from './rules.ts';
import { TokenAlone, type VerifyContext } from './verify-context.ts';

/**
 * A resource server without a framework.
 *
 * @example
 * const ready = (server: ResourceServer) => server.ready();
 */
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
  /**
   * What a requirement says about a principal that was accepted on this request; undefined: nothing against it.
   *
   * @param request what the requirement's `check` is given
   */
  authorize(auth: RequestAuth, requirement: Requirement, request?: object): Refused | undefined;
  /** The RFC 9728 document. @throws TypeError on a member that it does not know */
  metadataDocument(description?: ResourceDescription): Readonly<Record<string, unknown>>;
  /** Whether the keys of every issuer and, where there is a feed, what is revoked are there, for a readiness probe. */
  ready(): boolean;
  /** How current the revocation feed is, for a metric; undefined without one. */
  readonly revocations: RevocationState | undefined;
  /** Fetches all keys, and what is revoked, now. Resolves to `ready()`. */
  preload(): Promise<boolean>;
  /** Ends fetches, timers and the revocation subscription. */
  close(): void;
}

/**
 * Makes a resource server.
 *
 * @throws TypeError when an option is wrong, unknown or missing
 *
 * @example
 * const api = createResourceServer({ resource: 'https://api.example.com', issuers: 'https://login.example.com' });
 * const auth = await api.verify(token);
 */
export function createResourceServer(options: ResourceServerOptions): ResourceServer {
  return new GuardedResource(options);
}

const NOTHING_MORE = readyRequirement({});
const OPEN: Accepted = Object.freeze({ ok: true, auth: undefined, headers: Object.freeze({}) });

/** The one implementation of {@link ResourceServer}. Entries for frameworks extend it. */
export class GuardedResource implements ResourceServer {
  readonly resource: string;
  readonly metadataUrl: URL;
  readonly #assembly: Assembly;
  readonly #requirements = new WeakMap<Requirement, ReadyRequirement>();
  readonly #closing = new AbortController();

  /** @param own names of options that only the entry for a framework has */
  constructor(options: ResourceServerOptions, own: readonly string[] = []) {
    this.#assembly = assemble(options, this.#closing.signal, own);
    this.resource = options.resource;
    this.metadataUrl = metadataUrl(options.resource);
    if (!this.#assembly.preload) return;
    for (const issuer of this.#assembly.issuers) void this.#preloadUntilReady(issuer);
    void this.#assembly.feed?.start();
  }

  authenticate(request: GuardRequest, requirement?: Requirement): Eventually<Decision> {
    return this.decide(request, this.#ready(requirement));
  }

  /** The decision about a request under a requirement that is ready, for entries that make theirs ready at start-up. */
  decide(request: GuardRequest, requirement: ReadyRequirement): Eventually<Decision> {
    return this.#assembly.authenticator.authenticate(request, requirement);
  }

  /** What a ready requirement says about a principal that was accepted on this request. */
  permit(auth: RequestAuth, requirement: ReadyRequirement, request?: object): Refused | undefined {
    return this.#assembly.authenticator.authorize(auth, requirement, request);
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
    if (typeof handler !== 'function') throw new TypeError('gate: the handler must be a function');
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
    return this.#assembly.authenticator.refuse(code);
  }

  authorize(auth: RequestAuth, requirement: Requirement, request?: object): Refused | undefined {
    return this.permit(auth, this.#ready(requirement), request);
  }

  metadataDocument(description: ResourceDescription = {}): Readonly<Record<string, unknown>> {
    return metadataDocument(this.#assembly.metadata, description);
  }

  /** Answers requests for the RFC 9728 document, for entries that serve it. */
  metadataAnswers(description?: ResourceDescription): ReturnType<typeof metadataAnswers> {
    return metadataAnswers(this.metadataDocument(description), this.metadataUrl);
  }

  ready(): boolean {
    return this.#assembly.issuers.every((issuer) => issuer.ready) && this.#assembly.feed?.ready !== false;
  }

  get revocations(): RevocationState | undefined {
    return this.#assembly.feed?.state;
  }

  async preload(): Promise<boolean> {
    const missing = this.#assembly.issuers.filter((issuer) => !issuer.ready);
    await Promise.all(missing.map((issuer) => issuer.keys.refresh()));
    await this.#assembly.feed?.start();
    return this.ready();
  }

  close(): void {
    this.#closing.abort();
    this.#assembly.unsubscribe?.();
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
  async #preloadUntilReady(issuer: Issuer): Promise<void> {
    if (issuer.ready) return;
    await issuer.keys.refresh();
    if (issuer.ready || this.#closing.signal.aborted) return;
    setTimeout(() => void this.#preloadUntilReady(issuer), issuer.keys.cooldownMs + 1).unref();
  }
}

function withHeaders(response: Response, { headers }: Accepted): Response {
  const added = Object.entries(headers);
  if (added.length === 0) return response;
  const copy = new Response(response.body, response);
  for (const [name, value] of added) copy.headers.set(name, value);
  return copy;
}
