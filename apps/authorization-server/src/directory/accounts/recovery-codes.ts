/** Recovery codes: what a user keeps on paper for the day when the phone is gone. Each works once. */
import { createHash, randomInt } from 'node:crypto';

const count = 10;
const length = 10;
/** Crockford's base 32: no letter that looks like another. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const newCode = () => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** Ten new codes of 50 bits, in the form in which they are shown. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: count }, newCode).map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);

/** The stored form of a code, as shown or as somebody types it. Bound to the account. */
export function hashRecoveryCode(accountId: string, code: string): string {
  const canonical = code
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s-]/gu, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/gu, '1');
  return createHash('sha256').update(`${accountId}:${canonical}`).digest('base64url');
}
