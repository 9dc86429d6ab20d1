import { describe, expect, it } from '@jest/globals';
import { Histogram, Registry } from 'prom-client';
import { Durations } from '../src/durations.ts';

describe('durations', () => {
  it('are published as the histogram of prom-client publishes them, as text and as JSON', async () => {
    const description = { name: 'taken_seconds', help: 'Time that it took', buckets: [0.001, 0.25, 1] };
    const [ours, theirs] = [new Registry(), new Registry()];
    for (const registry of [ours, theirs]) registry.setDefaultLabels({ program: 'tester' });
    const durations = new Durations(description);
    durations.publish(ours);
    const histogram = new Histogram({ ...description, labelNames: ['route', 'status'], registers: [theirs] });
    const observed = { '/a"b': [0, 0.001, 0.0011, 0.25, 7], '/c': [1, 1.5] };
    for (const [route, all] of Object.entries(observed)) {
      const series = durations.series({ route, status: 200 });
      for (const seconds of all) {
        series.observe(seconds);
        histogram.observe({ route, status: 200 }, seconds);
      }
    }
    const text = await ours.metrics();
    expect(text).toBe(await theirs.metrics());
    expect(text).toContain('taken_seconds_bucket{le="0.25",program="tester",route="/a\\"b",status="200"} 4');
    // Exemplars are what this one has none of.
    const json = JSON.stringify(await theirs.getMetricsAsJSON(), (key, value: unknown) =>
      key === 'exemplar' ? undefined : value,
    );
    expect(await ours.getMetricsAsJSON()).toEqual(JSON.parse(json));
  });
});
