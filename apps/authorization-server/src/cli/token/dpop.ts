/** The key that a token is bound to (DPoP, RFC 9449). */
import * as oauth from 'openid-client';
import { makeKey, readOrMakeKey } from './key-file.ts';
import type { GrantOptions } from './options.ts';

/** A key for proofs. */
export interface Proof {
  readonly handle: oauth.DPoPHandle;
  /** It lies in a file; else it is gone when the command ends. */
  readonly kept: boolean;
}

/** The key of `--dpop-key`, or for `--dpop` one for this run; nothing without either. */
export async function proofOf(
  configuration: oauth.Configuration,
  { dpop, dpopKey }: Pick<GrantOptions, 'dpop' | 'dpopKey'>,
): Promise<Proof | undefined> {
  if (dpopKey === undefined && !dpop) return undefined;
  const key = dpopKey === undefined ? (await makeKey()).key : await readOrMakeKey(dpopKey);
  return { handle: oauth.getDPoPHandle(configuration, key), kept: dpopKey !== undefined };
}

/** The option that requests of openid-client take. */
export const provedBy = (proof: Proof | undefined): oauth.DPoPOptions => (proof ? { DPoP: proof.handle } : {});
