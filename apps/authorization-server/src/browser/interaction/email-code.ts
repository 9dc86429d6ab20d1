/**
 * A code by mail, only where the operator allows it. It is asked for after the password of a user who has nothing better,
 * so that a stolen password alone neither signs in nor adds an authenticator app. It never stands in for an app or a passkey.
 */
import { HttpError } from '@gatehouse/http';
import type { Storage, Write } from '@gatehouse/storage';
import type { Account } from '../../directory/accounts/accounts.ts';
import { isEmailCode, newEmailCode, type SentCode } from '../../directory/accounts/email-code.ts';
import type { Proof } from '../../directory/accounts/second-factors.ts';
import { formErrorOf } from '../../pages/form-error.ts';
import { secondFactorPage } from '../../pages/second-factor.ts';
import { countAttempt } from './attempts.ts';
import { type CodeFormDependencies, codeForm } from './code-form.ts';
import type { Progress } from './progress.ts';
import { actionOf, type Form, frameOf, type Interaction, provenUser, restart, type Step } from './step.ts';

/** How codes are mailed. */
export interface EmailCode {
  /** Too many mails wait; come again later. */
  readonly busy: boolean;
  mail(to: Account & { readonly email: string }, code: string, how: { readonly withoutPassword: boolean }): Write;
}

interface EmailCodeDependencies extends CodeFormDependencies {
  /** Absent where the operator does not allow codes by mail, or no mail can be sent. */
  readonly emailCode: EmailCode | undefined;
  /** Where mails are shown that are not sent. */
  readonly mailboxHref: string | undefined;
  readonly storage: Pick<Storage, 'artefacts'>;
  /** Something was put into the outbox. */
  readonly wake: () => void;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** The address a code may go to: a confirmed one. */
export const codeAddressOf = (emailCode: EmailCode | undefined, account: Account | undefined): string | undefined =>
  emailCode && account?.emailVerified ? account.email : undefined;

/** As much of an address as its owner needs to know it by; nobody else has proved more than a password yet. */
const maskedAddress = (email: string): string => email.replace(/^(.).*(?=@)/su, '$1•••');

type Sending =
  | { readonly sent: SentCode; readonly writes: readonly Write[] }
  | { readonly refusedBy: 'busy' | 'throttled'; readonly retryAfterSeconds: number };

export function emailCodeStep(dependencies: EmailCodeDependencies): Step {
  const { emailCode, mailboxHref, storage, wake, clock } = dependencies;
  const nowSeconds = () => Math.floor(clock() / 1000);
  const useUp = ({ challenge, expiresAtSeconds }: SentCode): Write =>
    storage.artefacts.writes.once({ model: 'EmailCodeUsed', id: challenge, expiresAtSeconds });

  /** Makes a code and the mail with it, when there were not too many (AS-14). The one before it ends with the commit. */
  const newSending = async (
    interaction: Interaction,
    { methods }: Progress,
    account: Account,
    before?: SentCode,
  ): Promise<Sending> => {
    const email = codeAddressOf(emailCode, account);
    if (!emailCode || email === undefined) throw new TypeError('no code may be mailed');
    if (emailCode.busy) return { refusedBy: 'busy', retryAfterSeconds: 60 };
    const about = { key: account.id, accountId: account.id };
    const { refusedBy, retryAfterSeconds } = await countAttempt(dependencies, interaction, 'email_code', about);
    if (refusedBy !== undefined) return { refusedBy: 'throttled', retryAfterSeconds };
    const { details, text } = interaction;
    const { code, sent } = newEmailCode({ uid: details.uid, accountId: account.id, email }, nowSeconds());
    const mail = emailCode.mail({ ...account, email, locale: account.locale ?? text.language }, code, {
      withoutPassword: !methods.includes('pwd'),
    });
    return { sent, writes: [...(before ? [useUp(before)] : []), mail] };
  };

  /** Another code; the one before counts no more. */
  const resend: Form = async (interaction) => {
    const { progress, text } = interaction;
    const sending = await newSending(interaction, progress, provenUser(interaction).account, progress.emailCode);
    if ('sent' in sending) {
      return {
        progress: { ...progress, emailCode: sending.sent },
        writes: sending.writes,
        whenLost: { error: { code: 'invalid_otp', text: text.formErrors.invalid_otp }, status: 409 },
        committed: wake,
      };
    }
    const { refusedBy, retryAfterSeconds } = sending;
    return {
      error: formErrorOf(text, refusedBy, retryAfterSeconds),
      status: refusedBy === 'busy' ? 503 : 429,
      retryAfterSeconds,
    };
  };

  /** The code that was sent in this sign-in; undefined when it is another, too old, or the address has changed. */
  const prove = (interaction: Interaction, typed: string): Proof | undefined => {
    const { account } = provenUser(interaction);
    const { emailCode: sent } = interaction.progress;
    const email = codeAddressOf(emailCode, account);
    if (!sent || email === undefined) return undefined;
    const binding = { uid: interaction.details.uid, accountId: account.id, email };
    if (!isEmailCode(sent, binding, typed, nowSeconds())) return undefined;
    return { amr: ['email'], writes: [useUp(sent)] };
  };

  return {
    page(interaction, rejected) {
      const { account } = provenUser(interaction);
      const address = codeAddressOf(emailCode, account);
      if (address === undefined) throw new TypeError('no code may be mailed');
      return secondFactorPage({
        ...frameOf(interaction, rejected),
        account: { login: account.login, name: account.name },
        action: actionOf(interaction, 'email-code'),
        resendAction: actionOf(interaction, 'resend-code'),
        otherAccountAction: actionOf(interaction, 'restart'),
        method: { kind: 'email', address: maskedAddress(address), mailboxHref },
      });
    },
    forms: {
      'email-code': codeForm(dependencies, 'email', (_factors, code, interaction) => prove(interaction, code)),
      'resend-code': resend,
      restart,
    },
    /** The first code. Throws HttpError when there were too many. */
    async begin(interaction, progress, user) {
      if (!user || progress.emailCode !== undefined) return { progress };
      const sending = await newSending(interaction, progress, user);
      if ('sent' in sending) {
        return { progress: { ...progress, emailCode: sending.sent }, writes: sending.writes, committed: wake };
      }
      const headers = { 'retry-after': String(sending.retryAfterSeconds) };
      const status = sending.refusedBy === 'busy' ? 503 : 429;
      throw new HttpError(status, sending.refusedBy, 'no more codes are mailed now', { headers });
    },
  };
}
