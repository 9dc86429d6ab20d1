/**
 * Durations as a histogram. prom-client's own looks at the labels of every observation anew, which costs more than the rest
 * of a small request's measuring: here whoever observes keeps the series of its labels.
 */
import type { Histogram, Registry } from 'prom-client';

type Labels = Readonly<Record<string, string | number>>;

/** One line of a histogram, as prom-client has it: `sharedLabels` are the same for all lines of a series. */
interface Value {
  readonly metricName: string;
  readonly labels: Labels;
  readonly sharedLabels: Labels;
  readonly value: number;
}

/** What was observed under one set of labels. */
export class DurationSeries {
  readonly labels: Labels;
  readonly #bounds: readonly number[];
  /** How many fell below each bound and above the one before; at the end those above all. */
  readonly #counts: number[];
  #sum = 0;

  constructor(labels: Labels, bounds: readonly number[]) {
    this.labels = labels;
    this.#bounds = bounds;
    this.#counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  /** Counts one. */
  observe(seconds: number): void {
    const bounds = this.#bounds;
    let index = 0;
    while (index < bounds.length && seconds > (bounds[index] as number)) index += 1;
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#sum += seconds;
  }

  /** Number up to each bound, sum and number of all. */
  *values(name: string): Generator<Value> {
    const sharedLabels = this.labels;
    let below = 0;
    for (const [index, count] of this.#counts.entries()) {
      below += count;
      yield { metricName: `${name}_bucket`, labels: { le: this.#bounds[index] ?? '+Inf' }, sharedLabels, value: below };
    }
    yield { metricName: `${name}_sum`, labels: {}, sharedLabels, value: this.#sum };
    yield { metricName: `${name}_count`, labels: {}, sharedLabels, value: below };
  }
}

/** What a histogram is called, and the upper bounds of its buckets in seconds, rising. */
export interface DurationsOptions {
  readonly name: string;
  readonly help: string;
  readonly buckets: readonly number[];
}

/** A histogram of durations. */
export class Durations {
  readonly name: string;
  readonly help: string;
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly #buckets: readonly number[];
  readonly #series: DurationSeries[] = [];

  constructor({ name, help, buckets }: DurationsOptions) {
    this.name = name;
    this.help = help;
    this.#buckets = buckets;
  }

  /** A new series. @param labels that no other series of this histogram has, few values each */
  series(labels: Labels): DurationSeries {
    const series = new DurationSeries(labels, this.#buckets);
    this.#series.push(series);
    return series;
  }

  /** Adds it to a registry. */
  publish(registry: Registry): void {
    // Of a metric the registry takes its name and what the two methods below give.
    registry.registerMetric(this as unknown as Histogram);
  }

  /** For the registry as text. */
  getForPromString(): object {
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values: this.#series.flatMap((series) => [...series.values(name)]) };
  }

  /** For the registry as JSON, by which the figures of several workers are added up. */
  async get(): Promise<object> {
    const { name, help, type, aggregator } = this;
    const values = this.#series
      .flatMap((series) => [...series.values(name)])
      .map(({ sharedLabels, labels, ...value }) => ({ ...value, labels: { ...labels, ...sharedLabels } }));
    return { name, help, type, aggregator, values };
  }
}
