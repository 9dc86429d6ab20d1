/** What the gateway counts beside what every service does. No label names a person or a client. */
import type { Service } from '@gatehouse/http';
import { Counter, Gauge } from 'prom-client';
import type { Observe } from './handle.ts';

/** The counters, made before the service exists that publishes them. */
export interface Metrics {
  readonly observe: Omit<Observe, 'caller'>;
  publish(registry: Service['metrics'], cacheSize: () => number): void;
}

/** Makes the counters of one gateway. */
export function createMetrics(): Metrics {
  const credentials = new Counter({
    name: 'gateway_credentials_total',
    help: 'Requests by the kind of their credential and what came of it',
    labelNames: ['kind', 'outcome'],
    registers: [],
  });
  const exchanges = new Counter({
    name: 'gateway_exchanges_total',
    help: 'Tokens for services by where they came from',
    labelNames: ['outcome'],
    registers: [],
  });
  return {
    observe: {
      credential: (kind, outcome) => credentials.inc({ kind, outcome }),
      exchange: (outcome) => exchanges.inc({ outcome }),
    },
    publish(registry, cacheSize) {
      registry.registerMetric(credentials);
      registry.registerMetric(exchanges);
      registry.registerMetric(
        new Gauge({
          name: 'gateway_exchange_cache_entries',
          help: 'Exchanged tokens that are kept now',
          registers: [],
          collect() {
            this.set(cacheSize());
          },
        }),
      );
    },
  };
}
