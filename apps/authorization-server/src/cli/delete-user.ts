/** `gatehouse users delete` and `show`: all that there is of a user, to be seen or to be removed. */
import { answerOf, previewOf } from '@gatehouse/admin-client';
import { checkedLogin } from '../directory/accounts/names.ts';
import { OperationRefused } from '../directory/operation-refused.ts';
import { type ServerOption, withAdmin } from './admin.ts';
import { typedLine } from './confirmation.ts';
import { knownUser, userAsRead } from './known-user.ts';
import { printDone, printJson } from './output.ts';

type Options = { json?: boolean } & ServerOption;

export const deleteUser = (login: string, options: Options & { yes?: boolean }): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { user, path, header } = await userAsRead(admin, { login });
    const question = `this removes ${user.login} for good; type the login to go on: `;
    if (!options.yes && checkedLogin((await typedLine(question)) || ' -') !== user.login) {
      throw new OperationRefused('not_confirmed', 'nothing was removed: give --yes, or type the login');
    }
    const dry = { path, header: { ...header, Prefer: 'dry-run' } };
    const { counts: removed } = previewOf(await admin.DELETE('/users/{user_id}', { params: dry }));
    answerOf(await admin.DELETE('/users/{user_id}', { params: { path, header } }));
    const counts = Object.entries(removed).map(([kind, count]) => `${count} ${kind.replace('_', ' ')}`);
    const said = [
      `${user.login} is removed, with ${counts.join(', ')}, all tokens, and everything else that was kept about the user`,
      `the audit keeps what happened, under the identifier ${user.id} alone; service accounts belong to nobody and stay`,
    ];
    printDone(said.join('\n'), { id: user.id, login: user.login, removed }, options);
  });

export const showUser = (login: string, options: ServerOption = {}): Promise<void> =>
  withAdmin(options, async (admin) => {
    const user = await knownUser(admin, login);
    const params = { path: { user_id: user.id } };
    const summary = answerOf(await admin.GET('/users/{user_id}/summary', { params }));
    const { items: identities } = answerOf(await admin.GET('/users/{user_id}/identities', { params }));
    printJson({ ...user, ...summary, identities }, 2);
  });
