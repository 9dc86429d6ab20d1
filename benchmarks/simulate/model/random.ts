/** Random numbers that a seed repeats: the same seed gives the same simulation. */

/** Gives numbers from 0 up to, but not including, 1. */
export type Random = () => number;

/** mulberry32: small, fast, and even enough for queues; not for secrets. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The time to the next arrival of a Poisson process. */
export const exponential = (random: Random, mean: number): number => -Math.log(1 - random()) * mean;

/** A value of the distribution whose quantiles, evenly spaced and in rising order, are given; straight lines between them. */
export function fromQuantiles(random: Random, quantiles: readonly number[]): number {
  const place = random() * (quantiles.length - 1);
  const below = Math.floor(place);
  const low = quantiles[below] ?? 0;
  return low + (place - below) * ((quantiles[below + 1] ?? low) - low);
}

/** So many evenly spaced quantiles of what was measured, from half a step above the least to half a step below the most. */
export function quantilesOf(values: readonly number[], count: number): number[] {
  const sorted = Float64Array.from(values).sort();
  return Array.from({ length: count }, (_, index) => quantile(sorted, (index + 0.5) / count));
}

/** @param sorted in rising order */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
