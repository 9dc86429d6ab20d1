/** The password step: login and password → who signed in, and how. */
import { HashQueueFullError } from '../accounts/password-hash.ts';
import type { InteractionParts, Outcome, Step } from './step.ts';

/** A sign-in by password alone (RFC 8176 `pwd`). */
const onePassword = { acr: 'urn:gatehouse:acr:1', amr: ['pwd'] };

const field = (body: unknown, name: string): string => {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
};

export async function passwordStep(parts: InteractionParts, step: Step): Promise<Outcome> {
  const { formErrors } = step.text;
  const login = field(step.request.body, 'login').trim().slice(0, 320);
  const password = field(step.request.body, 'password');
  const again = (
    code: 'login_missing' | 'password_missing' | 'invalid_credentials' | 'busy',
    status: number,
  ): Outcome => ({
    error: { code, text: formErrors[code] },
    status,
    login,
    ...(code === 'busy' ? { retryAfterSeconds: 2 } : {}),
  });
  if (login === '') return again('login_missing', 400);
  if (password === '') return again('password_missing', 400);

  let outcome: Awaited<ReturnType<typeof parts.accounts.signIn>>;
  try {
    outcome = await parts.accounts.signIn(login, password);
  } catch (error) {
    if (error instanceof HashQueueFullError) return again('busy', 503);
    throw error;
  }
  const accountId = outcome.ok ? outcome.account.id : outcome.accountId;
  parts.audit.record(step.request, {
    event: 'sign_in.password',
    outcome: outcome.ok ? 'success' : 'failure',
    reason: outcome.ok ? undefined : outcome.reason,
    clientId: step.client.clientId,
    subject: accountId,
  });
  if (!outcome.ok) return again('invalid_credentials', 401);
  return { result: { login: { accountId: outcome.account.id, ...onePassword } }, merge: false };
}
