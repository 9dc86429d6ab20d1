import type { TokenKey } from './keyring.ts';

/** A signed header and payload, as they stand in a JWS (RFC 7515, section 3). */
export interface SignedParts {
  /** The header, base64url. */
  readonly protectedHeader: string;
  /** base64url. */
  readonly signature: string;
}

/**
 * Signs a payload as it is to stand in the JWS: base64url, or plain where the header says `b64: false` (RFC 7797). Rejects with
 * SignerUnavailableError.
 */
export async function signJws(key: TokenKey, header: object, payload: string): Promise<SignedParts> {
  const protectedHeader = Buffer.from(JSON.stringify({ alg: key.algorithm, kid: key.kid, ...header })).toString(
    'base64url',
  );
  const signature = await key.sign(Buffer.from(`${protectedHeader}.${payload}`));
  return { protectedHeader, signature: Buffer.from(signature).toString('base64url') };
}

/** A JWT in compact serialization (RFC 7519). Rejects with SignerUnavailableError. */
export async function signJwt(key: TokenKey, typ: string, claims: object): Promise<string> {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const { protectedHeader, signature } = await signJws(key, { typ }, payload);
  return `${protectedHeader}.${payload}.${signature}`;
}
