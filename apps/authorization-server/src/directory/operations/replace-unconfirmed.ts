import { normalizeLogin, type Storage, type Write } from '@gatehouse/storage';
import { isUnconfirmed } from '../accounts/names.ts';
import { endLinks } from '../revocation/end.ts';

/** The end of accounts that nobody confirmed, under these logins: whoever comes with more than a form takes their place. */
export async function replaceUnconfirmed(storage: Storage, logins: readonly string[]): Promise<Write[]> {
  const held = await Promise.all(
    [...new Set(logins.map(normalizeLogin))].map((login) => storage.accounts.findByLogin(login)),
  );
  return held
    .filter((account) => account !== undefined)
    .filter(isUnconfirmed)
    .flatMap(({ id }) => [endLinks(storage, id), storage.accounts.writes.removeUnconfirmed(id)]);
}
