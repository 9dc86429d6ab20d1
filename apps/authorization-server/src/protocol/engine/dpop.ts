/** DPoP (RFC 9449) at this server: proofs need a nonce of ours, and a clock that is not far ahead. */
import { decodeJwt } from 'jose';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Keyring } from '../keys/keyring.ts';

/** FAPI 2.0 Security Profile, section 5.3.2.1; oidc-provider does not look at `iat` where a nonce tells how old a proof is. */
const furthestAheadSeconds = 60;

/** NaN for what is no JWT with a date; oidc-provider says what is wrong with it. */
function issuedAt(proof: string): number {
  try {
    return decodeJwt(proof).iat ?? Number.NaN;
  } catch {
    return Number.NaN;
  }
}

/** oidc-provider's `features.dPoP`, with nonces that every instance can check. */
export const demonstratedPossession = ({ dpopNonceSecrets }: Keyring, clock: () => number) => ({
  enabled: true,
  nonceSecret: dpopNonceSecrets[0],
  /** Asked for every proof. Throws InvalidDpopProof for one of the future. */
  requireNonce(ctx: KoaContextWithOIDC): boolean {
    if (issuedAt(ctx.get('DPoP')) > clock() / 1000 + furthestAheadSeconds)
      throw new errors.InvalidDpopProof('iat of the DPoP proof is in the future');
    return true;
  },
});
