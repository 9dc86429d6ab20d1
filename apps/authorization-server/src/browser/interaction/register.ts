/**
 * Creating an account. What a stranger sees and how long it takes is the same for an address that is free and for one that has
 * an account (AS-15): the request measures the password, makes one hash and writes one line to the outbox. Only there it is
 * looked up whose address it is; the person goes on when it is confirmed.
 */
import { randomUUID } from 'node:crypto';
import { HttpError } from '@gatehouse/http';
import { emailOf, nameOf } from '../../directory/accounts/contact.ts';
import { HashQueueFullError } from '../../directory/accounts/password-hash.ts';
import { passwordError } from '../../pages/password-error.ts';
import { field } from '../../pages/request/form-field.ts';
import { duration, type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { giveBrowserId } from '../browser-cookie.ts';
import { type InteractionParts, identityOf, type Outcome, type Refused, type Step } from './step.ts';

/** The form, read. */
interface Registrant {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

const plainError = ({ text }: Step, code: FormErrorCode, seconds = 0) => ({
  code,
  text: fillPlain(text.formErrors[code], { count: '', word: '', duration: duration(text, seconds) }),
});

/** What is wrong with the form; undefined when nothing is. */
async function faultOf(parts: InteractionParts, step: Step, { name, email, password }: Registrant) {
  if (name === '') return plainError(step, 'name_missing');
  if (email === '') return plainError(step, 'email_invalid');
  if (password === '') return plainError(step, 'new_password_missing');
  const context = [name, email, identityOf(step.client).name];
  const fault = await parts.passwordRules.fault(password, { secondFactor: false, context });
  return fault && passwordError(step.text, fault);
}

export async function registerStep(parts: InteractionParts, step: Step): Promise<Outcome> {
  const { request, response, client, text, details } = step;
  const { registration } = parts;
  if (!registration?.open) throw new HttpError(404, 'not_found', 'accounts are not made here');
  const registrant: Registrant = {
    name: nameOf(field(request.body, 'name')),
    email: emailOf(field(request.body, 'email')) ?? '',
    password: field(request.body, 'new_password'),
  };
  const typed = { name: registrant.name, email: field(request.body, 'email').slice(0, 254) };
  const again = (error: Refused['error'], status: number, retryAfterSeconds?: number): Refused => ({
    error,
    status,
    typed,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
  const fault = await faultOf(parts, step, registrant);
  if (fault) return again(fault, 400);
  if (parts.accounts.busy || registration.busy) return again(plainError(step, 'busy'), 503, 2);

  const { email, name } = registrant;
  const record = (reason?: string) =>
    parts.audit.record(request, {
      event: 'registration.requested',
      outcome: reason === undefined ? 'success' : 'failure',
      reason,
      clientId: client.clientId,
    });
  const { refusedBy, retryAfterSeconds } = await parts.throttle.attempt('registration', {
    account: email.toLowerCase(),
    address: parts.clientAddress(request),
  });
  if (refusedBy !== undefined) {
    record('throttled');
    return again(plainError(step, 'throttled', retryAfterSeconds), 429, retryAfterSeconds);
  }
  let passwordHash: string;
  try {
    passwordHash = await parts.hasher.hash(registrant.password);
  } catch (error) {
    if (error instanceof HashQueueFullError) return again(plainError(step, 'busy'), 503, 2);
    throw error;
  }
  record();
  const accountId = randomUUID();
  const browserId = giveBrowserId(request, response);
  const asked = { accountId, email, name, locale: text.language, passwordHash, browserId, uid: details.uid };
  return {
    progress: {
      methods: [],
      confirming: { accountId, email, provedAtSeconds: Math.floor(parts.clock() / 1000) },
    },
    writes: [registration.ask(asked)],
    committed: registration.wake,
  };
}
