/** `gatehouse users`: who may sign in. */
import { knownUser } from '../directory/accounts/names.ts';
import { possessionsOf } from '../directory/accounts/possessions.ts';
import { hasSecondFactor } from '../directory/accounts/second-factors.ts';
import * as operations from '../directory/operations/add-user.ts';
import { removeAllFactors } from '../directory/operations/factors.ts';
import * as passwords from '../directory/operations/passwords.ts';
import * as users from '../directory/operations/users.ts';
import { RefusedError } from './failure.ts';
import { hashNewPasswordWith } from './new-password.ts';
import { counted, printDone, printRows } from './output.ts';
import { secretFromStdin, withStorage } from './settings.ts';
import { typedClaims } from './typed-claims.ts';
import { commitChange, userDependencies } from './user-dependencies.ts';

type Options = { json?: boolean };

export const addUser = (
  login: string,
  options: Options & { name: string; email: string; emailVerified?: boolean; claim?: string[]; role?: string[] },
): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const { name, email, emailVerified = false, role: roles = [] } = options;
    const claims = await typedClaims(storage, options.claim);
    const { id, ...work } = await operations.addUser({ storage }, caller, {
      user: { login, name, email, claims, roles },
      emailVerified,
      hash: async () =>
        hashNewPasswordWith(storage, settings)(await secretFromStdin('password'), {
          secondFactor: false,
          context: [login, name, email],
        }),
    });
    await commitChange(commit, login, work);
    const said = emailVerified
      ? `${login} can sign in, by ${email} too`
      : `${login} can sign in. The address is not confirmed: no sign-in by it, no password reset; ` +
        `"gatehouse users set ${login} --email-verified" vouches for it ("users invite", in place of add, has it proved by a mail)`;
    printDone(said, { id, login, email_verified: emailVerified }, options);
  });

/** Claims as `--claim` takes them. */
const shown = (claims: Readonly<Record<string, unknown>>) =>
  Object.entries(claims)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');

export const listUsers = (options: Options): Promise<void> =>
  withStorage(async (storage) => {
    const rows: Record<string, unknown>[] = [];
    let afterLogin: string | undefined;
    for (;;) {
      const page = await storage.accounts.list({ limit: 200, afterLogin });
      for (const { id, login, name, claims, roles, status } of page) {
        rows.push({
          id,
          login,
          name,
          claims: options.json ? claims : shown(claims),
          roles: options.json ? roles : roles.join(' '),
          status,
        });
      }
      afterLogin = page.at(-1)?.login;
      if (page.length < 200) break;
    }
    printRows(rows, options);
  });

export const disableUser = (login: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const user = await knownUser(storage, login);
    const { sessions, grants, api_keys: keys } = await possessionsOf(storage, user.id, Date.now() / 1000);
    const work = await users.disableUser(userDependencies(storage, settings), caller, user);
    await commitChange(commit, login, work);
    const isSame = work.writes.length === 0;
    const ended = isSame ? {} : { ended: { sessions, grants }, refused: { api_keys: keys } };
    const refused = keys > 0 ? `; refused until the user is enabled: ${counted(keys, 'API key')}` : '';
    const said = isSame
      ? `${login} is disabled already; nothing was changed`
      : `${login} is disabled; ended: ${counted(sessions, 'session')}, ${counted(grants, 'grant')} and their tokens${refused}`;
    printDone(said, { login, status: 'disabled', changed: !isSame, ...ended }, options);
  });

export const enableUser = (login: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const user = await knownUser(storage, login);
    const work = users.enableUser(userDependencies(storage, settings), caller, user);
    await commitChange(commit, login, work);
    const changed = work.writes.length > 0;
    const said = changed ? `${login} is active` : `${login} is active already; nothing was changed`;
    printDone(said, { login, status: 'active', changed }, options);
  });

export const setPassword = (login: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const account = await knownUser(storage, login);
    const { id, name, email } = account;
    const dependencies = userDependencies(storage, settings);
    const factors = await dependencies.secondFactors.of(id);
    const password = await secretFromStdin('password');
    const about = { secondFactor: hasSecondFactor(factors), context: [login, name, email] };
    const hash = await hashNewPasswordWith(storage, settings)(password, about);
    const expectedVersion = factors.password?.version ?? 0;
    await commitChange(
      commit,
      login,
      await passwords.setPassword(dependencies, caller, { account, hash, expectedVersion }),
    );
    printDone(`${login} has a new password; all sessions and tokens are ended`, { login }, options);
  });

export const revokeSessions = (login: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const user = await knownUser(storage, login);
    const { sessions, grants } = await possessionsOf(storage, user.id, Date.now() / 1000);
    await commit(await users.endSessionsOfUser(userDependencies(storage, settings), caller, user));
    const said = `all sessions and tokens of ${login} are ended: ${counted(sessions, 'session')}, ${counted(grants, 'grant')}`;
    printDone(said, { login, ended: { sessions, grants } }, options);
  });

/** For users who lost them: authenticator app, passkeys and recovery codes go, and the user is told. */
export const removeFactors = (login: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const account = await knownUser(storage, login);
    const dependencies = userDependencies(storage, settings);
    const factors = await dependencies.secondFactors.of(account.id);
    if (!hasSecondFactor(factors) && !factors.recoveryCodes) throw new RefusedError(`${login} has no second factor`);
    await commitChange(commit, login, await removeAllFactors(dependencies, caller, { account, factors }));
    printDone(`${login} has no second factor any more; all sessions and tokens are ended`, { login }, options);
  });

export const unlockUser = (login: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const user = await knownUser(storage, login);
    await commit(users.unlockUser(userDependencies(storage, settings), caller, user));
    printDone(`the attempts at ${login} are forgotten; sign-in is open again`, { login }, options);
  });
