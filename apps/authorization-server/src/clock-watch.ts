/** Tells operators when this instance's clock and the database's differ: instances must agree on what has expired. */
import type { Storage } from '@gatehouse/storage';
import { Gauge, type Registry } from 'prom-client';
import { saidOf, tolerableMs } from './directory/checks/stored.ts';

/**
 * A metric, asked of the database whenever metrics are read.
 * @param onDifference called with a sentence, once, when the difference becomes more than can be tolerated
 */
export function watchClock(storage: Storage, metrics: Registry, onDifference: (sentence: string) => void): void {
  let told = false;
  const gauge = new Gauge({
    name: 'clock_difference_seconds',
    help: "How far this instance's clock is ahead of the database's; negative: behind",
    registers: [metrics],
    collect: async () => {
      const differenceMs = await storage.clockDifferenceMs().catch(() => undefined);
      if (differenceMs === undefined) return;
      gauge.set(differenceMs / 1000);
      const tell = Math.abs(differenceMs) > tolerableMs;
      if (tell && !told) onDifference(saidOf(differenceMs));
      told = tell;
    },
  });
}
