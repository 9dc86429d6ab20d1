import type { Migration } from '../migrations/migration.ts';
import type { StorageLogger } from '../storage-logger.ts';
import { type PostgresEngine, postgresEngine } from './engine.ts';
import { migratePostgres, type Place, postgresMigrationStatus, type Server, serverOf } from './migrate.ts';

const DEFAULT_POOL_SIZE = 10;

/** A PostgreSQL engine with what was learned while opening it. */
export interface OpenedPostgres {
  readonly engine: PostgresEngine;
  readonly server: Server;
}

/**
 * Reaches the server, brings the schema up to date and returns the engine.
 * @throws {StorageSetupError} the URL is wrong, the server refuses the user, the schema is newer
 * @throws {StorageUnavailableError} the server does not answer
 */
export async function openPostgres(
  place: Place,
  options: {
    migrations: readonly Migration[];
    migrate: boolean;
    timeoutMs: number;
    poolSize?: number | undefined;
    logger?: StorageLogger | undefined;
  },
): Promise<OpenedPostgres> {
  const { migrations, migrate, timeoutMs, poolSize = DEFAULT_POOL_SIZE, logger } = options;
  if (migrate) await migratePostgres(place, migrations);
  else await postgresMigrationStatus(place, migrations);
  return { engine: postgresEngine({ ...place, poolSize, timeoutMs, logger }), server: await serverOf(place) };
}
