import cluster from 'node:cluster';
import type { Server } from 'node:http';
import { setImmediate } from 'node:timers/promises';

/** A round accepts one connection when one waits. The second is for a round that had too many other events. */
const QUIET_ROUNDS = 2;
/** What arrives while a round still works on something else is reset by the end, so the last round has to be a short one. */
const SHORT_ROUND_MS = 0.15;
/**
 * A worker gets its connections from the first process, one at a time and over a channel, so it waits in time as well: for longer than a busy
 * machine lets the first process wait for its turn.
 */
const QUIET_MS = cluster.isWorker ? 200 : 0;
/** Under constant load there is no quiet. The oldest is accepted first, so after these none waits that did at the beginning. */
const MOST_ROUNDS = 1024;
const MOST_MS = 1000;

/**
 * Lets the event loop accept the connections that wait at the port: closing it would reset them. The requests that have
 * arrived on open connections are read meanwhile.
 * @param deadlineMs what the whole stop may take
 */
export async function acceptWaiting(server: Server, deadlineMs: number): Promise<void> {
  const startedAt = performance.now();
  let [rounds, lastRound, lastAt, roundMs] = [0, 0, startedAt, 0];
  const accepted = (): void => {
    lastRound = rounds;
    lastAt = performance.now();
  };
  const isOver = (now: number): boolean =>
    (rounds - lastRound >= QUIET_ROUNDS && now - lastAt >= QUIET_MS && roundMs < SHORT_ROUND_MS) ||
    (rounds >= MOST_ROUNDS && now - startedAt >= MOST_MS) ||
    now - startedAt >= deadlineMs / 2;
  server.on('connection', accepted);
  let at = startedAt;
  do {
    await setImmediate();
    rounds += 1;
    const before = at;
    at = performance.now();
    roundMs = at - before;
  } while (!isOver(at));
  server.off('connection', accepted);
}
