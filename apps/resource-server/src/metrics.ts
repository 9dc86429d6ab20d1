/** What this service counts beside what every service does. No label names a user or a client. */
import type { Service } from '@gatehouse/http';
import type { Observer, ResourceServer } from '@gatehouse/oauth-guard/express';
import { Counter, Gauge, Histogram } from 'prom-client';

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
  const verifications = new Counter({
    name: 'access_token_verifications_total',
    help: 'Requests by what came of verifying their access token',
    labelNames: ['outcome', 'reason', 'source'],
    registers: [],
  });
  const seconds = new Histogram({
    name: 'access_token_verification_seconds',
    help: 'Time that verifying an access token took',
    labelNames: ['outcome', 'source'],
    buckets: [0.000_01, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.05, 0.5, 5],
    registers: [],
  });
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
      decision({ outcome, reason, source, seconds: taken }) {
        verifications.inc({ outcome, reason, source });
        seconds.observe({ outcome, source }, taken);
      },
      keys: ({ outcome }) => keyFetches.inc({ outcome }),
      revocations: ({ outcome }) => feedAnswers.inc({ outcome }),
    },
    publish(registry, guard) {
      for (const metric of [verifications, seconds, keyFetches, feedAnswers, rateLimited, auditFailures]) {
        registry.registerMetric(metric);
      }
      publishFeed(registry, guard);
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
