/** Adding an authenticator app in the middle of a sign-in that asks for two factors of somebody who has one. */
import { field } from '../../pages/request/form-field.ts';
import type { InteractionParts, Outcome, Refused, Step } from './step.ts';

export async function addTotpStep(parts: InteractionParts, step: Step): Promise<Outcome> {
  const { text, progress, person } = step;
  const secret = progress.totpSecret;
  if (!person || secret === undefined) throw new TypeError('no authenticator app is being added');
  const refuse = (code: 'otp_missing' | 'invalid_otp' | 'factor_changed', status: number): Refused => ({
    error: { code, text: text.formErrors[code] },
    status,
  });
  const code = field(step.request.body, 'otp').trim().slice(0, 64);
  if (code === '') return refuse('otp_missing', 400);
  // Whoever is here saw the secret, so there is nothing to guess.
  const added = parts.secondFactors.addTotp(person.factors, secret, code);
  if (!added) return refuse('invalid_otp', 401);
  const record = (lost?: string) => {
    if (lost === undefined) parts.wake();
    parts.audit.record(step.request, {
      event: 'factor.added',
      outcome: lost === undefined ? 'success' : 'failure',
      reason: lost ?? 'totp',
      clientId: step.client.clientId,
      subject: person.account.id,
    });
  };
  const { totpSecret: _added, ...rest } = progress;
  return {
    progress: {
      ...rest,
      methods: [...progress.methods, ...added.amr],
      ...(added.recoveryCodes ? { recoveryCodes: added.recoveryCodes } : {}),
    },
    writes: [...added.writes, ...parts.tellOfFactor(person.account)],
    whenLost: refuse('factor_changed', 409),
    record,
  };
}

/** The person says that the recovery codes are kept; they are not shown again. */
export async function codesKeptStep(_parts: InteractionParts, { progress }: Step): Promise<Outcome> {
  const { recoveryCodes: _kept, ...rest } = progress;
  return { progress: rest };
}
