/**
 * "I forgot my password". What a stranger sees and how long it takes is the same for every login there is or is not: the
 * request writes one line to the outbox, and only there it is looked up whose it is (AS-15).
 */
import type { Storage } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { OutboxHandler } from '../../delivery/outbox.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { createLinks } from '../accounts/links.ts';
import { eventOf, type Stranger, type Work } from './work.ts';

/** The kind of outbox items that ask for a reset. */
export const resetRequestItem = 'reset_request';
/** A link works for so long. */
const resetSeconds = 30 * 60;

interface ResetRequestDependencies {
  readonly storage: Pick<Storage, 'artefacts' | 'credentials'>;
  readonly accounts: Pick<Accounts, 'identify'>;
  readonly mailer: Pick<Mailer, 'mail'>;
  readonly issuer: string;
  readonly clock: () => number;
}

/** By whoever typed a login: the same writes and the same record for everybody. */
export const requestPasswordReset = (
  { storage, clock }: { readonly storage: Pick<Storage, 'outbox'>; readonly clock: () => number },
  caller: Stranger,
  login: string,
  /** The application from which it is asked for, where the user goes back to. */
  clientId?: string,
): Work => ({
  writes: [
    storage.outbox.writes.add({
      kind: resetRequestItem,
      payload: { login, clientId },
      expiresAtSeconds: Math.floor(clock() / 1000) + resetSeconds,
    }),
  ],
  events: [eventOf(caller, 'password_reset.requested')],
});

/** Sends a link to whoever it is, if there is somebody with a confirmed address who may sign in. */
export const resetRequestHandler =
  ({ storage, accounts, mailer, issuer, clock }: ResetRequestDependencies): OutboxHandler =>
  async ({ payload }) => {
    const { account } = await accounts.identify(String(payload['login']));
    if (account?.status !== 'active' || account.email === undefined || !account.emailVerified) return [];
    const { id: accountId } = account;
    const clientId = typeof payload['clientId'] === 'string' ? payload['clientId'] : undefined;
    const meaning = { accountId, clientId };
    const password = await storage.credentials.find(accountId, 'password');
    const { token, writes } = createLinks(storage, clock).renew('PasswordReset', meaning, resetSeconds);
    return [
      ...writes,
      mailer.mail({
        kind: 'reset_password',
        to: account.email,
        name: account.name ?? account.login,
        locale: account.locale,
        link: `${issuer}/account/reset?token=${token}`,
        withoutPassword: password === undefined,
      }),
    ];
  };
