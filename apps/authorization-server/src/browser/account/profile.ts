import { type FormError, field, forgetChoice } from '@gatehouse/html';
import { type Commit, committed } from '../../directory/operations/commit.ts';
import * as operations from '../../directory/operations/profile.ts';
import { profilePage } from '../../pages/account/profile.ts';
import { languages } from '../../pages/page.ts';
import { text } from '../../texts/catalog.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { changedMeanwhile, frameOf, leadTo, sendPage } from './answer.ts';

interface ProfileDependencies extends operations.ProfileDependencies {
  readonly commit: Commit;
  /** Absent: there is no mail server, and no way to confirm another address. */
  readonly mailer: object | undefined;
}

function formPage(
  dependencies: ProfileDependencies,
  request: AccountRequest,
  typed?: { name: string; locale: string },
  error?: FormError,
): string {
  const { name, login, email, emailVerified, roles, locale, claims } = request.account;
  return profilePage({
    ...frameOf(request, error),
    emailChangeable: dependencies.mailer !== undefined,
    login,
    email,
    emailVerified,
    department: typeof claims['department'] === 'string' ? claims['department'] : undefined,
    roles,
    languages,
    name: typed?.name ?? name ?? '',
    locale: typed?.locale ?? (locale === undefined ? '' : text(locale).language),
  });
}

/** What is known about the user. */
async function showProfile(dependencies: ProfileDependencies, request: AccountRequest): Promise<void> {
  sendPage(request, formPage(dependencies, request));
}

/** Name and language: what users change themselves. */
async function changeProfile(dependencies: ProfileDependencies, request: AccountRequest): Promise<void> {
  const { body } = request.http;
  const name = field(body, 'name').normalize('NFC').trim().slice(0, 200);
  const asked = field(body, 'locale');
  const locale = languages.some(({ tag }) => tag === asked) ? asked : '';
  if (name === '') {
    const error = { code: 'name_missing', text: request.text.formErrors.name_missing };
    sendPage(request, formPage(dependencies, request, { name, locale }, error), 400);
    return;
  }
  const profile = { name, locale: locale === '' ? undefined : locale };
  const work = operations.changeProfile(dependencies, callerOf(request), { account: request.account, profile });
  if (!(await committed(dependencies.commit, work))) {
    sendPage(request, formPage(dependencies, request, { name, locale }, changedMeanwhile(request)), 409);
    return;
  }
  forgetChoice(request.response);
  leadTo(request, '/account/profile', 'profile_changed');
}

export const page: AccountPage<ProfileDependencies> = {
  section: 'profile',
  routes: { '/profile': { get: showProfile, post: changeProfile } },
};
