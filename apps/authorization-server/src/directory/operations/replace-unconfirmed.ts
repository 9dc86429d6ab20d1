import { normalizeLogin, type Storage, type Write } from '@gatehouse/storage';
import { isUnconfirmed } from '../accounts/names.ts';
import { endLinks } from '../revocation/end.ts';

/**
 * The end of accounts that nobody confirmed, under these logins: whoever comes with more than a form takes their place.
 * @param except the account that takes it
 */
export async function replaceUnconfirmed(
  storage: Pick<Storage, 'accounts' | 'artefacts'>,
  logins: readonly (string | undefined)[],
  except?: string,
): Promise<Write[]> {
  const writes: Write[] = [];
  for (const login of new Set(logins.filter((given) => given !== undefined).map(normalizeLogin))) {
    const held = await storage.accounts.findByLogin(login);
    if (!held || held.id === except || !isUnconfirmed(held)) continue;
    writes.push(endLinks(storage, held.id), storage.accounts.writes.removeUnconfirmed(held.id));
  }
  return writes;
}
