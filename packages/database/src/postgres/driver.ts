/**
 * PostgreSQL, and what speaks its protocol. This folder owns the connections to it: bounded, with a time limit on everything,
 * thrown away when they fail; a unit of work is one transaction in one round trip, run again when the server asks for it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { StorageUnavailableError } from '../errors.ts';
import { inLockOrder } from '../statements/lock-order.ts';
import type { DatabaseDriver, Row, SqlValue, StatementResult } from '../statements/statement.ts';
import { PROBE } from './commit-probe.ts';
import { type ConnectionOptions, type Connections, connections } from './connections.ts';
import { isRetryable, raise, verdictOn } from './failure.ts';
import { readsTogether } from './reads-together.ts';
import { runReads, runUnit } from './unit.ts';

const MAX_ATTEMPTS = 12;
/** Milliseconds, with chance in them: those who met should not meet again. */
const pauseBefore = (attempt: number): number => Math.random() * Math.min(100, 2 ** attempt);

/** The PostgreSQL driver. */
export interface PostgresDriver extends DatabaseDriver {
  readonly dialect: 'postgres';
}

/** Opens nothing yet: connections are made when they are needed. */
export function postgresDriver(
  options: ConnectionOptions & {
    /** Whether the server lets one statement change a table more than once. */
    readonly joins: boolean;
  },
): PostgresDriver {
  const pool = connections(options);
  let closed = false;

  const use: Connections['use'] = async (work, limits) => {
    if (closed) throw new StorageUnavailableError('it is closed');
    return pool.use(work, limits);
  };

  const together = readsTogether(use);

  async function read(sql: string, parameters: readonly SqlValue[], byKey?: boolean): Promise<Row[]> {
    const work = async (client: ClientBase, leftMs: number): Promise<Row[]> =>
      (await Promise.all(runReads(client, [{ sql, parameters }], leftMs)))[0]?.rows ?? [];
    const giveUpAt = performance.now() + options.timeoutMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (byKey && attempt === 1 ? together(sql, parameters) : use(work, { giveUpAt }));
      } catch (error) {
        const pauseMs = pauseBefore(attempt);
        const verdict = verdictOn(error);
        // A read may simply be sent again: its server was replaced, its connection had died while it was idle, or it met a write.
        const again = verdict === 'drop-all' || (verdict === 'drop' && attempt === 1) || isRetryable(error);
        const hasTime = attempt < MAX_ATTEMPTS && performance.now() + pauseMs < giveUpAt;
        if (closed || !again || !hasTime) throw raise(error, false);
        await sleep(pauseMs);
      }
    }
  }

  return {
    dialect: 'postgres',
    read,
    async execute(unit) {
      const statements = inLockOrder(unit);
      const giveUpAt = performance.now() + options.timeoutMs;
      for (let attempt = 1; ; attempt += 1) {
        let sent = false;
        try {
          const work = async (client: ClientBase, leftMs: number): Promise<StatementResult[]> => {
            sent = true;
            const results = await runUnit(client, statements, leftMs, options.joins);
            // Without the one of the statement that only took the locks.
            return results.slice(statements.length - unit.length);
          };
          return await use(work, { writes: true, giveUpAt });
        } catch (error) {
          const pauseMs = pauseBefore(attempt);
          const again = sent && isRetryable(error) && attempt < MAX_ATTEMPTS && performance.now() + pauseMs < giveUpAt;
          if (!again) throw raise(error, sent);
          await sleep(pauseMs);
        }
      }
    },
    async ping() {
      await this.execute([PROBE]);
    },
    async close() {
      if (closed) return;
      closed = true;
      await pool.close();
    },
  };
}
