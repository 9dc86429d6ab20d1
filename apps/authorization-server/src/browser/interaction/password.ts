/** The password step: login and password → who signed in, and how. */
import type { Write } from '@gatehouse/storage';
import type { Account } from '../../directory/accounts/accounts.ts';
import { HashQueueFullError } from '../../directory/accounts/password-hash.ts';
import { field } from '../../pages/request/form-field.ts';
import { duration, fillPlain } from '../../texts/catalog.ts';
import { browserIdOf, giveBrowserId } from '../browser-cookie.ts';
import type { InteractionParts, Outcome, Refused, Step } from './step.ts';

/** The right password, but the address is not confirmed: that comes first, and the link is sent again. */
async function confirmFirst(
  parts: InteractionParts,
  step: Step,
  { id: accountId, email = '' }: Account,
  writes: readonly Write[],
): Promise<Outcome> {
  const { request, response, details } = step;
  const { registration } = parts;
  const attempt = await parts.throttle.attempt('registration', {
    account: email.toLowerCase(),
    address: parts.clientAddress(request),
  });
  const link =
    registration && !registration.busy && attempt.refusedBy === undefined
      ? [registration.again({ accountId, browserId: giveBrowserId(request, response), uid: details.uid })]
      : [];
  return {
    progress: { methods: [], confirming: { accountId, email, provedAtSeconds: Math.floor(parts.clock() / 1000) } },
    writes: [...writes, ...link],
    ...(registration ? { committed: registration.wake } : {}),
  };
}

export async function passwordStep(parts: InteractionParts, step: Step): Promise<Outcome> {
  const { formErrors } = step.text;
  const login = field(step.request.body, 'login').trim().slice(0, 320);
  const password = field(step.request.body, 'password');
  const again = (code: 'login_missing' | 'password_missing' | 'invalid_credentials', status: number): Refused => ({
    error: { code, text: formErrors[code] },
    status,
    login,
  });
  const busy: Refused = {
    error: { code: 'busy', text: formErrors.busy },
    status: 503,
    login,
    retryAfterSeconds: 2,
  };
  if (login === '') return again('login_missing', 400);
  if (password === '') return again('password_missing', 400);
  if (parts.accounts.busy) return busy;

  const candidate = await parts.accounts.identify(login);
  const browserId = browserIdOf(step.request);
  const known = candidate.account && (await parts.knownBrowsers.isKnown(candidate.account.id, browserId));
  const attempt = await parts.throttle.attempt('sign_in', {
    account: candidate.key,
    address: parts.clientAddress(step.request),
    knownBrowser: known ? browserId : undefined,
  });
  const record = (reason?: string) =>
    parts.audit.record(step.request, {
      event: 'sign_in.password',
      outcome: reason === undefined ? 'success' : 'failure',
      reason,
      clientId: step.client.clientId,
      subject: candidate.account?.id,
    });
  if (attempt.refusedBy !== undefined && attempt.refusedBy !== 'account') {
    record('throttled');
    const wait = duration(step.text, attempt.retryAfterSeconds);
    return {
      error: { code: 'throttled', text: fillPlain(formErrors.throttled, { duration: wait }) },
      status: 429,
      login,
      retryAfterSeconds: attempt.retryAfterSeconds,
    };
  }

  // Too many attempts at one account look like a wrong password, so that they say nothing about the account (AS-15).
  let outcome: Awaited<ReturnType<typeof parts.accounts.verify>>;
  try {
    outcome = await parts.accounts.verify(candidate, password, { refused: attempt.refusedBy === 'account' });
  } catch (error) {
    if (error instanceof HashQueueFullError) return busy;
    throw error;
  }
  if (!outcome.ok) {
    record(outcome.reason);
    return again('invalid_credentials', 401);
  }
  if (outcome.account.status === 'pending') {
    record();
    return confirmFirst(parts, step, outcome.account, attempt.succeeded());
  }
  return {
    progress: {
      accountId: outcome.account.id,
      methods: ['pwd'],
      provedAtSeconds: Math.floor(parts.clock() / 1000),
    },
    writes: [...outcome.writes, ...attempt.succeeded()],
    whenLost: again('invalid_credentials', 401),
    record,
  };
}
