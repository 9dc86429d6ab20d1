/**
 * `delivery/` is what leaves this server by itself: mails, notices to applications, and every request to a URL that somebody else
 * chose. Whoever has something to send hands in its kind and its handler; nothing here knows what a notice says. `app.ts` opens it by
 * this file; everybody above may use it, and it uses texts and packages alone.
 *
 *     outbox.ts    when something is tried, tried again and given up
 *     mail/        what mails say, how they leave, and how many may wait
 *     outbound/    what guards requests to third-party URLs (AS-19)
 *     metrics.ts   what is counted
 *
 * A mail: an operation asks `mailWrite` for a write (`mail/mailer.ts`) → committed with what it tells of → `wake` → `outbox.ts` takes
 * the item, in a lane for each kind → `mail/message.ts` gives its words → `mail/transport.ts` sends it → the item goes, or is due again.
 * A notice to an application is the same with the handler of its kind, which sends it by `outbound/guard.ts`.
 */
import type { Logger } from '@gatehouse/logging';
import type { OutboxItem, Storage } from '@gatehouse/storage';
import { tracing } from '@gatehouse/tracing';
import type { Registry } from 'prom-client';
import { createMailCapacity, type MailCapacity } from './mail/capacity.ts';
import type { MailLook } from './mail/look.ts';
import { createMailer, type Mailer, mailItem } from './mail/mailer.ts';
import { type Mailbox, type MailTransport, mailbox, smtpTransport } from './mail/transport.ts';
import { createDeliveryMetrics } from './metrics.ts';
import {
  createOutboundCheck,
  createOutboundFetch,
  type OutboundCheck,
  type OutboundFetch,
  type OutboundRoute,
} from './outbound/guard.ts';
import { createOutbox, type OutboxHandler, type OutboxOutcome } from './outbox.ts';
import { tracedFetch, tracedHandlers, tracedTransport } from './traces.ts';

export interface Delivery {
  /** Absent: there is no mail server, so nothing that needs one is offered. */
  readonly mailer: Mailer | undefined;
  /** In development without a mail server: what would have been sent. */
  readonly mailbox: Mailbox | undefined;
  /** Every request to an address that somebody else chose goes out by it (AS-19). */
  readonly fetch: OutboundFetch;
  /** Whether it would let a request through to there. */
  readonly check: OutboundCheck;
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

export interface DeliverySettings {
  readonly development: boolean;
  /** `smtp://…` or `smtps://…` */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** As many mails may wait. */
  readonly mailQueueLimit: number;
  /** Origins that the outbound guard lets through. */
  readonly allow: readonly string[];
}

interface DeliveryDependencies {
  readonly storage: Pick<Storage, 'outbox' | 'commit'>;
  readonly clock: () => number;
  readonly logger: Logger;
  /** For tests alone, see the guard. */
  readonly route: OutboundRoute | undefined;
  /** What mails look like; asked for each. */
  readonly mailLook: () => MailLook;
  /** Too many mails wait; called once, until some have left. */
  readonly onMailQueueFull: () => void;
  /** The kinds of outbox items by which users ask for a mail. */
  readonly asks: readonly string[];
  /** Handlers of what ends in mails. */
  readonly handlers: (mailer: Mailer) => Readonly<Record<string, OutboxHandler>>;
  /** What is sent to applications, by kind. */
  readonly notices: (fetch: OutboundFetch) => Readonly<Record<string, NoticeKind>>;
}

interface Mails {
  readonly mailer: Mailer | undefined;
  readonly mailbox: Mailbox | undefined;
  readonly transport: MailTransport | undefined;
  readonly capacity: MailCapacity;
}

/** @param onRefusal a mail was not taken because too many wait */
function openMails(
  { development, smtpUrl, mailFrom, mailQueueLimit }: DeliverySettings,
  { storage, clock, logger, mailLook, asks, onMailQueueFull }: DeliveryDependencies,
  onRefusal: () => void,
): Mails {
  const local = development && !smtpUrl ? mailbox(clock, mailFrom) : undefined;
  const transport = smtpUrl ? tracedTransport(smtpTransport(smtpUrl, mailFrom), smtpUrl, tracing()) : local;
  const capacity = createMailCapacity({
    storage,
    kinds: [mailItem, ...asks],
    most: mailQueueLimit,
    onFull() {
      logger.warn('too many mails wait; no more are taken until the mail server takes some');
      onMailQueueFull();
    },
    onError: (error) => logger.error({ err: error }, 'the outbox could not be counted'),
  });
  const mailer = transport && createMailer({ storage, transport, look: mailLook, clock, capacity, onRefusal });
  return { mailer, mailbox: local, transport, capacity };
}

export function createDelivery(settings: DeliverySettings, dependencies: DeliveryDependencies): Delivery {
  const { storage, clock, logger } = dependencies;
  const metrics = createDeliveryMetrics(storage);
  const { mailer, mailbox: local, transport, capacity } = openMails(settings, dependencies, metrics.refused);
  const guarded = createOutboundFetch({
    allow: settings.allow,
    route: dependencies.route,
    onRefusal: (refusal) => logger.warn({ reason: refusal.code }, refusal.message),
  });
  const fetch = tracedFetch(guarded, tracing());
  const notices = dependencies.notices(fetch);
  const handlers = {
    ...(mailer ? { [mailItem]: mailer.handler, ...dependencies.handlers(mailer) } : {}),
    ...Object.fromEntries(Object.entries(notices).map(([kind, { handler }]) => [kind, handler])),
  };
  const outbox = createOutbox({
    storage,
    clock,
    handlers: tracedHandlers(handlers, tracing()),
    holdSeconds: Object.fromEntries(Object.entries(notices).map(([kind, { holdSeconds }]) => [kind, holdSeconds])),
    onOutcome(outcome, item, error) {
      const { kind, attempts: attempt } = item;
      metrics.attempted(kind, outcome);
      if (error) logger.warn({ err: error, kind, attempt, outcome }, 'something in the outbox could not be sent');
      if (Object.hasOwn(notices, kind)) notices[kind]?.onOutcome(outcome, item);
    },
    onError: (error) => logger.error({ err: error }, 'the outbox could not be looked at'),
  });
  return {
    mailer,
    mailbox: local,
    fetch,
    check: createOutboundCheck(settings),
    measure: metrics.register,
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
