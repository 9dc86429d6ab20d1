/**
 * Creating an account. What a stranger sees and how long it takes is the same for an address that is free and for one that has
 * an account (AS-15): the request measures the password, makes one hash and writes one line to the outbox. Only there it is
 * looked up whose address it is; the user goes on when it is confirmed.
 */

import { randomUUID } from 'node:crypto';
import { field } from '@gatehouse/html';
import { HttpError, originOf } from '@gatehouse/http';
import type { Accounts } from '../../directory/accounts/accounts.ts';
import { emailOf, nameOf } from '../../directory/accounts/contact.ts';
import { HashUnavailableError, type PasswordHasher } from '../../directory/accounts/password-hash.ts';
import type { PasswordRules } from '../../directory/accounts/password-rules.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import { identityOf } from '../../directory/clients/identity.ts';
import type { Registration } from '../../directory/operations/registration.ts';
import { formErrorOf } from '../../pages/form-error.ts';
import { passwordError } from '../../pages/password-error.ts';
import { giveBrowserId } from '../browser-cookie.ts';
import { type AttemptDependencies, busy, countAttempt, throttled } from './attempts.ts';
import type { Form, FormRejected, Interaction } from './step.ts';

export interface RegisterDependencies extends AttemptDependencies {
  readonly accounts: Pick<Accounts, 'busy'>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly passwordRules: PasswordRules;
  readonly audit: Pick<Audit, 'record'>;
  /** Absent where no mail can be sent. */
  readonly registration: Registration | undefined;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** The form, read. */
interface Registrant {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** What is wrong with the form; undefined when nothing is. */
async function faultOf(rules: PasswordRules, interaction: Interaction, { name, email, password }: Registrant) {
  const { text, client } = interaction;
  if (name === '') return formErrorOf(text, 'name_missing');
  if (email === '') return formErrorOf(text, 'email_invalid');
  if (password === '') return formErrorOf(text, 'new_password_missing');
  const fault = await rules.fault(password, {
    secondFactor: false,
    context: [name, email, identityOf(client, text).name],
  });
  return fault && passwordError(text, fault);
}

export const registerForm =
  (dependencies: RegisterDependencies): Form =>
  async (interaction) => {
    const { request, response, client, text, details } = interaction;
    const { registration, accounts, passwordRules, audit, hasher, clock } = dependencies;
    if (!registration?.open) throw new HttpError(404, 'not_found', 'accounts are not made here');
    const registrant: Registrant = {
      name: nameOf(field(request.body, 'name')),
      email: emailOf(field(request.body, 'email')) ?? '',
      password: field(request.body, 'new_password'),
    };
    const typed = { name: registrant.name, email: field(request.body, 'email').slice(0, 254) };
    const again = (rejected: FormRejected): FormRejected => ({ ...rejected, typed });
    const fault = await faultOf(passwordRules, interaction, registrant);
    if (fault) return again({ error: fault, status: 400 });
    if (accounts.busy || registration.busy) return again(busy(interaction, 2));

    const { email, name } = registrant;
    const { clientId } = client;
    const attempt = await countAttempt(dependencies, interaction, 'registration', { key: email.toLowerCase() });
    if (attempt.refusedBy !== undefined) {
      audit.record(request, {
        event: 'registration.requested',
        outcome: 'failure',
        reason: 'throttled',
        clientId,
      });
      return again(throttled(interaction, attempt.retryAfterSeconds));
    }
    let passwordHash: string;
    try {
      passwordHash = await hasher.hash(registrant.password);
    } catch (error) {
      if (error instanceof HashUnavailableError) return again(busy(interaction, 2));
      throw error;
    }
    const accountId = randomUUID();
    const browserId = giveBrowserId(request, response);
    const asked = { accountId, email, name, locale: text.language, passwordHash, browserId, uid: details.uid };
    return {
      progress: {
        methods: [],
        confirming: { accountId, email, provedAtSeconds: Math.floor(clock() / 1000) },
      },
      ...registration.ask({ origin: originOf(request), clientId }, asked),
    };
  };
