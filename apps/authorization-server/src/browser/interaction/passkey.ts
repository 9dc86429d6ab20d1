/** Passkeys in a sign-in: instead of the password and a second factor, or as the second factor. */
import type { PasskeyFailure } from '../../directory/accounts/passkeys.ts';
import { field } from '../../pages/request/form-field.ts';
import { allowOwnScript } from '../../pages/request/script-policy.ts';
import { duration, fillPlain } from '../../texts/catalog.ts';
import { browserIdOf } from '../browser-cookie.ts';
import type { InteractionParts, Outcome, Refused, Step } from './step.ts';

/** A challenge counts in this sign-in alone; the engine's cookie ties that to the browser (AS-16). */
const signInBinding = ({ details }: Step) => `sign_in:${details.uid}`;
const secondFactorBinding = ({ details }: Step, accountId: string) => `second_factor:${details.uid}:${accountId}`;

/** What the sign-in page asks the browser for. */
export function signInOptions(parts: InteractionParts, step: Step) {
  allowOwnScript(step.response);
  return parts.passkeys.signInOptions(signInBinding(step));
}

/** What the page of the second factor asks the browser for. */
export function secondFactorOptions(parts: InteractionParts, step: Step) {
  const { person } = step;
  if (!person) throw new TypeError('a second factor was asked for before the first');
  allowOwnScript(step.response);
  return parts.passkeys.secondFactorOptions(secondFactorBinding(step, person.account.id), person.factors.passkeys);
}

const refuse = ({ text }: Step, code: 'passkey_missing' | 'passkey_refused', status: number): Refused => ({
  error: { code, text: text.formErrors[code] },
  status,
  method: 'passkey',
});

/**
 * Counts the attempt against the network it comes from, unless the browser is one of the person's own. The account has
 * no count: a signature cannot be guessed, and nobody shall keep a person out by trying.
 */
async function attempt(parts: InteractionParts, step: Step, action: 'sign_in' | 'second_factor', accountId?: string) {
  const browserId = browserIdOf(step.request);
  const known = accountId !== undefined && (await parts.knownBrowsers.isKnown(accountId, browserId));
  return parts.throttle.attempt(action, {
    address: parts.clientAddress(step.request),
    knownBrowser: known ? browserId : undefined,
  });
}

const throttled = ({ text }: Step, retryAfterSeconds: number): Refused => ({
  error: {
    code: 'throttled',
    text: fillPlain(text.formErrors.throttled, { duration: duration(text, retryAfterSeconds) }),
  },
  status: 429,
  method: 'passkey',
  retryAfterSeconds,
});

const recorder =
  (parts: InteractionParts, step: Step, event: 'sign_in.passkey' | 'sign_in.second_factor', of: Subject) =>
  (reason?: string) =>
    parts.audit.record(step.request, {
      event,
      outcome: reason === undefined ? 'success' : 'failure',
      reason,
      clientId: step.client.clientId,
      subject: of.accountId,
      target: of.reference === undefined ? undefined : { type: 'passkey', id: of.reference },
    });

interface Subject {
  readonly accountId: string | undefined;
  readonly reference?: string;
}

/** A sign-in without a password: the passkey says who it is, and the device verified its user. */
export async function passkeyStep(parts: InteractionParts, step: Step): Promise<Outcome> {
  const given = field(step.request.body, 'passkey');
  if (given === '') return refuse(step, 'passkey_missing', 400);
  const counted = await attempt(parts, step, 'sign_in');
  const proof = await parts.passkeys.prove(signInBinding(step), given);
  // A right signature passes whoever else failed at its address.
  if (!proof.ok && counted.refusedBy !== undefined) {
    recorder(parts, step, 'sign_in.passkey', { accountId: undefined })('throttled');
    return throttled(step, counted.retryAfterSeconds);
  }
  const failed = ({ reason, accountId }: Pick<PasskeyFailure, 'accountId'> & { reason: string }) => {
    recorder(parts, step, 'sign_in.passkey', { accountId })(reason);
    return refuse(step, 'passkey_refused', 401);
  };
  if (!proof.ok) return failed(proof);
  const { accountId, reference } = proof.passkey;
  if (!(await parts.accounts.findActive(accountId))) return failed({ reason: 'account_disabled', accountId });
  return {
    progress: { accountId, methods: proof.amr, provedAtSeconds: Math.floor(parts.clock() / 1000) },
    writes: [...proof.writes, ...counted.succeeded()],
    whenLost: refuse(step, 'passkey_refused', 401),
    record: recorder(parts, step, 'sign_in.passkey', { accountId, reference }),
  };
}

/** The second factor after a password. */
export async function passkeyFactorStep(parts: InteractionParts, step: Step): Promise<Outcome> {
  const { person, progress } = step;
  if (!person) throw new TypeError('a second factor was given before the first');
  const accountId = person.account.id;
  const given = field(step.request.body, 'passkey');
  if (given === '') return refuse(step, 'passkey_missing', 400);
  const counted = await attempt(parts, step, 'second_factor', accountId);
  const record = recorder(parts, step, 'sign_in.second_factor', { accountId });
  if (counted.refusedBy !== undefined) {
    record('throttled');
    return throttled(step, counted.retryAfterSeconds);
  }
  const proof = await parts.passkeys.prove(secondFactorBinding(step, accountId), given, accountId);
  if (!proof.ok) {
    record(proof.reason);
    return refuse(step, 'passkey_refused', 401);
  }
  const { reference } = proof.passkey;
  return {
    progress: { ...progress, methods: [...progress.methods, ...proof.amr] },
    writes: [...proof.writes, ...counted.succeeded()],
    whenLost: refuse(step, 'passkey_refused', 401),
    record: recorder(parts, step, 'sign_in.second_factor', { accountId, reference }),
  };
}
