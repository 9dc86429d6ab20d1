/** DPoP proofs seen before (RFC 9449, section 11.1), for several instances of an API that share one database. */
import { hash } from 'node:crypto';
import { LONGEST_SKEW_SECONDS } from './clocks.ts';
import { LostRaceError } from './errors.ts';
import type { Migration } from './migrations/migration.ts';
import type { Database } from './open-database.ts';

/** The table of this store; an application's own tables include it. */
export interface ReplayTables {
  dpop_proofs: { id: Uint8Array; expires_at: number };
}

/** The migration that makes the table, for the application's list. */
export const replayMigration: Migration = {
  name: 'proofs of possession seen before',
  up: ({ db, types }) => [
    db.schema
      .createTable('dpop_proofs')
      .addColumn('id', types.bytes, (column) => column.primaryKey().notNull())
      .addColumn('expires_at', types.integer, (column) => column.notNull()),
    db.schema.createIndex('dpop_proofs_expires_at').on('dpop_proofs').column('expires_at'),
  ],
};

/** The shape that oauth-guard asks of a replay store. */
export interface SqlReplayStore {
  /** One insert decides: of equal proofs at once exactly one is `first`, whichever instances they reach. */
  use(proof: { thumbprint: string; jti: string; expiresAt: number }): Promise<'first' | 'replayed' | 'full'>;
}

/** Limits of the store. */
export interface SqlReplayOptions {
  /** Live proofs kept at most; beyond it proofs are refused, none that lives is dropped. Default 1,000,000. */
  readonly maxEntries?: number;
  /** Expired proofs are removed, and the rest counted, at most this often. Default 10. */
  readonly sweepSeconds?: number;
  /** Wall clock in seconds. */
  readonly nowSeconds?: () => number;
}

/** How long a proof is kept beyond its expiry: an instance whose clock is behind would take it once more. */
const graceSeconds = LONGEST_SKEW_SECONDS + 60;

/** A replay store over the application's database. Rejects with StorageUnavailableError when the database is away. */
export function createReplayStore(database: Database<ReplayTables>, options: SqlReplayOptions = {}): SqlReplayStore {
  const { maxEntries = 1_000_000, sweepSeconds = 10, nowSeconds = () => Math.floor(Date.now() / 1000) } = options;
  const { db } = database;
  let entries = 0;
  let sweptAt = Number.NEGATIVE_INFINITY;

  const sweep = async (now: number) => {
    sweptAt = now;
    await database.commit([db.deleteFrom('dpop_proofs').where('expires_at', '<', now - graceSeconds)]);
    const { count } = await db
      .selectFrom('dpop_proofs')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('expires_at', '>=', now)
      .executeTakeFirstOrThrow();
    entries = Number(count);
  };

  return {
    async use({ thumbprint, jti, expiresAt }) {
      const now = nowSeconds();
      if (now - sweptAt >= sweepSeconds) await sweep(now);
      if (entries >= maxEntries) return 'full';
      const proof = {
        id: hash('sha256', JSON.stringify([thumbprint, jti]), 'buffer'),
        expires_at: Math.ceil(expiresAt),
      };
      const query = db
        .insertInto('dpop_proofs')
        .values(proof)
        .onConflict((conflict) => conflict.column('id').doNothing());
      try {
        await database.commit([{ query, mustChange: 'dpop_proofs' }]);
      } catch (error) {
        if (error instanceof LostRaceError) return 'replayed';
        throw error;
      }
      entries += 1;
      return 'first';
    },
  };
}
