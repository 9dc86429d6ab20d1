/**
 * Challenges for passkeys (Web Authentication Level 3, section 13.4.3). A challenge says itself what it is for and until
 * when, under a key of all instances: showing a page writes nothing, and each is used once because its use is written down
 * together with what it proves (AS-03).
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A page with a challenge may stay open for so long. */
export const challengeSeconds = 30 * 60;

export interface Challenges {
  /** A new challenge, good for this one purpose in this one browser. Base64url. */
  make(binding: string): string;
  /** Until when it is good; undefined when it is not of ours, for something else, or too old. */
  check(challenge: string, binding: string): { readonly expiresAtSeconds: number } | undefined;
}

const randomBytesLength = 24;
const timeLength = 6;
const headLength = timeLength + randomBytesLength;

const mac = (key: string, head: Uint8Array, binding: string) =>
  createHmac('sha256', key).update('passkey challenge:').update(head).update(binding).digest();

/** @param keys the first makes, all check */
export function createChallenges(keys: () => readonly string[], clock: () => number): Challenges {
  return {
    make(binding) {
      const [key] = keys();
      if (key === undefined) throw new TypeError('challenges need a key');
      const head = Buffer.alloc(headLength);
      head.writeUIntBE(Math.floor(clock() / 1000), 0, timeLength);
      randomBytes(randomBytesLength).copy(head, timeLength);
      return Buffer.concat([head, mac(key, head, binding)]).toString('base64url');
    },
    check(challenge, binding) {
      const bytes = Buffer.from(challenge, 'base64url');
      // One spelling only: what is marked as used is the text.
      if (bytes.length !== headLength + 32 || bytes.toString('base64url') !== challenge) return undefined;
      const head = bytes.subarray(0, headLength);
      const expiresAtSeconds = head.readUIntBE(0, timeLength) + challengeSeconds;
      const ours = keys().some((key) => timingSafeEqual(mac(key, head, binding), bytes.subarray(headLength)));
      return ours && expiresAtSeconds > clock() / 1000 ? { expiresAtSeconds } : undefined;
    },
  };
}
