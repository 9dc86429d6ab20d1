/** Codes that are mailed: six digits, of which only a hash is kept, and that only together with what they are for. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** A mailed code works for so long. */
export const emailCodeSeconds = 600;

/** What is kept of a code that was sent. Sealed at rest with the rest of a sign-in; the code cannot be read from it. */
export interface SentCode {
  /** Names the sending; used up once. Random, 256 bits. */
  readonly challenge: string;
  readonly hash: string;
  readonly expiresAtSeconds: number;
}

/** What a code is bound to: the sign-in in its browser, who signs in, and the address it went to. */
export interface CodeBinding {
  readonly uid: string;
  readonly accountId: string;
  readonly email: string;
}

const hashOf = (challenge: string, { uid, accountId, email }: CodeBinding, code: string): string =>
  createHash('sha256')
    .update(JSON.stringify([challenge, uid, accountId, email, code]))
    .digest('base64url');

/** A new code, and what is kept of it. */
export function newEmailCode(binding: CodeBinding, nowSeconds: number): { code: string; sent: SentCode } {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const challenge = randomBytes(32).toString('base64url');
  const hash = hashOf(challenge, binding, code);
  return { code, sent: { challenge, hash, expiresAtSeconds: nowSeconds + emailCodeSeconds } };
}

/** True for the code that was sent, while it lasts. Spaces, as users copy them, do not count. */
export function isEmailCode(sent: SentCode, binding: CodeBinding, typed: string, nowSeconds: number): boolean {
  const hash = hashOf(sent.challenge, binding, typed.replaceAll(/\s/gu, ''));
  return timingSafeEqual(Buffer.from(hash), Buffer.from(sent.hash)) && nowSeconds < sent.expiresAtSeconds;
}
