/**
 * A code by mail, only where the operator allows it. It is asked for after the password of somebody who has nothing better,
 * so that a stolen password alone neither signs in nor adds an authenticator app. It never stands in for an app or a passkey.
 */
import { HttpError } from '@gatehouse/http';
import type { Write } from '@gatehouse/storage';
import type { Account } from '../../directory/accounts/accounts.ts';
import { isEmailCode, newEmailCode, type SentCode } from '../../directory/accounts/email-code.ts';
import type { Proof } from '../../directory/accounts/second-factors.ts';
import { duration, fillPlain } from '../../texts/catalog.ts';
import { browserIdOf } from '../browser-cookie.ts';
import type { InteractionParts, Outcome, Step } from './step.ts';

/** The address a code may go to: a confirmed one. */
export const codeAddressOf = ({ emailCode }: InteractionParts, account: Account | undefined): string | undefined =>
  emailCode && account?.emailVerified ? account.email : undefined;

/** As much of an address as its owner needs to know it by; nobody else has proved more than a password yet. */
export const maskedAddress = (email: string): string => email.replace(/^(.).*(?=@)/su, '$1•••');

type Sending =
  | { readonly sent: SentCode; readonly writes: readonly Write[] }
  | { readonly refusedBy: 'busy' | 'throttled'; readonly retryAfterSeconds: number };

/** Makes a code and the mail with it, when there were not too many (AS-14). The one before it ends with the commit. */
async function newSending(parts: InteractionParts, step: Step, account: Account, before?: SentCode): Promise<Sending> {
  const { emailCode, throttle, storage } = parts;
  const email = codeAddressOf(parts, account);
  if (!emailCode || email === undefined) throw new TypeError('no code may be mailed');
  if (emailCode.busy) return { refusedBy: 'busy', retryAfterSeconds: 60 };
  const { request, details, text } = step;
  const browserId = browserIdOf(request);
  const known = await parts.knownBrowsers.isKnown(account.id, browserId);
  const { refusedBy, retryAfterSeconds } = await throttle.attempt('email_code', {
    account: account.id,
    address: parts.clientAddress(request),
    knownBrowser: known ? browserId : undefined,
  });
  if (refusedBy !== undefined) return { refusedBy: 'throttled', retryAfterSeconds };
  const binding = { uid: details.uid, accountId: account.id, email };
  const { code, sent } = newEmailCode(binding, Math.floor(parts.clock() / 1000));
  const mail = emailCode.mail({ ...account, email, locale: account.locale ?? text.language }, code);
  return { sent, writes: [...(before ? [useUp(storage, before)] : []), mail] };
}

const useUp = ({ artefacts }: InteractionParts['storage'], { challenge, expiresAtSeconds }: SentCode): Write =>
  artefacts.writes.once({ model: 'EmailCodeUsed', id: challenge, expiresAtSeconds });

/** The first code of a sign-in. Throws HttpError when there were too many. */
export async function firstCode(parts: InteractionParts, step: Step, account: Account) {
  const sending = await newSending(parts, step, account);
  if ('sent' in sending) return sending;
  const headers = { 'retry-after': String(sending.retryAfterSeconds) };
  const status = sending.refusedBy === 'busy' ? 503 : 429;
  throw new HttpError(status, sending.refusedBy, 'no more codes are mailed now', { headers });
}

/** `#resend`: another code; the one before counts no more. */
export async function resendCodeStep(parts: InteractionParts, step: Step): Promise<Outcome> {
  const { progress, person, text } = step;
  if (!person) throw new TypeError('a code was asked for before the first factor');
  const sending = await newSending(parts, step, person.account, progress.emailCode);
  if ('sent' in sending) {
    return {
      progress: { ...progress, emailCode: sending.sent },
      writes: sending.writes,
      whenLost: { error: { code: 'invalid_otp', text: text.formErrors.invalid_otp }, status: 409 },
      committed: parts.wake,
    };
  }
  const { refusedBy, retryAfterSeconds } = sending;
  const error = fillPlain(text.formErrors[refusedBy], { duration: duration(text, retryAfterSeconds) });
  return {
    error: { code: refusedBy, text: error },
    status: refusedBy === 'busy' ? 503 : 429,
    retryAfterSeconds,
  };
}

/** The code that was sent in this sign-in; undefined when it is another, too old, or the address has changed. */
export function proveEmailCode(parts: InteractionParts, step: Step, typed: string): Proof | undefined {
  const { progress, person, details } = step;
  const { emailCode: sent } = progress;
  const email = codeAddressOf(parts, person?.account);
  if (!person || !sent || email === undefined) return undefined;
  const binding = { uid: details.uid, accountId: person.account.id, email };
  if (!isEmailCode(sent, binding, typed, Math.floor(parts.clock() / 1000))) return undefined;
  return { amr: ['email'], writes: [useUp(parts.storage, sent)] };
}
