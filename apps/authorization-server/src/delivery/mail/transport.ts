/** How mails leave: over SMTP, or in development into a mailbox that a local page shows. */
import type { Transporter } from 'nodemailer';
import { logoId, type Message } from './message.ts';

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

/** The configured sender, by the name of the service where only an address is configured. */
const senderOf = (from: string, name: string) => (from.includes('<') ? from : { name, address: from.trim() });

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
    async send({ to, subject, text, html, sender, logo }) {
      opened ??= open().catch((error: unknown) => {
        // Kept, it would let no mail go until the next start.
        opened = undefined;
        throw error;
      });
      const transport = await opened;
      // As an object: an address is never parsed out of a longer text, where it could name others.
      await transport.sendMail({
        from: senderOf(from, sender),
        to: { name: '', address: to },
        subject,
        text,
        html,
        attachments: logo && [{ cid: logoId, filename: 'logo.png', contentType: 'image/png', content: logo }],
      });
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
      const sender = senderOf(from, envelope.sender);
      const shown = typeof sender === 'string' ? sender : `${sender.name} <${sender.address}>`;
      mails.unshift({ ...envelope, number, from: shown, atMs: clock() });
      mails.length = Math.min(mails.length, mostMails);
    },
    close: () => undefined,
  };
}
