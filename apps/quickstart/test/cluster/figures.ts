/** What a round's journal says about times and failures. */
import type { JournalEvent } from './journal.ts';

/** A time without a success, in milliseconds since the epoch. */
export interface Gap {
  readonly from: number;
  readonly until: number;
}

/** The times between successes, those before the first and after the last one included. */
export function gapsOf(successes: readonly number[], from: number, until: number): Gap[] {
  const within = successes.filter((at) => at > from && at < until).sort((a, b) => a - b);
  const edges = [from, ...within, until];
  return edges.slice(1).map((at, index) => ({ from: edges[index]!, until: at }));
}

/** Shorter than this is no interruption. */
const INTERRUPTION_MS = 700;

/** The longest time without a success, in seconds. */
export const longestGapSeconds = (successes: readonly number[], from: number, until: number): number =>
  Math.max(...gapsOf(successes, from, until).map((gap) => gap.until - gap.from)) / 1000;

export const interruptions = (successes: readonly number[], from: number, until: number): Gap[] =>
  gapsOf(successes, from, until).filter((gap) => gap.until - gap.from > INTERRUPTION_MS);

/** What failed, by kind: how often. */
export interface Failures {
  readonly byKind: Readonly<Record<string, number>>;
  /** Those that a planned change must not cause: all but 503 with `Retry-After`. */
  readonly hard: number;
  /** From the first to the last of the 503 with `Retry-After`. */
  readonly refusedSeconds: number;
}

const isPolite = ({ status, retryAfter }: JournalEvent): boolean => status === 503 && retryAfter === true;

export function failuresOf(events: readonly JournalEvent[], from: number, until: number): Failures {
  const failed = events.filter(({ result, asked }) => result === 'unknown' && asked >= from && asked < until);
  const byKind: Record<string, number> = {};
  for (const event of failed) {
    const what = isPolite(event)
      ? '503 with Retry-After'
      : event.status === 0
        ? (event.error ?? 'lost')
        : String(event.status);
    const kind = event.at === 'api' || event.at === 'gateway' ? `${event.at}: ${what}` : what;
    byKind[kind] = (byKind[kind] ?? 0) + 1;
  }
  const polite = failed.filter(isPolite).map(({ asked }) => asked);
  return {
    byKind,
    hard: failed.length - polite.length,
    refusedSeconds: polite.length === 0 ? 0 : (Math.max(...polite) - Math.min(...polite)) / 1000,
  };
}

/** When requests of a kind were answered as wanted. */
export const successesOf = (events: readonly JournalEvent[], wanted: (event: JournalEvent) => boolean): number[] =>
  events.filter((event) => event.result === 'ok' && wanted(event)).map(({ answered }) => answered);
