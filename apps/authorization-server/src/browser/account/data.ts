/** The user's data: a copy to take away, and the end of it all. */
import { field } from '@gatehouse/html';
import { normalizeLogin } from '@gatehouse/storage';
import type { Commit } from '../../directory/operations/commit.ts';
import { type CopyDependencies, copyData } from '../../directory/operations/copy-data.ts';
import { type DeletionDependencies, deleteUser } from '../../directory/operations/delete-user.ts';
import { accountDeletedPage, dataPage, deleteAccountPage } from '../../pages/account/data.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { frameOf, sendPage } from './answer.ts';

interface DataDependencies extends CopyDependencies, DeletionDependencies {
  readonly storage: CopyDependencies['storage'] & DeletionDependencies['storage'];
  readonly commit: Commit;
}

async function showData(_dependencies: unknown, request: AccountRequest): Promise<void> {
  sendPage(request, dataPage(frameOf(request)));
}

async function askDeleteAccount(_dependencies: unknown, request: AccountRequest): Promise<void> {
  sendPage(request, deleteAccountPage({ ...frameOf(request), login: request.account.login }));
}

async function downloadData(dependencies: DataDependencies, request: AccountRequest): Promise<void> {
  const { response } = request;
  const { copy, ...work } = await copyData(dependencies, callerOf(request), request);
  await dependencies.commit(work);
  response.set('content-disposition', 'attachment; filename="account.json"');
  response.type('json').send(JSON.stringify(copy, null, 2));
}

/**
 * Removes the account. What the audit holds stays, under the account's random identifier alone: nothing there says any
 * more whose it was.
 */
async function deleteAccount(dependencies: DataDependencies, request: AccountRequest): Promise<void> {
  const { account, http, text, theme } = request;
  if (normalizeLogin(field(http.body, 'confirm').slice(0, 320)) !== account.login) {
    const error = { code: 'not_confirmed', text: text.formErrors.not_confirmed };
    sendPage(request, deleteAccountPage({ ...frameOf(request, error), login: account.login }), 400);
    return;
  }
  await dependencies.commit(await deleteUser(dependencies, callerOf(request), account));
  sendPage(request, accountDeletedPage({ text, theme }));
}

export const page: AccountPage<DataDependencies> = {
  section: 'data',
  routes: {
    '/data': { get: showData },
    '/data/download': { get: downloadData, recent: true },
    '/data/delete': { get: askDeleteAccount, post: deleteAccount, recent: true },
  },
};
