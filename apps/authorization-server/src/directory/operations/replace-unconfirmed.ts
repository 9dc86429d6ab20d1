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
  const given = logins.filter((login) => login !== undefined);
  const held = await Promise.all(
    [...new Set(given.map(normalizeLogin))].map((login) => storage.accounts.findByLogin(login)),
  );
  return held
    .filter((account) => account !== undefined)
    .filter((account) => account.id !== except && isUnconfirmed(account))
    .flatMap(({ id }) => [endLinks(storage, id), storage.accounts.writes.removeUnconfirmed(id)]);
}
