/**
 * The address: asked for by somebody who proved a moment ago who they are, confirmed by a link to the new one that only works
 * in the account that asked, and told to the old one.
 */
import { field } from '@gatehouse/html';
import { HttpError } from '@gatehouse/http';
import { ConflictError, LostRaceError } from '@gatehouse/storage';
import { emailOf } from '../../directory/accounts/contact.ts';
import { createLinks, type EmailChange } from '../../directory/accounts/links.ts';
import { confirmEmailChange, requestEmailChange } from '../../directory/operations/email-change.ts';
import { changeEmailPage, confirmEmailChangePage, emailSentPage } from '../../pages/account/email.ts';
import { duration, type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { linkUsed } from '../refusals.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';
import { type AccountParts, callerOf, type Visit } from './visit.ts';

export async function showEmail(parts: AccountParts, visit: Visit): Promise<void> {
  if (parts.mailer) sendPage(visit, changeEmailPage({ ...frameOf(visit), email: '' }));
  else leadTo(visit, '/account/profile');
}

export async function askForEmail(parts: AccountParts, visit: Visit): Promise<void> {
  const { account, request, response, text } = visit;
  const typed = field(request.body, 'email').slice(0, 254);
  const refuse = (code: FormErrorCode, status: number, seconds = 0) => {
    const values = { count: '', word: '', duration: duration(text, seconds) };
    const error = { code, text: fillPlain(text.formErrors[code], values) };
    if (seconds > 0) response.set('retry-after', String(seconds));
    sendPage(visit, changeEmailPage({ ...frameOf(visit, error), email: typed }), status);
  };
  const to = emailOf(typed);
  if (!parts.mailer) {
    leadTo(visit, '/account/profile');
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
  if (parts.mailer.full) {
    refuse('busy', 503, 60);
    return;
  }
  // Each of these sends a mail to somebody who may not have asked.
  const { refusedBy, retryAfterSeconds } = await parts.throttle.attempt('registration', {
    account: account.id,
    address: parts.clientAddress(request),
  });
  if (refusedBy !== undefined) {
    refuse('throttled', 429, retryAfterSeconds);
    return;
  }
  const change: EmailChange = { accountId: account.id, from: account.email, to };
  await parts.commit(requestEmailChange(parts, callerOf(visit), change));
  sendPage(visit, emailSentPage({ ...frameOf(visit), email: to }));
}

const tokenOf = ({ request }: Visit): string => String(request.params['token']);

/** What the link stands for. Throws HttpError when it was used, is too old, or belongs to another account. */
async function find({ storage, clock }: AccountParts, visit: Visit): Promise<EmailChange> {
  const change = await createLinks(storage, clock).find('EmailChange', tokenOf(visit));
  if (!change) throw linkUsed();
  if (change.accountId !== visit.account.id) {
    throw new HttpError(403, 'account_changed', 'this link belongs to another account');
  }
  return change;
}

export async function showConfirmEmail(parts: AccountParts, visit: Visit): Promise<void> {
  const { to } = await find(parts, visit);
  const action = `/account/email/confirm/${encodeURIComponent(tokenOf(visit))}`;
  sendPage(visit, confirmEmailChangePage({ ...frameOf(visit), action, email: to }));
}

export async function confirmEmail(parts: AccountParts, visit: Visit): Promise<void> {
  const { account } = visit;
  const change = await find(parts, visit);
  const changes = change.from !== change.to;
  try {
    await parts.commit(await confirmEmailChange(parts, callerOf(visit), { account, change, token: tokenOf(visit) }));
  } catch (error) {
    if (error instanceof LostRaceError || error instanceof ConflictError) throw linkUsed();
    throw error;
  }
  leadTo(visit, '/account/profile', changes ? 'email_changed' : 'email_confirmed');
}
