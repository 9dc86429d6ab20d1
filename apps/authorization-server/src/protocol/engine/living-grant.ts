/** Whether that still stands by which a token was issued: the grant of a user, or an API key or service account. */
import type { ApiCredentialRecord, Storage } from '@gatehouse/storage';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { statusOfCredential } from '../../directory/accounts/api-credentials.ts';
import { credentialIdOf } from '../../directory/accounts/api-key.ts';
import { noticing } from './unit-of-work.ts';

/** True for an API key or service account that is neither revoked nor expired. */
export const credentialLives = (record: ApiCredentialRecord | undefined, nowSeconds: number): boolean =>
  record !== undefined && statusOfCredential(record, nowSeconds) === 'active';

/** @param grantId the claim `gid` */
export async function grantLives(
  { storage, clock }: { readonly storage: Pick<Storage, 'apiCredentials'>; readonly clock: () => number },
  ctx: KoaContextWithOIDC,
  grantId: string,
): Promise<boolean> {
  const credentialId = credentialIdOf(grantId);
  if (credentialId === undefined) return (await ctx.oidc.provider.Grant.find(grantId)) !== undefined;
  return credentialLives(await noticing(() => storage.apiCredentials.find(credentialId)), clock() / 1000);
}
