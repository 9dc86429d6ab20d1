/** Waiting until the user has opened the link in the mail, on whatever device. */
import { HttpError } from '@gatehouse/http';
import type { Accounts } from '../../directory/accounts/accounts.ts';
import type { Registration } from '../../directory/operations/registration.ts';
import { verifyEmailPage } from '../../pages/verify-email.ts';
import { giveBrowserId } from '../browser-cookie.ts';
import { type AttemptDependencies, busy, countAttempt, throttled } from './attempts.ts';
import { type Confirming, firstFactorSeconds, noProgress } from './progress.ts';
import { actionOf, type Form, frameOf, type Interaction, restart, type Step } from './step.ts';

interface VerifyEmailDependencies extends AttemptDependencies {
  readonly accounts: Pick<Accounts, 'findActive'>;
  /** Absent where no mail can be sent. */
  readonly registration: Registration | undefined;
  /** Where mails are shown that are not sent. */
  readonly mailboxHref: string | undefined;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

function confirmingOf({ progress }: Interaction): Confirming {
  if (!progress.confirming) throw new TypeError('no address is being confirmed');
  return progress.confirming;
}

export function verifyEmail(dependencies: VerifyEmailDependencies): Step {
  const { accounts, registration, mailboxHref, clock } = dependencies;

  /** The user says that it is done. Who chose or typed the password too long ago types it again. */
  const verify: Form = async (interaction) => {
    const { accountId, provedAtSeconds } = confirmingOf(interaction);
    const code = 'email_unconfirmed';
    const account = await accounts.findActive(accountId);
    if (!account) return { error: { code, text: interaction.text.formErrors[code] }, status: 400 };
    if (clock() / 1000 - provedAtSeconds > firstFactorSeconds) return { progress: noProgress };
    return { progress: { accountId, methods: ['pwd'], provedAtSeconds } };
  };

  /** Sends the mail once more, whether or not there is anybody to send it to (AS-15). */
  const resend: Form = async (interaction) => {
    const { request, response, details } = interaction;
    const confirming = confirmingOf(interaction);
    if (!registration) throw new HttpError(404, 'not_found', 'there is no mail server');
    if (registration.busy) return busy(interaction, 60);
    const key = confirming.email.toLowerCase();
    const attempt = await countAttempt(dependencies, interaction, 'registration', { key });
    if (attempt.refusedBy !== undefined) return throttled(interaction, attempt.retryAfterSeconds);
    const { accountId } = confirming;
    return {
      progress: { methods: [], confirming: { ...confirming, sentAgain: true } },
      writes: [registration.again({ accountId, browserId: giveBrowserId(request, response), uid: details.uid })],
      committed: registration.wake,
    };
  };

  return {
    async page(interaction, rejected) {
      const { accountId, email, sentAgain = false, provedAtSeconds } = confirmingOf(interaction);
      const confirmed = (await accounts.findActive(accountId)) !== undefined;
      // The page looks again by itself, for as long as the password counts; it reads, and renews nothing.
      if (!confirmed && !rejected && clock() / 1000 - provedAtSeconds < firstFactorSeconds) {
        interaction.response.set('refresh', `5;url=/interaction/${interaction.details.uid}`);
      }
      return verifyEmailPage({
        ...frameOf(interaction, rejected),
        action: actionOf(interaction, 'verify'),
        resendAction: registration && actionOf(interaction, 'resend'),
        otherAccountAction: actionOf(interaction, 'restart'),
        email,
        mailboxHref,
        confirmed,
        sentAgain,
      });
    },
    forms: { verify, resend, restart },
  };
}
