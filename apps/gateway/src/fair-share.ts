/**
 * No caller takes all connections to a service: what one sends beyond its share waits for what it sent before, and the rest of
 * the connections stays for others.
 */
import { HttpError } from '@gatehouse/http';

/** Requests in flight to one service. */
export interface FairShare {
  /**
   * Takes a place for a request of `caller`: at once, or a promise of it.
   * @throws {HttpError} 429 when too many of this caller's wait already
   */
  enter(caller: string): Promise<void> | undefined;
  leave(caller: string): void;
}

/** @param most requests of one caller at once; as many again may wait, ten times over */
export function createFairShare(most: number): FairShare {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  return {
    enter(caller) {
      const count = running.get(caller) ?? 0;
      if (count < most) {
        running.set(caller, count + 1);
        return undefined;
      }
      const queue = waiting.get(caller) ?? [];
      if (queue.length >= most * 10)
        throw new HttpError(429, 'too_many_at_once', 'Too many requests at once; send more when some are answered.', {
          headers: { 'Retry-After': '1' },
        });
      waiting.set(caller, queue);
      return new Promise((resolve) => void queue.push(resolve));
    },
    leave(caller) {
      const queue = waiting.get(caller);
      const next = queue?.shift();
      if (queue?.length === 0) waiting.delete(caller);
      // The place goes on to whoever waited longest, so the number stays.
      if (next) next();
      else {
        const count = running.get(caller) as number;
        if (count === 1) running.delete(caller);
        else running.set(caller, count - 1);
      }
    },
  };
}
