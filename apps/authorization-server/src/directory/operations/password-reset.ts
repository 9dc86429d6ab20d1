/**
 * "I forgot my password". What a stranger sees and how long it takes is the same for every login there is or is not: the
 * request writes one line to the outbox, and only there it is looked up whose it is (AS-15).
 */
import { randomBytes } from 'node:crypto';
import type { Storage, Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { OutboxHandler } from '../../delivery/outbox.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { resetModel } from './passwords.ts';

/** The kind of outbox items that ask for a reset. */
export const resetRequestItem = 'reset_request';
/** A link works for so long. */
export const resetSeconds = 30 * 60;

export interface ResetRequestParts {
  readonly storage: Storage;
  readonly accounts: Accounts;
  readonly mailer: Mailer;
  readonly issuer: string;
  readonly clock: () => number;
}

/** The write for a request, the same for everybody. */
export const askForReset = (storage: Storage, clock: () => number, login: string): Write =>
  storage.outbox.writes.add({
    kind: resetRequestItem,
    payload: { login },
    expiresAtSeconds: Math.floor(clock() / 1000) + resetSeconds,
  });

/** Sends a link to whoever it is, if there is somebody with a confirmed address who may sign in. */
export const resetRequestHandler =
  ({ storage, accounts, mailer, issuer, clock }: ResetRequestParts): OutboxHandler =>
  async ({ payload }) => {
    const { account } = await accounts.identify(String(payload['login']));
    if (account?.status !== 'active' || account.email === undefined || !account.emailVerified) return [];
    const token = randomBytes(32).toString('base64url');
    const { writes } = storage.artefacts;
    return [
      // Only the newest link works.
      writes.destroyByAccount({ accountId: account.id, models: [resetModel] }),
      writes.upsert({
        model: resetModel,
        id: token,
        accountId: account.id,
        payload: { accountId: account.id },
        expiresAtSeconds: Math.floor(clock() / 1000) + resetSeconds,
      }),
      mailer.mail({
        kind: 'reset_password',
        to: account.email,
        name: account.name ?? account.login,
        locale: account.locale,
        link: `${issuer}/account/reset?token=${token}`,
      }),
    ];
  };
