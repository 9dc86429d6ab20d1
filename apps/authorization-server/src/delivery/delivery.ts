/**
 * What leaves this server by itself: mails and notices to applications through the outbox, and every request to an address that
 * somebody else chose. Whoever has something to send hands in its kind and its handler; nothing here knows what is sent.
 */
import type { Logger } from '@gatehouse/logging';
import type { OutboxItem, Storage } from '@gatehouse/storage';
import { Counter, Gauge, type Registry } from 'prom-client';
import { createMailCapacity } from './mail/capacity.ts';
import { createMailer, type Mailer, mailItem } from './mail/mailer.ts';
import { type Mailbox, mailbox, smtpTransport } from './mail/transport.ts';
import { createOutboundFetch, type OutboundFetch } from './outbound/guard.ts';
import { createOutbox, type OutboxHandler, type OutboxOutcome } from './outbox.ts';

export interface Delivery {
  /** Absent: there is no mail server, so nothing that needs one is offered. */
  readonly mailer: Mailer | undefined;
  /** In development without a mail server: what would have been sent. */
  readonly mailbox: Mailbox | undefined;
  /** Every request to an address that somebody else chose goes out by it (AS-19). */
  readonly fetch: OutboundFetch;
  /** Registers the metrics. */
  measure(metrics: Registry): void;
  /** Something was put into the outbox. */
  readonly wake: () => void;
  start(): void;
  stop(): Promise<void>;
}

/** How a kind of notice to applications is sent. */
export interface NoticeKind {
  readonly handler: OutboxHandler;
  /** Seconds after which another instance may try; longer than the handler takes. */
  readonly holdSeconds: number;
  readonly onOutcome: (outcome: OutboxOutcome, item: OutboxItem) => void;
}

export function createDelivery(
  settings: {
    readonly development: boolean;
    /** `smtp://…` or `smtps://…` */
    readonly smtpUrl: string | undefined;
    readonly mailFrom: string;
    /** As many mails may wait. */
    readonly mailQueueLimit: number;
    /** Origins that the outbound guard lets through. */
    readonly allow: readonly string[];
  },
  dependencies: {
    readonly storage: Storage;
    readonly clock: () => number;
    readonly logger: Logger;
    readonly serviceName: string;
    /** Too many mails wait; called once, until some have left. */
    readonly onMailQueueFull: () => void;
    /** The kinds of outbox items by which users ask for a mail. */
    readonly asks: readonly string[];
    /** Handlers of what ends in mails. */
    readonly handlers: (mailer: Mailer) => Readonly<Record<string, OutboxHandler>>;
    /** What is sent to applications, by kind. */
    readonly notices: (fetch: OutboundFetch) => Readonly<Record<string, NoticeKind>>;
  },
): Delivery {
  const { storage, clock, logger, serviceName } = dependencies;
  const local = settings.development && !settings.smtpUrl ? mailbox(clock) : undefined;
  const transport = settings.smtpUrl ? smtpTransport(settings.smtpUrl, settings.mailFrom) : local;
  let refusals: Counter | undefined;
  const capacity = createMailCapacity({
    storage,
    kinds: [mailItem, ...dependencies.asks],
    most: settings.mailQueueLimit,
    onFull() {
      logger.warn('too many mails wait; no more are taken until the mail server takes some');
      dependencies.onMailQueueFull();
    },
    onError: (error) => logger.error({ err: error }, 'the outbox could not be counted'),
  });
  const mailer =
    transport && createMailer({ storage, transport, serviceName, clock, capacity, onRefusal: () => refusals?.inc() });
  const fetch = createOutboundFetch({
    allow: settings.allow,
    onRefusal: (refusal) => logger.warn({ reason: refusal.code }, refusal.message),
  });
  const notices = dependencies.notices(fetch);
  let attempts: Counter | undefined;
  const outbox = createOutbox({
    storage,
    clock,
    handlers: {
      ...(mailer ? { [mailItem]: mailer.handler, ...dependencies.handlers(mailer) } : {}),
      ...Object.fromEntries(Object.entries(notices).map(([kind, { handler }]) => [kind, handler])),
    },
    holdSeconds: Object.fromEntries(Object.entries(notices).map(([kind, { holdSeconds }]) => [kind, holdSeconds])),
    onOutcome(outcome, item, error) {
      const { kind, attempts: attempt } = item;
      attempts?.inc({ kind, outcome });
      if (error) logger.warn({ err: error, kind, attempt, outcome }, 'something in the outbox could not be sent');
      if (Object.hasOwn(notices, kind)) notices[kind]?.onOutcome(outcome, item);
    },
    onError: (error) => logger.error({ err: error }, 'the outbox could not be looked at'),
  });
  return {
    mailer,
    mailbox: local,
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
