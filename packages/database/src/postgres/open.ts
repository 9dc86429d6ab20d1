import type { Migration } from '../migrations/migration.ts';
import type { StorageLogger } from '../storage-logger.ts';
import { type PostgresDriver, postgresDriver } from './driver.ts';
import { migratePostgres, type Place, postgresMigrationStatus } from './migrate.ts';
import { type Server, serverOf } from './product.ts';

const DEFAULT_POOL_SIZE = 10;

/** A PostgreSQL driver with what was learned while opening it. */
export interface OpenedPostgres {
  readonly driver: PostgresDriver;
  readonly server: Server;
}

/**
 * Reaches the server, brings the schema up to date and returns the driver.
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
    onReplaced?: () => void;
  },
): Promise<OpenedPostgres> {
  const { migrations, migrate, timeoutMs, poolSize = DEFAULT_POOL_SIZE, logger, onReplaced } = options;
  if (migrate) await migratePostgres(place, migrations);
  else await postgresMigrationStatus(place, migrations);
  const server = await serverOf(place);
  const { product, abilities } = server;
  // CockroachDB refuses to change a table twice in one statement.
  const joins = product === 'postgresql';
  return { driver: postgresDriver({ ...place, poolSize, timeoutMs, logger, joins, abilities, onReplaced }), server };
}
