import { type FormError, field, forgetChoice } from '@gatehouse/html';
import { committed } from '../../directory/operations/commit.ts';
import * as operations from '../../directory/operations/profile.ts';
import { profilePage } from '../../pages/account/profile.ts';
import { languages } from '../../pages/page.ts';
import { changedMeanwhile, frameOf, leadTo, sendPage } from './answer.ts';
import { type AccountParts, callerOf, type Visit } from './visit.ts';

function page(parts: AccountParts, visit: Visit, typed?: { name: string; locale: string }, error?: FormError): string {
  const { name, login, email, emailVerified, roles, locale } = visit.account;
  return profilePage({
    ...frameOf(visit, error),
    emailChangeable: parts.mailer !== undefined,
    login,
    email,
    emailVerified,
    roles,
    languages,
    name: typed?.name ?? name ?? '',
    locale: typed?.locale ?? locale ?? '',
  });
}

/** What is known about the person. */
export async function showProfile(parts: AccountParts, visit: Visit): Promise<void> {
  sendPage(visit, page(parts, visit));
}

/** Name and language: what people change themselves. */
export async function changeProfile(parts: AccountParts, visit: Visit): Promise<void> {
  const { body } = visit.request;
  const name = field(body, 'name').normalize('NFC').trim().slice(0, 200);
  const asked = field(body, 'locale');
  const locale = languages.some(({ tag }) => tag === asked) ? asked : '';
  if (name === '') {
    const error = { code: 'name_missing', text: visit.text.formErrors.name_missing };
    sendPage(visit, page(parts, visit, { name, locale }, error), 400);
    return;
  }
  const profile = { name, locale: locale === '' ? undefined : locale };
  const work = operations.changeProfile(parts, callerOf(visit), { account: visit.account, profile });
  if (!(await committed(parts.commit, work))) {
    sendPage(visit, page(parts, visit, { name, locale }, changedMeanwhile(visit)), 409);
    return;
  }
  forgetChoice(visit.response);
  leadTo(visit, '/account/profile', 'profile_changed');
}
