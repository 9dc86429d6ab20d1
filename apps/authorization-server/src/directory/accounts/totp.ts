/** Time-based one-time passwords (RFC 6238 over RFC 4226): six digits, SHA-1, 30 seconds, what every app can do. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const periodSeconds = 30;
const digits = 6;
/** Steps before and after the present one that are accepted, for clocks that are off. */
const window = 1;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret of 160 bits, base32 as apps want it (RFC 4648, without padding). */
export function newTotpSecret(): string {
  let secret = '';
  let bits = 0;
  let value = 0;
  for (const byte of randomBytes(20)) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      secret += alphabet[(value >>> (bits - 5)) & 31];
      bits -= 5;
    }
    value &= 0xff;
  }
  return secret;
}

function bytesOf(secret: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of secret) {
    value = ((value << 5) | alphabet.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bytes.push((value >>> (bits - 8)) & 0xff);
    bits -= 8;
  }
  return Buffer.from(bytes);
}

/** The code of one step (RFC 4226, section 5.3). */
function codeAt(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) as number) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/**
 * The time step that a code belongs to; undefined when it is not right. The caller must accept each step only once
 * (RFC 6238, section 5.2). Takes the same time whichever step it is.
 * @param code as typed, spaces allowed
 */
export function totpStep(secret: string, code: string, nowSeconds: number): number | undefined {
  const typed = Buffer.from(code.replaceAll(/\s/gu, ''));
  const key = bytesOf(secret);
  const now = Math.floor(nowSeconds / periodSeconds);
  let found: number | undefined;
  for (let step = now - window; step <= now + window; step += 1) {
    const expected = Buffer.from(codeAt(key, step));
    if (typed.length === expected.length && timingSafeEqual(typed, expected)) found = step;
  }
  return found;
}

/** When no code of the step is accepted any more, in seconds. */
export const totpStepEndsAtSeconds = (step: number): number => (step + 1 + window) * periodSeconds;

// A colon stands between the two names, so neither may hold one.
const name = (value: string) => encodeURIComponent(value.replaceAll(':', ' '));

/** What a QR code carries for authenticator apps. */
export function totpUri({ issuer, login, secret }: { issuer: string; login: string; secret: string }): string {
  return `otpauth://totp/${name(issuer)}:${name(login)}?secret=${secret}&issuer=${name(issuer)}`;
}
