/** JWT access tokens of this server that come back to it: verified as an API would, but for any audience (RFC 9068). */
import { type JWTPayload, errors as joseErrors, jwtVerify } from 'jose';
import type { Keyring } from '../keys/keyring.ts';
import { tokenAlgorithms } from '../keys/signer.ts';

/** A JWT access token that this server signed and that has not expired. It may have been revoked. */
export interface OwnToken {
  readonly kid: string;
  readonly claims: JWTPayload & { readonly jti: string; readonly client_id: string; readonly exp: number };
}

/** True for what looks like a JWS in compact form. Opaque tokens have no dots. */
export const looksLikeJwt = (token: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/u.test(token);

/** @returns undefined for what is not ours, not an access token, altered or expired */
export async function verifyOwnToken(
  token: string,
  { keyring, issuer, clock }: { keyring: Keyring; issuer: string; clock: () => number },
): Promise<OwnToken | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      ({ kid, alg }) => {
        const key = keyring.tokenKeys.find((one) => one.kid === kid && one.algorithm === alg);
        if (!key) throw new joseErrors.JWKSNoMatchingKey();
        return key.publicKey;
      },
      {
        issuer,
        typ: 'at+jwt',
        algorithms: [...tokenAlgorithms],
        currentDate: new Date(clock()),
        requiredClaims: ['exp', 'iat', 'jti', 'sub', 'aud', 'client_id'],
      },
    );
    return { kid: protectedHeader.kid as string, claims: payload as OwnToken['claims'] };
  } catch (error) {
    if (error instanceof joseErrors.JOSEError) return undefined;
    throw error;
  }
}
