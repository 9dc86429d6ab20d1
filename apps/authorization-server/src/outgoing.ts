/**
 * What leaves this server by itself: mails, notices to applications, the outbox that sends them, and the one door for
 * requests to addresses that others chose.
 */
import type { Logger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import type { Express } from 'express';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Audit } from './audit/audit.ts';
import type { TokenKey } from './keys/keyring.ts';
import type { TokenAlgorithm } from './keys/signer.ts';
import { createMailCapacity } from './mail/capacity.ts';
import { createMailer, type Mailer, mailItem } from './mail/mailer.ts';
import { mailbox, smtpTransport } from './mail/transport.ts';
import { createOutboundFetch, type OutboundFetch } from './outbound/guard.ts';
import { createOutbox, type OutboxHandler } from './outbox/outbox.ts';
import { mailboxPage } from './pages/mailbox.ts';
import { createDeliverLogout, logoutHoldSeconds } from './revocation/deliver-logout.ts';
import { type LogoutNotice, logoutItem } from './revocation/logout-notices.ts';

export interface Outgoing {
  /** Absent: there is no mail server, so nothing that needs one is offered. */
  readonly mailer: Mailer | undefined;
  /** Every request to an address that somebody else chose goes out by it (AS-19). */
  readonly fetch: OutboundFetch;
  /** Registers the metrics. */
  measure(metrics: Registry): void;
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
    /** As many mails may wait. */
    readonly mailQueueLimit: number;
    readonly issuer: string;
    /** Origins that the outbound guard lets through. */
    readonly allow: readonly string[];
  },
  parts: {
    readonly storage: Storage;
    readonly clock: () => number;
    readonly logger: Logger;
    readonly serviceName: string;
    readonly audit: Audit;
    readonly signingKey: (algorithm: TokenAlgorithm) => Promise<TokenKey>;
    /** The kinds of outbox items by which people ask for a mail. */
    readonly asks: readonly string[];
    /** Handlers of what is sent beside mails. */
    readonly handlers: (mailer: Mailer) => Readonly<Record<string, OutboxHandler>>;
  },
): Outgoing {
  const { storage, clock, logger, serviceName } = parts;
  const local = settings.development && !settings.smtpUrl ? mailbox(clock) : undefined;
  const transport = settings.smtpUrl ? smtpTransport(settings.smtpUrl, settings.mailFrom) : local;
  let refusals: Counter | undefined;
  const capacity = createMailCapacity({
    storage,
    kinds: [mailItem, ...parts.asks],
    most: settings.mailQueueLimit,
    onFull() {
      logger.warn('too many mails wait; no more are taken until the mail server takes some');
      parts.audit.record(undefined, { event: 'mail.refused', outcome: 'failure', reason: 'queue_full' });
    },
    onError: (error) => logger.error({ err: error }, 'the outbox could not be counted'),
  });
  const mailer =
    transport && createMailer({ storage, transport, serviceName, clock, capacity, onRefusal: () => refusals?.inc() });
  const fetch = createOutboundFetch({
    allow: settings.allow,
    onRefusal: (refusal) => logger.warn({ reason: refusal.code }, refusal.message),
  });
  let attempts: Counter | undefined;
  const outbox = createOutbox({
    storage,
    clock,
    handlers: {
      ...(mailer ? { [mailItem]: mailer.handler, ...parts.handlers(mailer) } : {}),
      [logoutItem]: createDeliverLogout({ ...parts, issuer: settings.issuer, fetch }),
    },
    holdSeconds: { [logoutItem]: logoutHoldSeconds },
    onOutcome(outcome, { kind, attempts: attempt, payload }, error) {
      attempts?.inc({ kind, outcome });
      if (error) logger.warn({ err: error, kind, attempt, outcome }, 'something in the outbox could not be sent');
      if (kind !== logoutItem || outcome === 'retried') return;
      const { clientId, accountId, sid } = payload as unknown as LogoutNotice;
      parts.audit.record(undefined, {
        event: outcome === 'sent' ? 'logout_notice.delivered' : 'logout_notice.given_up',
        outcome: outcome === 'sent' ? 'success' : 'failure',
        clientId,
        subject: accountId,
        sessionId: sid,
      });
    },
    onError: (error) => logger.error({ err: error }, 'the outbox could not be looked at'),
  });
  return {
    mailer,
    fetch,
    measure(metrics) {
      attempts = new Counter({
        name: 'outbox_attempts_total',
        help: 'Mails and notices by kind and outcome: sent, retried, given_up',
        labelNames: ['kind', 'outcome'],
        registers: [metrics],
      });
      refusals = new Counter({
        name: 'mail_refused_total',
        help: 'Mails that were not taken because too many wait',
        registers: [metrics],
      });
      // eslint-disable-next-line no-new -- it registers itself
      new Gauge({
        name: 'outbox_waiting',
        help: 'Mails and notices that wait to be sent, of all instances',
        registers: [metrics],
        async collect() {
          this.set(await storage.outbox.count());
        },
      });
    },
    mount(app) {
      if (!local) return;
      app.get('/development/mail', (_request, response) => {
        response.set('cache-control', 'no-store').type('html').send(mailboxPage(local.mails));
      });
    },
    wake: () => outbox.wake(),
    start() {
      outbox.start();
      if (mailer) capacity.start();
    },
    async stop() {
      capacity.stop();
      await outbox.stop();
      transport?.close();
    },
  };
}
