/** What leaves this server by itself: mails, and the outbox that sends them. */
import type { Logger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import type { Express } from 'express';
import { createMailer, type Mailer, mailItem } from './mail/mailer.ts';
import { mailbox, smtpTransport } from './mail/transport.ts';
import { createOutbox, type OutboxHandler } from './outbox/outbox.ts';
import { mailboxPage } from './pages/mailbox.ts';

export interface Outgoing {
  /** Absent: there is no mail server, so nothing that needs one is offered. */
  readonly mailer: Mailer | undefined;
  /** In development without a mail server: a page with what would have been sent. */
  mount(app: Express): void;
  /** Something was put into the outbox. */
  readonly wake: () => void;
  start(): void;
  stop(): Promise<void>;
}

export function createOutgoing(
  settings: {
    readonly development: boolean;
    /** `smtp://…` or `smtps://…` */
    readonly smtpUrl: string | undefined;
    readonly mailFrom: string;
  },
  parts: {
    readonly storage: Storage;
    readonly clock: () => number;
    readonly logger: Logger;
    readonly serviceName: string;
    /** Handlers of what is sent beside mails. */
    readonly handlers: (mailer: Mailer) => Readonly<Record<string, OutboxHandler>>;
  },
): Outgoing {
  const { storage, clock, logger, serviceName } = parts;
  const local = settings.development && !settings.smtpUrl ? mailbox(clock) : undefined;
  const transport = settings.smtpUrl ? smtpTransport(settings.smtpUrl, settings.mailFrom) : local;
  const mailer = transport && createMailer({ storage, transport, serviceName, clock });
  const outbox = createOutbox({
    storage,
    clock,
    handlers: mailer ? { [mailItem]: mailer.handler, ...parts.handlers(mailer) } : {},
    onError: (error, item) => logger.error({ err: error, ...item }, 'something in the outbox could not be sent'),
  });
  return {
    mailer,
    mount(app) {
      if (!local) return;
      app.get('/development/mail', (_request, response) => {
        response.set('cache-control', 'no-store').type('html').send(mailboxPage(local.mails));
      });
    },
    wake: () => outbox.wake(),
    start: () => outbox.start(),
    async stop() {
      await outbox.stop();
      transport?.close();
    },
  };
}
