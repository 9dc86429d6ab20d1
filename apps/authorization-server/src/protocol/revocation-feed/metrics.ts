/** What operators see of the feed. */
import { Gauge, type Registry } from 'prom-client';
import type { RevocationFeed } from './feed.ts';

export function measureFeed(feed: RevocationFeed, metrics: Registry): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [metrics],
      collect() {
        this.set(value());
      },
    });
  gauge('revocation_feed_waiting', 'Subscribers that wait for the next revocation', () => feed.waiting);
  gauge('revocation_feed_entries', 'Revocations that are remembered; 0 until the first subscriber', () => feed.size);
}
