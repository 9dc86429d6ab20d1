/** `--claim name=value`: claims as commands take them. */
import { claimValues } from '../directory/accounts/claim-values.ts';
import type { UserClaims } from '../directory/accounts/schema.ts';
import { claimsSizeFault } from '../directory/accounts/user-claims.ts';
import { OperationRefused } from '../directory/operation-refused.ts';
import { loadRegistry } from '../directory/registry/load.ts';
import type { Settings } from '../settings.ts';

type From = Pick<Settings, 'registryFile' | 'mode'>;

/** What the registry file declares. Throws RegistryError. */
export const declaredClaims = ({ registryFile, mode }: From): UserClaims =>
  loadRegistry(registryFile, { passwordsAllowed: mode === 'development' }).users_policy.claims as UserClaims;

/**
 * All claims afterwards, by what the registry declares of them. Throws OperationRefused.
 * @param kept those that are there already and stay unless they are given anew
 */
export function typedClaims(
  settings: From,
  typed: readonly string[] = [],
  kept: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  if (typed.length === 0) return { ...kept };
  const given = claimValues(declaredClaims(settings), typed);
  if ('fault' in given) throw new OperationRefused('claim_invalid', given.fault);
  const claims = { ...kept, ...given.values };
  const size = claimsSizeFault(claims);
  if (size !== undefined) throw new OperationRefused('claim_invalid', `the claims of one user ${size}`);
  return claims;
}
