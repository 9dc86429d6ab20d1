/** Names and addresses as users type them. */
import { normalizeLogin } from '@gatehouse/storage';

/** One line, trimmed, of at most 200 characters; empty when nothing is left. */
export const nameOf = (typed: string): string =>
  typed
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** Nothing that a mail header or an address list gives a meaning of its own. */
const address =
  /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/**
 * An e-mail address; undefined when it is none. Whether it is somebody's only a mail can tell. It becomes a login, so one whose
 * login would be that of another address (`ı` and `i`) is refused: it would be the sign-in name of whoever has the other.
 */
export function emailOf(typed: string): string | undefined {
  const email = typed.normalize('NFKC').trim();
  const isItsOwnLogin = normalizeLogin(email) === email.toLowerCase();
  return email.length <= 254 && address.test(email) && isItsOwnLogin ? email : undefined;
}
