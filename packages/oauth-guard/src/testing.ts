/**
 * For the tests of an API: a local issuer with real keys, real HTTP and real tokens, so that no authorization server is needed
 * and nothing of the verification is faked.
 */

export { createDpopClient, type DpopClient, type ProofParameters } from './testing/dpop-client.ts';
export { createTestIssuer, type TestIssuer, type TestIssuerOptions } from './testing/issuer.ts';
export type { Outage } from './testing/local-server.ts';
export { createManualTime, type ManualTime } from './testing/manual-time.ts';
export type { PublicJwk } from './testing/signing.ts';
export type { TokenParameters } from './testing/tokens.ts';
