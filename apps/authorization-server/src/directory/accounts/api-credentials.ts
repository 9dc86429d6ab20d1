/** Making API keys and service accounts, and whether one still counts. What they look like stands in `api-key.ts`. */
import { randomUUID } from 'node:crypto';
import type { ApiCredentialInput, ApiCredentialRecord, Storage, Write } from '@gatehouse/storage';
import { hashApiKey, newApiKey } from './api-key.ts';

const daySeconds = 86_400;

/** When what is made now and works for so many days expires. */
export const expiryAfter = (days: number, nowSeconds: number): number => nowSeconds + days * daySeconds;

/** How things stand with an API key or a service account. */
export function statusOfCredential(
  { revokedAtSeconds, expiresAtSeconds = Number.POSITIVE_INFINITY }: ApiCredentialRecord,
  nowSeconds: number,
): 'active' | 'expired' | 'revoked' {
  if (revokedAtSeconds !== undefined) return 'revoked';
  return expiresAtSeconds <= nowSeconds ? 'expired' : 'active';
}

/** What is asked of the resources that there are. */
interface ScopeSource {
  find(
    indicator: string,
  ): { readonly indicator: string; readonly scopes: Readonly<Record<string, unknown>> } | undefined;
  scopesOfRoles(roles: readonly string[], indicator: string): ReadonlySet<string>;
}

/** Why scopes cannot be given. */
export type ScopeFault =
  | { readonly fault: 'unknown_resource' }
  | { readonly fault: 'unknown_scope' | 'beyond_roles'; readonly scope: string };

/**
 * The scopes as they are kept, or what is wrong with them.
 * @param roles those of the owner, who cannot give more than they give; undefined for what belongs to nobody
 */
export function credentialScopes(
  resources: ScopeSource,
  indicator: string,
  scopes: readonly string[],
  roles?: readonly string[],
): { readonly scopes: Record<string, string[]> } | ScopeFault {
  const resource = resources.find(indicator);
  if (!resource) return { fault: 'unknown_resource' };
  const unknown = scopes.find((scope) => !Object.hasOwn(resource.scopes, scope));
  if (unknown !== undefined) return { fault: 'unknown_scope', scope: unknown };
  const allowed = roles && resources.scopesOfRoles(roles, indicator);
  const beyond = allowed && scopes.find((scope) => !allowed.has(scope));
  if (beyond !== undefined) return { fault: 'beyond_roles', scope: beyond };
  return { scopes: { [resource.indicator]: [...new Set(scopes)] } };
}

/** A new credential: its id, its secret (to be shown once), and the write that keeps its hash. */
export function newCredential(
  { apiCredentials }: Pick<Storage, 'apiCredentials'>,
  input: Omit<ApiCredentialInput, 'id' | 'sha256'>,
): { readonly id: string; readonly secret: string; readonly write: Write } {
  const [id, secret] = [randomUUID(), newApiKey()];
  return { id, secret, write: apiCredentials.writes.add({ ...input, id, sha256: hashApiKey(secret) }) };
}
