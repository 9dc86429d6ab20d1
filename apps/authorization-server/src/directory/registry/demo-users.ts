/** The users of the development registry, with the passwords that this machine made for them. Production has none of this. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Storage } from '@gatehouse/storage';

export interface DemoUser {
  readonly login: string;
  readonly name: string | undefined;
  readonly roles: readonly string[];
  readonly disabled: boolean;
  /** Undefined: the user has chosen another one meanwhile. */
  readonly password: string | undefined;
}

/**
 * Those of `secrets/users` in the state folder that still have an account, by login.
 * @param stateDirectory where `developmentSecrets` keeps them
 */
export async function demoUsers(
  { accounts, credentials }: Pick<Storage, 'accounts' | 'credentials'>,
  stateDirectory: string,
): Promise<readonly DemoUser[]> {
  const folder = path.join(stateDirectory, 'secrets/users');
  const files = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    files
      .toSorted((one, other) => one.localeCompare(other))
      .map(async (file): Promise<DemoUser | undefined> => {
        const account = await accounts.findByLogin(decodeURIComponent(file));
        const credential = account && (await credentials.find(account.id, 'password'));
        if (!account || !credential) return undefined;
        const { login, name, roles, status } = account;
        // The first version is the one that was made with the file.
        const password =
          credential.version === 1 ? (await readFile(path.join(folder, file), 'utf8')).trim() : undefined;
        return { login, name, roles, disabled: status === 'disabled', password };
      }),
  );
  return found.filter((user) => user !== undefined);
}
