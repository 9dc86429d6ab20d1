/** `--claim name=value`: claims as commands take them. */
import { type AdminClient, answerOf, type components } from '@gatehouse/admin-client';
import type { Storage } from '@gatehouse/storage';
import { claimValues } from '../directory/accounts/claim-values.ts';
import type { UserClaims } from '../directory/accounts/schema.ts';
import { claimsSizeFault } from '../directory/accounts/user-claims.ts';
import { OperationRefused } from '../directory/operation-refused.ts';
import { storedPolicies } from '../directory/registry/policies.ts';
import { UsageError } from './failure.ts';

type Claims = components['schemas']['User']['claims'];
type From = Pick<Storage, 'policies'>;

/** What the registry declares. */
export const declaredClaims = async (storage: From): Promise<UserClaims> =>
  (await storedPolicies(storage)).users.claims;

/**
 * All claims afterwards, by what the registry declares of them. Throws OperationRefused, UsageError.
 * @param kept those that are there already and stay unless they are given anew
 */
export async function typedClaims(
  admin: AdminClient,
  typed: readonly string[] = [],
  kept: Claims = {},
): Promise<Claims> {
  if (typed.length === 0) return { ...kept };
  const nameless = typed.find((claim) => claim.indexOf('=') < 1);
  if (nameless !== undefined) throw new UsageError(`--claim takes name=value, not ${nameless}`);
  const { claims: declared } = answerOf(await admin.GET('/user-claims'));
  const given = claimValues(declared as UserClaims, typed);
  if ('fault' in given) throw new OperationRefused('claim_invalid', given.fault);
  const claims = { ...kept, ...(given.values as Claims) };
  const size = claimsSizeFault(claims);
  if (size !== undefined) throw new OperationRefused('claim_invalid', `the claims of one user ${size}`);
  return claims;
}
