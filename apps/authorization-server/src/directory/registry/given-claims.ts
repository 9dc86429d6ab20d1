/** Claims that operators give to users: such as the registry declares. */
import { isDeepStrictEqual } from 'node:util';
import type { Storage } from '@gatehouse/storage';
import { claimsSizeFault, claimValueFault } from '../accounts/user-claims.ts';
import { OperationRefused } from '../operation-refused.ts';
import { storedPolicies } from './policies.ts';

type Claims = Readonly<Record<string, unknown>>;

/** The claims as they are kept. Throws OperationRefused. @param before those that the user has: they may stay, declared or not */
export async function givenClaims(storage: Pick<Storage, 'policies'>, given: Claims, before: Claims = {}) {
  const entries = Object.entries(given).filter(([name, value]) => !isDeepStrictEqual(before[name], value));
  const declared = entries.length > 0 ? (await storedPolicies(storage)).users.claims : {};
  for (const [name, value] of entries) {
    const fault = claimValueFault(declared, name, value);
    if (fault !== undefined) throw new OperationRefused('claim_invalid', `the claim ${name} ${fault}`);
  }
  const size = claimsSizeFault(given);
  if (size !== undefined) throw new OperationRefused('claim_invalid', `the claims of one user ${size}`);
  return given;
}
