/**
 * For the tests of an API: a local issuer with real keys, real HTTP and real tokens, so that no authorization server is needed
 * and nothing of the verification is faked.
 */

export { createDpopClient, type DpopClient, type ProofParameters } from './testing/dpop-client.ts';
export {
  createTestIssuer,
  type Outage,
  type TestIssuer,
  type TestIssuerOptions,
  type TokenParameters,
} from './testing/issuer.ts';
export { createManualTime, type ManualTime } from './testing/manual-time.ts';
export type { PublicJwk } from './testing/signing.ts';
