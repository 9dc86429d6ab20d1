/**
 * OAuth 2.0 resource server without a framework: verify access tokens, check scopes, claims and sender constraints. For Express
 * use the entry `./express`, and so for Fastify, Hono, Koa and NestJS; each includes this one. For an API's own tests `./testing`.
 */

export { AccessTokenError, type RefusalBody } from './access-token-error.ts';
export type { SignatureAlgorithm } from './algorithms.ts';
export type { Accepted, Decision } from './authenticate.ts';
export { Refused } from './challenge.ts';
export type { ClaimRule, ClaimValue } from './claim-rules.ts';
export type { ClientAuthentication } from './client-authentication.ts';
export { createDpopNonces, type DpopNonceOptions, type DpopNonces } from './dpop-nonces.ts';
export { REFUSALS, type RefusalCode, type RefusalDefinition } from './errors.ts';
export type { Fetch } from './fetch-json.ts';
export type { ResourceDescription } from './metadata.ts';
export type {
  DecisionEvent,
  DpopOptions,
  IntrospectionOptions,
  IssuerOptions,
  IssuerResolver,
  IssuerRule,
  KeyOptions,
  KeysEvent,
  MtlsOptions,
  Observer,
  ResourceServerOptions,
  RevocationFeedOptions,
} from './options.ts';
export type { Requirement } from './policy.ts';
export type { AccessTokenClaims, AccessTokenHeader, Confirmation, RequestAuth, TokenScheme } from './principal.ts';
export { TOKEN_PROFILES, type TokenProfileName } from './profiles/named.ts';
export type { ClaimPath, RequiredClaim, RolePlace, TokenProfile } from './profiles/profile.ts';
export {
  MemoryReplayStore,
  type MemoryReplayStoreOptions,
  type ProofUse,
  type ReplayOutcome,
  type ReplayStore,
} from './replay.ts';
export { FetchRequest, type GuardRequest, NodeRequest } from './request.ts';
export { createResourceServer, type ResourceServer } from './resource-server.ts';
export { type Revocation, RevocationList, type RevocationListOptions, type RevocationPort } from './revocation.ts';
export type { FeedEvent, RevocationState } from './revocation-feed.ts';
export type { Rule } from './rules.ts';
export type { ScopeHierarchy } from './scopes.ts';
export type { Time } from './time.ts';
export type { FoundToken } from './token-source.ts';
export type { VerifyContext } from './verify-context.ts';
