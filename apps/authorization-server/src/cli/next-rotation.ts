import type { SigningKeyRecord } from '@gatehouse/storage';
import { type RotationPolicy, takesOverAt } from '../directory/keys/rotation.ts';

/**
 * When the key that signs is replaced, in seconds since the epoch, by time or by an order; Infinity when only a command does it.
 * @param keys of the same purpose
 */
export function signsUntil(
  current: SigningKeyRecord,
  keys: readonly SigningKeyRecord[],
  nowSeconds: number,
  policy: RotationPolicy,
): number {
  const next = keys.find(({ state, algorithm }) => state === 'next' && algorithm === current.algorithm);
  type Facts = Parameters<typeof takesOverAt>[0];
  return takesOverAt(current as Facts, next as Facts | undefined, nowSeconds, policy);
}
