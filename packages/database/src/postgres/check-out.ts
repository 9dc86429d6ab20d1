import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { isCrowded } from './clients.ts';
import type { CommitProbe } from './commit-probe.ts';
import type { PrimarySearch } from './primary.ts';
import type { Standing } from './standing.ts';

/** What callers wait while nobody has answered for long. The search goes on without them, and the next one profits. */
const AWAY_PATIENCE_MS = 50;

/** Gives a connection that may be used, or waits for one until that moment. Rejects with what the server said. */
export type CheckOut = (giveUpAt: number, writes: boolean) => Promise<PoolClient>;

export function checkingOut(
  pool: Pick<Pool, 'connect' | 'ending'>,
  state: Standing,
  search: PrimarySearch,
  probe: CommitProbe,
): CheckOut {
  async function connected(): Promise<PoolClient> {
    for (;;) {
      const client = await pool.connect();
      if (state.isCurrent(client)) return client;
      client.release(true);
    }
  }

  return async (giveUpAt, writes) => {
    const leftMs = (): number => giveUpAt - performance.now();
    const patienceMs = (): number => (state.isAway ? Math.min(AWAY_PATIENCE_MS, leftMs()) : leftMs());
    for (;;) {
      const triedAt = performance.now();
      try {
        if (state.isLost) await search.find(patienceMs());
        if (writes && state.isUnconfirmed) await probe.confirmed(patienceMs());
        return await connected();
      } catch (error) {
        const isAlone = isCrowded(error) || state.failsAlone(error, writes, triedAt, giveUpAt);
        if (!isAlone) state.lost();
        if (leftMs() <= 0 || state.isAway || pool.ending) throw error;
        if (isAlone) await sleep(20 + Math.random() * 30);
      }
    }
  };
}
