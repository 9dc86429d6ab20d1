/** What is counted of mails and notices. */
import type { Storage } from '@gatehouse/storage';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { OutboxOutcome } from './outbox.ts';

export interface DeliveryMetrics {
  readonly attempted: (kind: string, outcome: OutboxOutcome) => void;
  /** A mail was not taken because too many wait. */
  readonly refused: () => void;
  /** From now on it is counted. */
  readonly register: (metrics: Registry) => void;
}

export function createDeliveryMetrics({ outbox }: Pick<Storage, 'outbox'>): DeliveryMetrics {
  let attempts: Counter | undefined;
  let refusals: Counter | undefined;
  return {
    attempted: (kind, outcome) => attempts?.inc({ kind, outcome }),
    refused: () => refusals?.inc(),
    register(metrics) {
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
          // While the database is away the others are read all the more: this one stays as it was.
          const waiting = await outbox.count().catch(() => undefined);
          if (waiting !== undefined) this.set(waiting);
        },
      });
    },
  };
}
