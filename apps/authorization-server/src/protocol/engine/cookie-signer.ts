/** Signs and checks oidc-provider's cookies as the npm module `keygrip` does, whose comparison costs two more HMACs and random bytes. */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** What the npm module `cookies` takes in the place of a list of keys. */
export interface CookieSigner {
  sign(data: string): string;
  verify(data: string, signature: string): boolean;
  /** Which key signed it, counted from 0; -1: none of them. */
  index(data: string, signature: string): number;
}

const signBy = (key: KeyObject, data: string): string => createHmac('sha1', key).update(data).digest('base64url');

function isBy(key: KeyObject, data: string, given: Buffer): boolean {
  const expected = Buffer.from(signBy(key, data));
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** @param keys the first signs, all are tried */
export function cookieSigner(keys: readonly [string, ...string[]]): CookieSigner {
  const secrets = keys.map((key) => createSecretKey(Buffer.from(key)));
  const [current] = secrets as [KeyObject];
  const index = (data: string, signature: string) => {
    const given = Buffer.from(signature);
    return secrets.findIndex((key) => isBy(key, data, given));
  };
  return {
    sign: (data) => signBy(current, data),
    verify: (data, signature) => index(data, signature) !== -1,
    index,
  };
}
