/** How mails leave: over SMTP, or in development into a mailbox that a local page shows. */
import type { Transporter } from 'nodemailer';
import type { Message } from './message.ts';

export interface Envelope extends Message {
  readonly to: string;
}

export interface MailTransport {
  /** Rejects when the server did not take it. */
  send(envelope: Envelope): Promise<void>;
  close(): void;
}

/** What a connection is made with. Nothing in a mail of ours is fetched from a file or an address. */
export const smtpOptions = (url: string) => ({ url, disableFileAccess: true, disableUrlAccess: true }) as const;

/** @param url `smtp://user:password@host:port` or `smtps://…` */
export function smtpTransport(url: string, from: string): MailTransport {
  let opened: Promise<Transporter> | undefined;
  // Brought in with the first mail: until then its memory is saved.
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      ...smtpOptions(url),
      pool: true,
      maxConnections: 2,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    });
  };
  return {
    async send({ to, subject, text, html }) {
      const transport = await (opened ??= open());
      // As an object: an address is never parsed out of a longer text, where it could name others.
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, html });
    },
    close: () => void opened?.then((transport) => transport.close()),
  };
}

/** A mail as it was sent. */
export interface KeptMail extends Envelope {
  /** Names it in addresses. */
  readonly number: number;
  readonly from: string;
  readonly atMs: number;
}

/** Mails as they were sent, newest first. */
export interface Mailbox extends MailTransport {
  readonly mails: readonly KeptMail[];
}

const mostMails = 50;

/** Keeps the last mails in memory. For development: whoever reads it can reset any password. */
export function mailbox(clock: () => number, from: string): Mailbox {
  const mails: KeptMail[] = [];
  let number = 0;
  return {
    mails,
    async send(envelope) {
      number += 1;
      mails.unshift({ ...envelope, number, from, atMs: clock() });
      mails.length = Math.min(mails.length, mostMails);
    },
    close: () => undefined,
  };
}
