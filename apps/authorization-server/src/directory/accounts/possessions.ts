/** What a user has at the moment, by number. */
import type { Storage } from '@gatehouse/storage';
import { statusOfCredential } from './api-credentials.ts';

/** Of each kind what has neither ended nor expired. */
export async function possessionsOf(
  { artefacts, apiCredentials }: Pick<Storage, 'artefacts' | 'apiCredentials'>,
  accountId: string,
  nowSeconds: number,
): Promise<Record<'sessions' | 'grants' | 'open_invitations' | 'api_keys', number>> {
  const [found, keys] = await Promise.all([
    artefacts.listByAccount(accountId, { models: ['Session', 'Grant', 'Invitation'] }),
    apiCredentials.list({ accountId }),
  ]);
  const count = (model: string) =>
    found.filter(
      (one) =>
        one.model === model && one.consumedAtSeconds === undefined && (one.expiresAtSeconds ?? Infinity) > nowSeconds,
    ).length;
  return {
    sessions: count('Session'),
    grants: count('Grant'),
    open_invitations: count('Invitation'),
    api_keys: keys.filter((key) => statusOfCredential(key, nowSeconds) === 'active').length,
  };
}
