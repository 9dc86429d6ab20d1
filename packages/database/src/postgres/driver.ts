/**
 * PostgreSQL, and what speaks its protocol. This folder owns the connections to it: bounded, with a time limit on everything,
 * thrown away when they fail; a unit of work is one transaction in one round trip, run again when the server asks for it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { StorageUnavailableError } from '../errors.ts';
import { inLockOrder } from '../statements/lock-order.ts';
import type { DatabaseDriver, Row, SqlValue, Statement } from '../statements/statement.ts';
import { type ConnectionOptions, connections } from './connections.ts';
import { isRetryable, raise, verdictOn } from './failure.ts';
import { readsTogether } from './reads-together.ts';
import { runReads, runUnit } from './unit.ts';

const MAX_ATTEMPTS = 12;
/** Milliseconds, with chance in them: those who met should not meet again. */
const pauseBefore = (attempt: number): number => Math.random() * Math.min(100, 2 ** attempt);
/** A real write that changes nothing: it shows whether the server takes writes, and makes them durable in time. */
const PROBE: Statement = { sql: 'update schema_migrations set name = name where version = 1', parameters: [] };

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

  async function once<T>(work: (client: ClientBase, leftMs: number) => Promise<T>, writes = false): Promise<T> {
    if (closed) throw new StorageUnavailableError('it is closed');
    return pool.use(work, writes);
  }

  const together = readsTogether(once);

  async function read(sql: string, parameters: readonly SqlValue[], byKey?: boolean): Promise<Row[]> {
    const work = async (client: ClientBase, leftMs: number): Promise<Row[]> =>
      (await Promise.all(runReads(client, [{ sql, parameters }], leftMs)))[0]?.rows ?? [];
    const startedAt = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (byKey && attempt === 1 ? together(sql, parameters) : once(work));
      } catch (error) {
        const passedMs = performance.now() - startedAt;
        const pauseMs = pauseBefore(attempt);
        // A connection may have died while it was idle. A read may simply be sent again, if the failure came at once.
        const isDead = verdictOn(error) !== 'keep' && attempt === 1 && passedMs < options.timeoutMs / 4;
        // The server wants it again: it met a write.
        const isWanted = verdictOn(error) === 'keep' && isRetryable(error) && passedMs + pauseMs < options.timeoutMs;
        if (closed || !(isDead || (isWanted && attempt < MAX_ATTEMPTS))) throw raise(error, false);
        if (isWanted) await sleep(pauseMs);
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
          return await once(async (client, leftMs) => {
            sent = true;
            const results = await runUnit(client, statements, leftMs, options.joins);
            // Without the one of the statement that only took the locks.
            return results.slice(statements.length - unit.length);
          }, true);
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
