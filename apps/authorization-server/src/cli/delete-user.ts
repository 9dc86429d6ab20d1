/** `gatehouse users delete` and `show`: all that there is of a user, to be seen or to be removed. */
import * as names from '../directory/accounts/names.ts';
import { possessionsOf } from '../directory/accounts/possessions.ts';
import { createSecondFactors } from '../directory/accounts/second-factors.ts';
import { OperationRefused } from '../directory/operation-refused.ts';
import * as operations from '../directory/operations/delete-user.ts';
import { typedLine } from './confirmation.ts';
import { printDone } from './output.ts';
import { withStorage } from './settings.ts';
import { commitChange, userDependencies } from './user-dependencies.ts';

type Options = { json?: boolean };

export const deleteUser = (login: string, options: Options & { yes?: boolean }): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const account = await names.knownUser(storage, login);
    const question = `this removes ${account.login} for good; type the login to go on: `;
    if (!options.yes && names.checkedLogin((await typedLine(question)) || ' -') !== account.login) {
      throw new OperationRefused('not_confirmed', 'nothing was removed: give --yes, or type the login');
    }
    const { id } = account;
    const { removed, ...work } = await operations.deleteUser(userDependencies(storage, settings), caller, account);
    await commitChange(commit, login, work);
    const counts = Object.entries(removed).map(([kind, count]) => `${count} ${kind.replace('_', ' ')}`);
    const said = [
      `${account.login} is removed, with ${counts.join(', ')}, all tokens, and everything else that was kept about the user`,
      `the audit keeps what happened, under the identifier ${id} alone; service accounts belong to nobody and stay`,
    ];
    printDone(said.join('\n'), { id, login: account.login, removed }, options);
  });

const at = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();

export const showUser = (login: string): Promise<void> =>
  withStorage(async (storage) => {
    const account = await names.knownUser(storage, login);
    const { createdAtSeconds, updatedAtSeconds, expiresAtSeconds, terms, emailVerified, ...rest } = account;
    const [possessions, factors] = await Promise.all([
      possessionsOf(storage, account.id, Date.now() / 1000),
      createSecondFactors(storage, Date.now).of(account.id),
    ]);
    const shown = {
      ...rest,
      email_verified: emailVerified,
      created_at: at(createdAtSeconds),
      updated_at: at(updatedAtSeconds),
      unconfirmed_until: at(expiresAtSeconds),
      terms: terms && { version: terms.version, accepted_at: at(terms.acceptedAtSeconds) },
      ways_to_sign_in: {
        password: factors.password !== undefined,
        authenticator_app: factors.totp !== undefined,
        passkeys: factors.passkeys.length,
        recovery_codes: factors.recoveryCodes?.data.hashes.length ?? 0,
      },
      ...possessions,
    };
    process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  });
