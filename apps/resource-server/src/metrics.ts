/** What this service counts beside what every service does. No label names a user or a client. */
import { type DurationSeries, Durations, type Service } from '@gatehouse/http';
import type { Observer, ResourceServer } from '@gatehouse/oauth-guard/express';
import { Counter, Gauge } from 'prom-client';

/** The counters, made before the service exists that publishes them. */
export interface Metrics {
  /** Told of every verification by the guard. */
  readonly observer: Observer;
  readonly rateLimited: Counter;
  readonly auditFailures: Counter;
  /** Adds them to the registry of the service, and how current the revocation feed of the guard is. */
  publish(registry: Service['metrics'], guard: Pick<ResourceServer, 'revocations'>): void;
}

/** Makes the counters of one API. */
export function createMetrics(): Metrics {
  const verifications = createVerifications();
  const keyFetches = new Counter({
    name: 'issuer_key_fetches_total',
    help: 'Fetches of the signing keys of the issuer',
    labelNames: ['outcome'],
    registers: [],
  });
  const feedAnswers = new Counter({
    name: 'revocation_feed_answers_total',
    help: 'Answers of the revocation feed, and failures to get one',
    labelNames: ['outcome'],
    registers: [],
  });
  const rateLimited = new Counter({
    name: 'rate_limited_total',
    help: 'Requests refused because their principal sent too many',
    registers: [],
  });
  const auditFailures = new Counter({
    name: 'audit_failures_total',
    help: 'Audit records that could not be written',
    registers: [],
  });
  return {
    rateLimited,
    auditFailures,
    observer: {
      decision: verifications.observe,
      keys: ({ outcome }) => keyFetches.inc({ outcome }),
      revocations: ({ outcome }) => feedAnswers.inc({ outcome }),
    },
    publish(registry, guard) {
      verifications.publish(registry);
      for (const metric of [keyFetches, feedAnswers, rateLimited, auditFailures]) {
        registry.registerMetric(metric);
      }
      publishFeed(registry, guard);
    },
  };
}

/**
 * Requests by what came of verifying their access token, and the time that it took. Nothing is looked up in prom-client for a
 * request: it is told the numbers when somebody asks for them.
 */
function createVerifications() {
  const seconds = new Durations({
    name: 'access_token_verification_seconds',
    help: 'Time that verifying an access token took',
    buckets: [0.000_01, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.05, 0.5, 5],
  });
  const series = new Map<string, DurationSeries>();
  const kinds = new Map<
    string,
    { readonly labels: Record<string, string>; count: number; durations: DurationSeries }
  >();

  function seriesOf(outcome: string, source: string): DurationSeries {
    const key = `${outcome} ${source}`;
    const known = series.get(key) ?? seconds.series({ outcome, source });
    series.set(key, known);
    return known;
  }

  const observe: NonNullable<Observer['decision']> = ({ outcome, reason, source, seconds: taken }) => {
    const key = `${outcome} ${reason} ${source}`;
    let kind = kinds.get(key);
    if (kind === undefined) {
      kind = { labels: { outcome, reason, source }, count: 0, durations: seriesOf(outcome, source) };
      kinds.set(key, kind);
    }
    kind.count += 1;
    kind.durations.observe(taken);
  };

  return {
    observe,
    publish(registry: Service['metrics']): void {
      const verifications: Counter = new Counter({
        name: 'access_token_verifications_total',
        help: 'Requests by what came of verifying their access token',
        labelNames: ['outcome', 'reason', 'source'],
        registers: [registry],
        collect() {
          verifications.reset();
          for (const { labels, count } of kinds.values()) verifications.inc(labels, count);
        },
      });
      seconds.publish(registry);
    },
  };
}

/** Without a feed there is nothing to say about one. */
function publishFeed(registry: Service['metrics'], guard: Pick<ResourceServer, 'revocations'>): void {
  if (guard.revocations === undefined) return;
  const age = new Gauge({
    name: 'revocation_feed_age_seconds',
    help: 'How long ago the authorization server last said what is revoked; -1 before the first time',
    registers: [registry],
    collect() {
      const seconds = guard.revocations?.ageSeconds ?? -1;
      age.set(Number.isFinite(seconds) ? seconds : -1);
    },
  });
  const entries = new Gauge({
    name: 'revocation_feed_entries',
    help: 'Revocations that are known',
    registers: [registry],
    collect() {
      entries.set(guard.revocations?.entries ?? 0);
    },
  });
}
