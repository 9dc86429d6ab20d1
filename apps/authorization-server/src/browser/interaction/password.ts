/** Login and password → who signed in, and how. */
import { field } from '@gatehouse/html';
import { normalizeLogin, type Write } from '@gatehouse/storage';
import type { Account, Accounts, SignInOutcome } from '../../directory/accounts/accounts.ts';
import { HashUnavailableError } from '../../directory/accounts/password-hash.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import type { TooMany } from '../../directory/operations/prove.ts';
import type { Registration } from '../../directory/operations/registration.ts';
import { formErrorOf } from '../../pages/form-error.ts';
import { giveBrowserId } from '../browser-cookie.ts';
import { type AttemptDependencies, busy, countAttempt, notProved, prove } from './attempts.ts';
import type { Advanced, Form, FormRejected, Interaction } from './step.ts';

export interface PasswordDependencies extends AttemptDependencies {
  readonly accounts: Pick<Accounts, 'busy' | 'identify' | 'verify'>;
  readonly audit: Pick<Audit, 'record'>;
  /** Absent where no mail can be sent. */
  readonly registration: Registration | undefined;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** The right password, but the address is not confirmed: that comes first, and the link is sent again. */
async function confirmFirst(
  dependencies: PasswordDependencies,
  interaction: Interaction,
  { id: accountId, email = '' }: Account,
  writes: readonly Write[],
): Promise<Advanced> {
  const { request, response, details } = interaction;
  const { registration, clock } = dependencies;
  const attempt = await countAttempt(dependencies, interaction, 'registration', { key: email.toLowerCase() });
  const link =
    registration && !registration.busy && attempt.refusedBy === undefined
      ? [registration.again({ accountId, browserId: giveBrowserId(request, response), uid: details.uid })]
      : [];
  return {
    progress: { methods: [], confirming: { accountId, email, provedAtSeconds: Math.floor(clock() / 1000) } },
    writes: [...writes, ...link],
    ...(registration ? { committed: registration.wake } : {}),
  };
}

/**
 * That even the right password is refused for a while, once this name was tried too often. Failures are counted by the name
 * as it was typed, of an account or not, so that nothing is said of who there is (AS-15); whether the account itself is paused
 * plays no part.
 */
async function tooManyOf(
  dependencies: PasswordDependencies,
  interaction: Interaction,
  login: string,
  account: Account | undefined,
): Promise<Pick<FormRejected, 'error'> | undefined> {
  const about = { key: normalizeLogin(login), accountId: account?.id };
  const { refusedBy, retryAfterSeconds } = await countAttempt(dependencies, interaction, 'sign_in_name', about);
  return refusedBy && { error: formErrorOf(interaction.text, 'name_throttled', retryAfterSeconds) };
}

export const passwordForm =
  (dependencies: PasswordDependencies): Form =>
  async (interaction) => {
    const { accounts, audit, clock } = dependencies;
    const { request, client } = interaction;
    const { formErrors } = interaction.text;
    const login = field(request.body, 'login').trim().slice(0, 320);
    const password = field(request.body, 'password');
    const again = (
      code: 'login_missing' | 'password_missing' | 'invalid_credentials',
      status: number,
    ): FormRejected => ({
      error: { code, text: formErrors[code] },
      status,
      login,
    });
    if (login === '') return again('login_missing', 400);
    if (password === '') return again('password_missing', 400);
    if (accounts.busy) return { ...busy(interaction, 2), login };

    const candidate = await accounts.identify(login);
    const { key, account } = candidate;
    const record = (reason?: string) =>
      audit.record(request, {
        event: 'sign_in.password',
        outcome: reason === undefined ? 'success' : 'failure',
        reason,
        clientId: client.clientId,
        subject: account?.id,
      });
    const about = { action: 'sign_in', key, accountId: account?.id, whenTooMany: 'disguise' } as const;
    let proved: SignInOutcome | TooMany;
    try {
      proved = await prove(dependencies, interaction, about, (refused) =>
        accounts.verify(candidate, password, { refused }),
      );
    } catch (error) {
      if (error instanceof HashUnavailableError) return { ...busy(interaction, 2), login };
      throw error;
    }
    if (!proved.ok) {
      record(proved.reason);
      const wrong = again('invalid_credentials', 401);
      return notProved(interaction, proved, {
        ...wrong,
        ...(await tooManyOf(dependencies, interaction, login, account)),
      });
    }
    if (proved.account.status === 'pending') {
      const confirming = await confirmFirst(dependencies, interaction, proved.account, proved.writes);
      return { ...confirming, whenLost: again('invalid_credentials', 401), record };
    }
    return {
      progress: {
        accountId: proved.account.id,
        methods: ['pwd'],
        provedAtSeconds: Math.floor(clock() / 1000),
      },
      writes: proved.writes,
      whenLost: again('invalid_credentials', 401),
      record,
    };
  };
