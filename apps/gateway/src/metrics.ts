/**
 * What the gateway counts beside what every service does. No label names a user or a client. Counted in plain numbers:
 * the registry's own counters make an object and a hash for each count.
 */
import type { Service } from '@gatehouse/http';
import { Counter, Gauge } from 'prom-client';
import type { Stopped } from './headers.ts';
import type { Observe } from './observe.ts';

/** The counters, made before the service exists that publishes them. */
export interface Metrics {
  readonly observe: Omit<Observe, 'caller'> & { readonly stopped: Stopped };
  readonly usageFailures: Counter;
  publish(registry: Service['metrics'], cacheSize: () => number): void;
}

/** Counts for each of a few combinations of labels: words, with a space between them. */
function counter(name: string, help: string, labelNames: readonly string[]) {
  const counts = new Map<string, { count: number }>();
  const metric = new Counter({
    name,
    help,
    labelNames: [...labelNames],
    registers: [],
    collect() {
      this.reset();
      for (const [words, { count }] of counts) {
        const values = words.split(' ');
        this.inc(Object.fromEntries(labelNames.map((label, index) => [label, values[index] as string])), count);
      }
    },
  });
  const count = (words: string) => {
    const known = counts.get(words);
    if (known) known.count += 1;
    else counts.set(words, { count: 1 });
  };
  return { metric, count };
}

/** Makes the counters of one gateway. */
export function createMetrics(): Metrics {
  const credentials = counter(
    'gateway_credentials_total',
    'Requests by the kind of their credential and what came of it',
    ['kind', 'outcome'],
  );
  const exchanges = counter('gateway_exchanges_total', 'Tokens for services by where they came from', ['outcome']);
  const stopped = counter(
    'gateway_request_headers_stopped_total',
    'Headers of callers that did not reach the service, by the entry of the list in docs/gateway.md or of the route',
    ['header'],
  );
  const usageFailures = new Counter({
    name: 'gateway_usage_failures_total',
    help: 'Writes of usage to its file that failed; what they would have written is kept',
    registers: [],
  });
  return {
    usageFailures,
    observe: {
      credential: (kind, outcome) => credentials.count(`${kind} ${outcome}`),
      stopped: stopped.count,
      exchange: exchanges.count,
    },
    publish(registry, cacheSize) {
      registry.registerMetric(credentials.metric);
      registry.registerMetric(exchanges.metric);
      registry.registerMetric(stopped.metric);
      registry.registerMetric(usageFailures);
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
