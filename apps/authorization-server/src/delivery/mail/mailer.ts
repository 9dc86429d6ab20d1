/**
 * Mails to users. This folder owns what they say and how they leave. A mail is a write, committed with what it tells of,
 * and sent by the outbox afterwards.
 */
import type { Storage, Write } from '@gatehouse/storage';
import { text } from '../../texts/catalog.ts';
import type { OutboxHandler } from '../outbox.ts';
import type { MailCapacity } from './capacity.ts';
import type { MailLook } from './look.ts';
import { type MailKind, messageOf } from './message.ts';
import type { MailTransport } from './transport.ts';

export interface Mail {
  readonly kind: MailKind;
  readonly to: string;
  readonly name: string;
  readonly locale?: string | undefined;
  readonly link?: string | undefined;
  readonly code?: string | undefined;
  /** The user has no password, or did not use it. */
  readonly withoutPassword?: boolean | undefined;
  /** Of no use after so long; six hours by default. */
  readonly usefulSeconds?: number | undefined;
}

export interface Mailer {
  /** The write that has the mail sent; one that writes nothing while too many wait. */
  mail(mail: Mail): Write;
  /** Too many wait: who asks for a mail is told to come again. */
  readonly full: boolean;
  /** Sends it. */
  readonly handler: OutboxHandler;
}

/** A mail that could not be sent for so long is of no use any more. */
const keptSeconds = 6 * 60 * 60;

/** The kind of outbox items that are mails. */
export const mailItem = 'mail';

/** The write that has a mail sent, whoever sends it. */
export const mailWrite = (
  { storage, clock }: { storage: Pick<Storage, 'outbox'>; clock: () => number },
  mail: Mail,
): Write =>
  storage.outbox.writes.add({
    kind: mailItem,
    payload: { ...mail },
    expiresAtSeconds: Math.floor(clock() / 1000) + (mail.usefulSeconds ?? keptSeconds),
  });

export function createMailer(options: {
  storage: Pick<Storage, 'outbox'>;
  transport: MailTransport;
  look: () => MailLook;
  clock: () => number;
  capacity: Pick<MailCapacity, 'full'>;
  /** Called for each mail that was not taken. */
  onRefusal: () => void;
}): Mailer {
  const { storage, transport, look, clock, capacity, onRefusal } = options;
  return {
    get full() {
      return capacity.full;
    },
    mail(mail) {
      if (capacity.full) {
        onRefusal();
        return { statements: [] };
      }
      return mailWrite({ storage, clock }, mail);
    },
    async handler({ payload }) {
      const { kind, to, name, locale, link, code, withoutPassword } = payload as unknown as Mail;
      await transport.send({
        to,
        ...messageOf(text(locale ?? ''), kind, { name, to, link, code, withoutPassword }, look()),
      });
      return [];
    },
  };
}
