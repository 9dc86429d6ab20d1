/** Nonces that a DPoP proof must carry (RFC 9449 section 9): they stop proofs from being made in advance. */

import { createHmac, randomBytes } from 'node:crypto';
import { systemTime, type Time } from './time.ts';

/**
 * Where nonces come from. Instances that share a secret accept each other's.
 *
 * @example
 * const nonces: DpopNonces = createDpopNonces();
 * nonces.accepts(nonces.current()); // true
 */
export interface DpopNonces {
  /** The nonce for the next proof. */
  current(): string;
  /** Whether a proof with this nonce is recent enough. */
  accepts(nonce: string): boolean;
}

/**
 * How nonces are made.
 *
 * @example
 * const options: DpopNonceOptions = { secret: process.env['DPOP_NONCE_SECRET'] as string, lifetimeSeconds: 60 };
 */
export interface DpopNonceOptions {
  /** At least 32 bytes, the same for all instances; default random, which fits a single process. */
  readonly secret?: string | Uint8Array;
  /** How long one nonce is handed out; it is accepted for twice as long. Default 120. */
  readonly lifetimeSeconds?: number;
  readonly time?: Time;
}

const MIN_SECRET_BYTES = 32;

/**
 * Nonces without a store: each period of time has one, derived from the secret. Period before and after are accepted too.
 *
 * @example
 * createResourceServer({ resource, issuers, dpop: { mode: 'required', nonces: createDpopNonces() } });
 */
export function createDpopNonces({
  secret = randomBytes(MIN_SECRET_BYTES),
  lifetimeSeconds = 120,
  time = systemTime,
}: DpopNonceOptions = {}): DpopNonces {
  const key = Buffer.from(secret);
  if (key.byteLength < MIN_SECRET_BYTES) throw new TypeError('the secret of DPoP nonces must have at least 32 bytes');
  if (!(lifetimeSeconds >= 1)) throw new TypeError('lifetimeSeconds must be at least 1');
  const nonceOf = (period: number): string =>
    createHmac('sha256', key).update(`dpop-nonce ${period}`).digest('base64url').slice(0, 24);
  let period = Number.NaN;
  let accepted: readonly string[] = [];
  const inThisPeriod = (): readonly string[] => {
    const now = Math.floor(time.now() / 1000 / lifetimeSeconds);
    if (now !== period) {
      period = now;
      accepted = [nonceOf(now), nonceOf(now - 1), nonceOf(now + 1)];
    }
    return accepted;
  };
  return {
    current: () => inThisPeriod()[0] as string,
    accepts: (nonce) => inThisPeriod().includes(nonce),
  };
}
