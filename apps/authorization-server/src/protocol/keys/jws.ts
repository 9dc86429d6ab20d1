/** JWS that this server signs and verifies itself (RFC 7515): with keys of the keyring, whoever holds their private halves. */
import { verifies } from '../../directory/keys/signer.ts';
import type { Keyring, TokenKey } from './keyring.ts';

/** A signed header and payload, as they stand in a JWS (RFC 7515, section 3). */
export interface SignedJws {
  /** The header, base64url. */
  readonly protectedHeader: string;
  /** base64url. */
  readonly signature: string;
}

/**
 * Signs a payload as it is to stand in the JWS: base64url, or plain where the header says `b64: false` (RFC 7797). Rejects with
 * SignerUnavailableError.
 */
export async function signJws(key: TokenKey, header: object, payload: string): Promise<SignedJws> {
  const protectedHeader = Buffer.from(JSON.stringify({ ...header, alg: key.algorithm, kid: key.kid })).toString(
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

export type Members = Readonly<Record<string, unknown>>;

/** What a JWS says, once its signature was found to be by one of our keys. */
export interface VerifiedJws {
  readonly kid: string;
  readonly header: Members;
  /** Undefined for a payload that is no JSON object. */
  readonly claims: Members | undefined;
}

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/u;

/** True for what looks like a JWS in compact form. Opaque tokens have no dots. */
export const looksLikeJwt = (token: string): boolean => COMPACT.test(token);

/** The members of a part; undefined for what is no JSON object. */
function membersOf(part: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

/** @returns undefined for what none of our published keys signed as it stands, in compact form */
export function verifyJwt(token: string, { tokenKeys }: Pick<Keyring, 'tokenKeys'>): VerifiedJws | undefined {
  if (!looksLikeJwt(token)) return undefined;
  const [head = '', payload = '', last = ''] = token.split('.');
  const header = membersOf(head);
  if (!header) return undefined;
  const { alg, kid, crit } = header;
  const key = tokenKeys.find((one) => one.kid === kid && one.algorithm === alg);
  if (!key || crit !== undefined) return undefined;
  const signature = Buffer.from(last, 'base64url');
  // A few spellings of the last character mean the same bytes: only one of them is the token that was issued.
  if (signature.toString('base64url') !== last) return undefined;
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')));
  if (!verifies(key.algorithm, key.publicKey, signed, signature)) return undefined;
  return { kid: key.kid, header, claims: membersOf(payload) };
}
