/** What a resource server is told at its creation. */

import type { SignatureAlgorithm } from './algorithms.ts';
import type { ClientAuthentication } from './client-authentication.ts';
import type { DpopNonces } from './dpop-nonces.ts';
import type { RefusalCode } from './errors.ts';
import type { Fetch } from './fetch-json.ts';
import type { TokenProfileName } from './profiles/named.ts';
import type { TokenProfile } from './profiles/profile.ts';
import type { ReplayStore } from './replay.ts';
import type { RevocationPort } from './revocation.ts';
import type { FeedEvent } from './revocation-feed.ts';
import type { ScopeHierarchy } from './scopes.ts';
import type { Time } from './time.ts';
import type { FoundToken } from './token-source.ts';

/**
 * Options of `createResourceServer`. Only `resource` and `issuers` are needed.
 *
 * @example
 * const options: ResourceServerOptions = { resource: 'https://api.example.com', issuers: 'https://login.example.com' };
 */
export interface ResourceServerOptions {
  /** The identifier of this API (RFC 8707, RFC 9728): an absolute URL. Clients name it when they ask for a token. */
  readonly resource: string;
  /** The authorization servers whose tokens are accepted; a string is short for `{ issuer }`. One may be a resolver. */
  readonly issuers: string | IssuerResolver | readonly (string | IssuerOptions | IssuerResolver)[];
  /** What `aud` must be, compared character by character; default `resource`. */
  readonly audience?: string | readonly string[];
  /** Accept tokens that are also for others; default false. */
  readonly allowSeveralAudiences?: boolean;
  /** How far clocks may differ; default 10 (FAPI 2.0 Security Profile, section 5.3.2.1), at most 60. */
  readonly clockToleranceSeconds?: number;
  /** Refuse tokens issued longer ago; default no limit but `exp`. */
  readonly maxTokenAgeSeconds?: number;
  readonly keys?: KeyOptions;
  /** How many verified tokens are remembered; default 10,000. `false`: every request is verified anew. */
  readonly rememberedTokens?: number | false;
  /** How many bytes they may take, estimated by the length of tokens and of what they say; default 32 MiB. */
  readonly rememberedBytes?: number;
  /** Where revoked tokens are learnt of: the authorization server's feed, or a port of your own. Default none. */
  readonly revocation?: RevocationPort | RevocationFeedOptions;
  /** Default `allowed`: tokens may be bound by DPoP, and bound ones are always checked. */
  readonly dpop?: 'off' | 'allowed' | 'required' | DpopOptions;
  /** Default `socket`: certificate-bound tokens are checked against the certificate of the TLS connection. */
  readonly mtls?: 'off' | 'socket' | MtlsOptions;
  /** Under which URL clients reach this API, for DPoP's `htu`; default the origin of `resource`. Never taken from Host. */
  readonly publicUrl?: string;
  readonly scopeHierarchy?: ScopeHierarchy;
  /**
   * Where else a token may be, for clients that cannot set the Authorization header (WebSocket, EventSource, cookies of one's own
   * pages). It is given the framework's request and returns a bearer token, `{ scheme, token }`, or undefined; it is synchronous.
   * Browsers send cookies by themselves, so a cookie needs protection against cross-site requests; queries end up in logs.
   */
  getToken?(this: void, request: object): FoundToken;
  /** Protection space named in challenges; default none. */
  readonly realm?: string;
  /** Accept http URLs of issuers that are not on this machine; default false. */
  readonly allowHttp?: boolean;
  readonly fetch?: Fetch;
  readonly observe?: Observer;
  readonly time?: Time;
}

/**
 * One trusted authorization server.
 *
 * @example
 * const issuer: IssuerOptions = { issuer: 'https://login.example.com', algorithms: ['ES256'] };
 */
export interface IssuerOptions {
  /** Exactly what stands in `iss`. */
  readonly issuer: string;
  /** Where its keys are; default from its metadata. */
  readonly jwksUri?: string;
  /** What its access tokens look like: a name, or a profile of your own. Default `rfc9068`. */
  readonly profile?: TokenProfileName | TokenProfile;
  /** Accept only tokens of these clients; default all. Needed where tokens have no `aud`, in place of it. */
  readonly clients?: readonly string[];
  /** Signature algorithms of its tokens; default what the profile says, mostly RS256 only. An empty list: no JWTs, only opaque tokens. */
  readonly algorithms?: readonly SignatureAlgorithm[];
  /** Ask it about opaque tokens; possible for one issuer. */
  readonly introspection?: IntrospectionOptions;
}

/**
 * Issuers that are known only at run time, as in an application of many tenants.
 *
 * @example
 * const tenants: IssuerResolver = {
 *   allow: 'https://login.example.com/{tenant}',
 *   resolve: (issuer) => ({ issuer }),
 * };
 */
export interface IssuerResolver {
  /** Which issuers may be asked about. Checked before anything else is done with what stands in `iss`. */
  readonly allow: IssuerRule | readonly IssuerRule[];
  /**
   * What is known of an allowed issuer; undefined or null: its tokens are not accepted. Its answer is believed for `keys.cacheSeconds`.
   * After a failure, or no answer within `keys.timeoutSeconds`, an issuer that was known serves on, as its keys do, for
   * `keys.staleSeconds` after the last answer, and others are answered 503. Opaque tokens cannot be resolved.
   */
  resolve(issuer: string): IssuerOptions | null | undefined | Promise<IssuerOptions | null | undefined>;
  /** How many are kept, the most recently used ones; default 100. */
  readonly maxIssuers?: number;
}

/**
 * Which issuers are allowed: a URL, in which `{name}` stands for one segment of the path or one label of the host before the last
 * two; a pattern, which the whole URL must fit; or a function. Local names and addresses count only where a URL spells them out.
 *
 * @example
 * const allow: IssuerRule = 'https://login.example.com/{tenant}';
 */
export type IssuerRule = string | RegExp | ((issuer: string) => boolean);

/**
 * How opaque tokens are introspected (RFC 7662).
 *
 * @example
 * const introspection: IntrospectionOptions = { client: { id: 'orders-api', secret }, cacheSeconds: 10 };
 */
export interface IntrospectionOptions {
  readonly client: ClientAuthentication;
  /** Default from the issuer's metadata. */
  readonly endpoint?: string;
  /** Ask for signed answers and accept no other (RFC 9701); default false. */
  readonly signed?: boolean;
  /** How long an active token is believed without asking again; default and at most 30. */
  readonly cacheSeconds?: number;
  /** The same for a token that is not active; default 5. */
  readonly inactiveSeconds?: number;
}

/**
 * How the issuers' keys are fetched and kept.
 *
 * @example
 * const keys: KeyOptions = { staleSeconds: 7 * 86_400, preload: false };
 */
export interface KeyOptions {
  /**
   * A key set of this age is not used before the issuer was asked for a newer one; default 600. It is refreshed in the background
   * from four fifths of it on, so in steady use nobody waits. A token of a removed key is refused at the latest after this time.
   */
  readonly cacheSeconds?: number;
  /** For so long they serve on while the issuer is away; default 86,400. */
  readonly staleSeconds?: number;
  /** At most one fetch in so long, failing or not; default 5. */
  readonly cooldownSeconds?: number;
  /** For so long a `kid` that is not published is not asked for again; default 60. */
  readonly unknownKeySeconds?: number;
  /** Time for one fetch; default 5. */
  readonly timeoutSeconds?: number;
  /** Fetch at creation, and again until the first success; default true. */
  readonly preload?: boolean;
}

/**
 * How the revocation feed of an authorization server is read.
 *
 * @example
 * const revocation: RevocationFeedOptions = { client: { id: 'orders-api', secret }, whenStale: 'refuse' };
 */
export interface RevocationFeedOptions {
  /** How this API proves who asks. */
  readonly client: ClientAuthentication;
  /** Which of the issuers; needed when there are several. */
  readonly issuer?: string;
  /** Default from the issuer's metadata. */
  readonly endpoint?: string;
  /** How long the server may hold a question open until there is something new; default 10, at most 30. */
  readonly waitSeconds?: number;
  /** For so long the last known state is current; default 60. */
  readonly maxStaleSeconds?: number;
  /** When it is older: accept all the same, turn `ready()` false, or refuse requests with 503. Default `accept`. */
  readonly whenStale?: 'accept' | 'not-ready' | 'refuse';
}

/**
 * How DPoP proofs are checked (RFC 9449).
 *
 * @example
 * const dpop: DpopOptions = { mode: 'required', proofAgeSeconds: 30 };
 */
export interface DpopOptions {
  /** `required`: bearer tokens are refused. Default `allowed`. */
  readonly mode?: 'allowed' | 'required';
  /** Algorithms of proofs; default ES256, RS256, PS256 and EdDSA. */
  readonly algorithms?: readonly SignatureAlgorithm[];
  /** How old a proof may be; default 60. */
  readonly proofAgeSeconds?: number;
  /** Where used proofs are recorded; default in memory, which fits a single process. */
  readonly replayStore?: ReplayStore;
  /** Makes proofs carry a nonce of ours; default none. */
  readonly nonces?: DpopNonces;
}

/**
 * Where client certificates come from when a proxy ends TLS.
 *
 * @example
 * const mtls: MtlsOptions = { certificateHeader: 'client-cert', trustedProxies: ['10.0.0.0/8'] };
 */
export interface MtlsOptions {
  /** For example `client-cert`. Read as RFC 9440, PEM, base64 of DER, or Envoy's `x-forwarded-client-cert`. */
  readonly certificateHeader: string;
  /** Addresses and CIDR ranges of the proxies, and `unix` for those on a Unix socket. From any other peer the header is ignored. */
  readonly trustedProxies: readonly string[];
}

/**
 * Told what happens. An exception in an observer changes nothing and is dropped.
 *
 * @example
 * const observe: Observer = { decision: ({ reason, detail }) => console.log(reason, detail) };
 */
export interface Observer {
  /**
   * Once for each request that a token was asked of, and again when rules or a later requirement refuse it. There is no user or
   * client in it, so that it can become a metric as it is.
   */
  decision?(event: DecisionEvent): void;
  /** After each fetch of an issuer's keys. */
  keys?(event: KeysEvent): void;
  /** After each answer of the revocation feed, and after each failure. */
  revocations?(event: FeedEvent): void;
}

/**
 * One decision about one request.
 *
 * @example
 * const isFailure = ({ outcome, reason }: DecisionEvent) => outcome === 'refused' && reason !== 'no_credentials';
 */
export interface DecisionEvent {
  readonly outcome: 'accepted' | 'refused';
  /** `ok`, or the code of the refusal. */
  readonly reason: 'ok' | RefusalCode;
  /** How the token came to be known: not at all, remembered, verified now by its signature, or introspected. */
  readonly source: 'none' | 'remembered' | 'verified' | 'introspected';
  readonly seconds: number;
  /** For the log: more about a refusal than its answer says. No token is in it, and of its claims at most the one that did not fit. */
  readonly detail: string | undefined;
}

/**
 * One fetch of an issuer's keys.
 *
 * @example
 * const told = ({ issuer, outcome, keys }: KeysEvent) => `${issuer}: ${outcome}, ${keys} keys`;
 */
export interface KeysEvent {
  readonly issuer: string;
  readonly outcome: 'loaded' | 'failed';
  /** How many usable keys are held now. */
  readonly keys: number;
  /** A key that was known before is not published any more: what was made with it should be forgotten. */
  readonly removed: boolean;
  readonly detail?: string;
}
