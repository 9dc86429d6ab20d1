/** `gatehouse roles`: which scopes of which APIs users get. */
import { knownUser } from '../directory/accounts/names.ts';
import { changeUser } from '../directory/operations/change-user.ts';
import { listed } from '../directory/operations/known-scopes.ts';
import * as operations from '../directory/operations/roles.ts';
import { confirmed } from './confirmation.ts';
import { UsageError } from './failure.ts';
import { printDone, printRows } from './output.ts';
import { warnOfFile } from './registry-files.ts';
import { scopesByResource } from './scope-options.ts';
import { withStorage } from './settings.ts';
import { commitChange, userDependencies } from './user-dependencies.ts';

interface Options {
  readonly json?: boolean;
  readonly scope?: readonly string[];
}

type Definition = Readonly<Record<string, readonly string[]>>;

const textOf = (scopes: Definition): string =>
  Object.entries(scopes)
    .map(([resource, names]) => `${resource}=${names.join(',')}`)
    .join(' ') || 'nothing';

const wanted = (options: Options) => {
  const scopes = scopesByResource(options.scope);
  if (Object.keys(scopes).length > 0) return scopes;
  throw new UsageError('say which scopes: --scope RESOURCE=SCOPE,SCOPE ("gatehouse resources list" has them all)');
};

export const addRole = (name: string, options: Options): Promise<void> => {
  const scopes = scopesByResource(options.scope);
  return withStorage(async (storage, _settings, { caller, commit }) => {
    await commit(await operations.addRole(storage, caller, { name, scopes }));
    const given = await operations.knownRole(storage, name);
    const said = [
      `the role ${name} gives ${textOf(given)}`,
      `users get it by:  gatehouse users set LOGIN --add-role ${name}`,
    ];
    printDone(said.join('\n'), { role: name, scopes: given }, options);
  });
};

const change =
  (operation: typeof operations.grantRole) =>
  async (name: string, options: Options): Promise<void> => {
    const scopes = wanted(options);
    await withStorage(async (storage, settings, { caller, commit }) => {
      const work = await operation(storage, caller, { name, scopes });
      await commit(work);
      const given = await operations.knownRole(storage, name);
      const said = work.change ? 'from the next token on' : 'as before';
      printDone(`the role ${name} gives ${textOf(given)}, ${said}`, { role: name, scopes: given }, options);
      if (work.change) warnOfFile(settings, 'roles', name);
    });
  };

export const grantRole = change(operations.grantRole);
export const revokeRole = change(operations.revokeRole);

export const listRoles = (options: Options): Promise<void> =>
  withStorage(async (storage) => {
    const all = await storage.roles.list();
    const rows = all.map(({ name, definition }) => ({ role: name, scopes: textOf(definition as Definition) }));
    printRows(rows, options);
  });

export const showRole = (name: string): Promise<void> =>
  withStorage(async (storage) => {
    const scopes = await operations.knownRole(storage, name);
    const users = await operations.holdersOf(storage, name);
    process.stdout.write(`${JSON.stringify({ role: name, scopes, users }, undefined, 2)}\n`);
  });

export const removeRole = (name: string, options: Options & { readonly yes?: boolean }): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    await operations.knownRole(storage, name);
    const holders = await operations.holdersOf(storage, name);
    const breaks = `${listed(holders)} ${holders.length === 1 ? 'has' : 'have'} it: their tokens end, and they stay signed in`;
    if (holders.length > 0) await confirmed(`this removes the role ${name}`, [breaks], options.yes);
    for (const login of holders) {
      // eslint-disable-next-line no-await-in-loop -- each user in a commit of their own, with what ends
      const before = await knownUser(storage, login);
      const roles = before.roles.filter((role) => role !== name);
      // eslint-disable-next-line no-await-in-loop
      const work = await changeUser(userDependencies(storage, settings), caller, { before, change: { roles } });
      // eslint-disable-next-line no-await-in-loop
      await commitChange(commit, login, work);
    }
    await commit(await operations.removeRole(storage, caller, name));
    const lost = holders.length > 0 ? `; taken from ${listed(holders)}` : '';
    printDone(`the role ${name} is removed${lost}`, { role: name, removed: true, users: holders }, options);
    warnOfFile(settings, 'roles', name);
  });
