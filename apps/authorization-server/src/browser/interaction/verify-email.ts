/** Waiting until the person has opened the link in the mail, on whatever device. */
import { HttpError } from '@gatehouse/http';
import { duration, fillPlain } from '../../texts/catalog.ts';
import { giveBrowserId } from '../browser-cookie.ts';
import { type Confirming, firstFactorSeconds, noProgress } from './progress.ts';
import type { InteractionParts, Outcome, Step } from './step.ts';

function confirmingOf({ progress }: Step): Confirming {
  if (!progress.confirming) throw new TypeError('no address is being confirmed');
  return progress.confirming;
}

/** The person says that it is done. Who chose or typed the password too long ago types it again. */
export async function verifyEmailStep(parts: InteractionParts, step: Step): Promise<Outcome> {
  const { accountId, provedAtSeconds } = confirmingOf(step);
  const code = 'email_unconfirmed';
  const account = await parts.accounts.findActive(accountId);
  if (!account) return { error: { code, text: step.text.formErrors[code] }, status: 400 };
  if (parts.clock() / 1000 - provedAtSeconds > firstFactorSeconds) return { progress: noProgress };
  return { progress: { accountId, methods: ['pwd'], provedAtSeconds } };
}

/** Sends the mail once more, whether or not there is anybody to send it to (AS-15). */
export async function resendStep(parts: InteractionParts, step: Step): Promise<Outcome> {
  const { request, response, text, details } = step;
  const confirming = confirmingOf(step);
  const { registration } = parts;
  if (!registration) throw new HttpError(404, 'not_found', 'there is no mail server');
  if (registration.busy) {
    return { error: { code: 'busy', text: text.formErrors.busy }, status: 503, retryAfterSeconds: 60 };
  }
  const { refusedBy, retryAfterSeconds } = await parts.throttle.attempt('registration', {
    account: confirming.email.toLowerCase(),
    address: parts.clientAddress(request),
  });
  if (refusedBy !== undefined) {
    const wait = duration(text, retryAfterSeconds);
    return {
      error: { code: 'throttled', text: fillPlain(text.formErrors.throttled, { duration: wait }) },
      status: 429,
      retryAfterSeconds,
    };
  }
  const { accountId } = confirming;
  return {
    progress: { methods: [], confirming: { ...confirming, sentAgain: true } },
    writes: [registration.again({ accountId, browserId: giveBrowserId(request, response), uid: details.uid })],
    committed: registration.wake,
  };
}
