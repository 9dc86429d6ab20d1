/**
 * The address: asked for by somebody who proved a moment ago who they are, confirmed by a link to the new one that only works
 * in the account that asked, and told to the old one.
 */
import { field } from '@gatehouse/html';
import { HttpError } from '@gatehouse/http';
import { ConflictError, LostRaceError } from '@gatehouse/storage';
import type { Request } from 'express';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import { emailOf } from '../../directory/accounts/contact.ts';
import { createLinks, type EmailChange } from '../../directory/accounts/links.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import * as operations from '../../directory/operations/email-change.ts';
import type { Throttle } from '../../directory/throttle/throttle.ts';
import { changeEmailPage, confirmEmailChangePage, emailSentPage } from '../../pages/account/email.ts';
import { duration, type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { linkUsed } from '../refusals.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';

interface EmailDependencies extends operations.EmailDependencies {
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail' | 'full'> | undefined;
  /** Where mails are shown that are not sent. */
  readonly mailboxHref: string | undefined;
  readonly throttle: Pick<Throttle, 'attempt'>;
  readonly clientAddress: (request: Request) => string;
  readonly commit: Commit;
}

async function showEmail(dependencies: EmailDependencies, request: AccountRequest): Promise<void> {
  if (dependencies.mailer) sendPage(request, changeEmailPage({ ...frameOf(request), email: '' }));
  else leadTo(request, '/account/profile');
}

async function askForEmail(dependencies: EmailDependencies, request: AccountRequest): Promise<void> {
  const { account, http, response, text } = request;
  const typed = field(http.body, 'email').slice(0, 254);
  const refuse = (code: FormErrorCode, status: number, seconds = 0) => {
    const values = { count: '', word: '', duration: duration(text, seconds) };
    const error = { code, text: fillPlain(text.formErrors[code], values) };
    if (seconds > 0) response.set('retry-after', String(seconds));
    sendPage(request, changeEmailPage({ ...frameOf(request, error), email: typed }), status);
  };
  const to = emailOf(typed);
  if (!dependencies.mailer) {
    leadTo(request, '/account/profile');
    return;
  }
  if (to === undefined) {
    refuse('email_invalid', 400);
    return;
  }
  if (to === account.email && account.emailVerified) {
    refuse('email_same', 400);
    return;
  }
  if (dependencies.mailer.full) {
    refuse('busy', 503, 60);
    return;
  }
  // Each of these sends a mail to somebody who may not have asked.
  const { refusedBy, retryAfterSeconds } = await dependencies.throttle.attempt('registration', {
    account: account.id,
    address: dependencies.clientAddress(http),
  });
  if (refusedBy !== undefined) {
    refuse('throttled', 429, retryAfterSeconds);
    return;
  }
  const change: EmailChange = { accountId: account.id, from: account.email, to };
  await dependencies.commit(operations.requestEmailChange(dependencies, callerOf(request), change));
  sendPage(request, emailSentPage({ ...frameOf(request), email: to, mailboxHref: dependencies.mailboxHref }));
}

const tokenOf = ({ http }: AccountRequest): string => String(http.params['token']);

/** What the link stands for. Throws HttpError when it was used, is too old, or belongs to another account. */
async function find({ storage, clock }: EmailDependencies, request: AccountRequest): Promise<EmailChange> {
  const change = await createLinks(storage, clock).find('EmailChange', tokenOf(request));
  if (!change) throw linkUsed();
  if (change.accountId !== request.account.id) {
    throw new HttpError(403, 'account_changed', 'this link belongs to another account');
  }
  return change;
}

async function showConfirmEmail(dependencies: EmailDependencies, request: AccountRequest): Promise<void> {
  const { to } = await find(dependencies, request);
  const action = `/account/email/confirm/${encodeURIComponent(tokenOf(request))}`;
  sendPage(request, confirmEmailChangePage({ ...frameOf(request), action, email: to }));
}

async function confirmEmail(dependencies: EmailDependencies, request: AccountRequest): Promise<void> {
  const { account } = request;
  const change = await find(dependencies, request);
  const changes = change.from !== change.to;
  try {
    await dependencies.commit(
      await operations.confirmEmailChange(dependencies, callerOf(request), {
        account,
        change,
        token: tokenOf(request),
      }),
    );
  } catch (error) {
    if (error instanceof LostRaceError || error instanceof ConflictError) throw linkUsed();
    throw error;
  }
  leadTo(request, '/account/profile', changes ? 'email_changed' : 'email_confirmed');
}

/** It stands below the profile. */
export const page: AccountPage<EmailDependencies> = {
  routes: {
    '/email': { get: showEmail, post: askForEmail, recent: true },
    '/email/confirm/:token': { get: showConfirmEmail, post: confirmEmail },
  },
};
