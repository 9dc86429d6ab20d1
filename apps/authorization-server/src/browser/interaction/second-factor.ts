/** The second factor: a code of the authenticator app, a recovery code, or a code by mail. */

import { field } from '../../pages/request/form-field.ts';
import { duration, fillPlain } from '../../texts/catalog.ts';
import { browserIdOf } from '../browser-cookie.ts';
import { proveEmailCode } from './email-code.ts';
import type { InteractionParts, Outcome, Refused, Step } from './step.ts';

/** The step for one method. Codes are counted before they are compared, and each works once (AS-03, AS-14). */
export const secondFactorStep =
  (method: 'totp' | 'recovery_code' | 'email') =>
  async (parts: InteractionParts, step: Step): Promise<Outcome> => {
    const { text, progress, person } = step;
    if (!person) throw new TypeError('a second factor was given before the first');
    const { account, factors } = person;
    const refuse = (code: 'otp_missing' | 'invalid_otp', status: number): Refused => ({
      error: { code, text: text.formErrors[code] },
      status,
      method,
    });
    const code = field(step.request.body, 'otp').trim().slice(0, 64);
    if (code === '') return refuse('otp_missing', 400);

    const browserId = browserIdOf(step.request);
    const known = await parts.knownBrowsers.isKnown(account.id, browserId);
    const attempt = await parts.throttle.attempt('second_factor', {
      account: account.id,
      address: parts.clientAddress(step.request),
      knownBrowser: known ? browserId : undefined,
    });
    const record = (reason?: string) =>
      parts.audit.record(step.request, {
        event: 'sign_in.second_factor',
        outcome: reason === undefined ? 'success' : 'failure',
        reason,
        clientId: step.client.clientId,
        subject: account.id,
      });
    if (attempt.refusedBy !== undefined) {
      record('throttled');
      const wait = duration(text, attempt.retryAfterSeconds);
      return {
        error: { code: 'throttled', text: fillPlain(text.formErrors.throttled, { duration: wait }) },
        status: 429,
        method,
        retryAfterSeconds: attempt.retryAfterSeconds,
      };
    }
    const { secondFactors } = parts;
    const prove = {
      totp: () => secondFactors.proveTotp(factors, code),
      recovery_code: () => secondFactors.proveRecoveryCode(factors, code),
      email: () => proveEmailCode(parts, step, code),
    };
    const proof = prove[method]();
    if (!proof) {
      record(`wrong_${method}`);
      return refuse('invalid_otp', 401);
    }
    const { emailCode: _used, ...rest } = progress;
    return {
      progress: { ...rest, methods: [...progress.methods, ...proof.amr] },
      writes: [...proof.writes, ...attempt.succeeded()],
      whenLost: refuse('invalid_otp', 401),
      record,
    };
  };

/** "Use another account": the sign-in begins anew. */
export const restartStep = async (): Promise<Outcome> => ({ progress: { methods: [] } });
