/**
 * A new address behind the page: whether it is free is looked up here, in the outbox, so that nobody can find out on the
 * account pages who else has an account (AS-15).
 */
import { randomBytes } from 'node:crypto';
import type { Storage, Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { OutboxHandler } from '../../delivery/outbox.ts';

/** The model of the links that were sent. */
export const emailChangeModel = 'EmailChange';
/** A link works for so long. */
const linkSeconds = 24 * 60 * 60;

/** The kind of outbox items that ask for a change. */
export const emailChangeItem = 'email_change';

/** What was asked for, and what a link stands for. Equal addresses: the present one is to be confirmed. */
export interface EmailChange {
  readonly accountId: string;
  readonly from: string | undefined;
  readonly to: string;
}

/** The write for a request. */
export const askForEmailChange = (storage: Storage, clock: () => number, change: EmailChange): Write =>
  storage.outbox.writes.add({
    kind: emailChangeItem,
    payload: { ...change },
    expiresAtSeconds: Math.floor(clock() / 1000) + 60 * 60,
  });

/** Sends a link to the new address; if it is somebody else's, that person learns it instead. */
export const emailChangeHandler =
  (parts: {
    readonly storage: Storage;
    readonly mailer: Mailer;
    readonly issuer: string;
    readonly clock: () => number;
  }): OutboxHandler =>
  async ({ payload }) => {
    const { storage, mailer, issuer, clock } = parts;
    const change = payload as unknown as EmailChange;
    const { accountId, to } = change;
    const account = await storage.accounts.find(accountId);
    if (account?.status !== 'active') return [];
    // An account that nobody confirmed yet does not own its address.
    const others = [...(await storage.accounts.findByEmail(to)), await storage.accounts.findByLogin(to)];
    const owner = others.find((one) => one && one.id !== accountId && one.expiresAtSeconds === undefined);
    if (owner) {
      if (owner.email === undefined) return [];
      const { email, login, name = login, locale } = owner;
      return [mailer.mail({ kind: 'address_taken', to: email, name, locale, link: `${issuer}/account` })];
    }
    const token = randomBytes(32).toString('base64url');
    const { writes } = storage.artefacts;
    return [
      // Only the newest link works.
      writes.destroyByAccount({ accountId, models: [emailChangeModel] }),
      writes.upsert({
        model: emailChangeModel,
        id: token,
        accountId,
        payload: { ...change },
        expiresAtSeconds: Math.floor(clock() / 1000) + linkSeconds,
      }),
      mailer.mail({
        kind: 'change_address',
        to,
        name: account.name ?? account.login,
        locale: account.locale,
        link: `${issuer}/account/email/confirm/${token}`,
      }),
    ];
  };
