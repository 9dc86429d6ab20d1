import {
  changeLog,
  clockDifference,
  observeReads,
  openDriver,
  type Sealer,
  type StorageLogger,
  withReadiness,
} from '@gatehouse/database';
import { artefactEnder } from './end-artefacts.ts';
import { garbageCollector } from './garbage.ts';
import { resealer } from './reseal.ts';
import type { Storage } from './storage.ts';
import { storeContext } from './stores/store-context.ts';
import { migrations, type Stores, stores } from './tables.ts';

/** How to open a storage. */
export interface StorageOptions {
  /** `sqlite:PATH`, `sqlite::memory:` or `postgres://…` */
  readonly url: string;
  readonly sealer: Sealer;
  /** Milliseconds since the epoch; `Date.now` unless given. */
  readonly clock?: (() => number) | undefined;
  readonly logger?: StorageLogger | undefined;
  /** PostgreSQL connections; 10 unless given. */
  readonly poolSize?: number | undefined;
  /** Authorities that sign the certificate of the PostgreSQL server, PEM, for a URL that names none; TLS is used then. */
  readonly caFile?: string | undefined;
  /** The longest that one read or one commit may take, waiting for a connection included. */
  readonly statementTimeoutMs?: number | undefined;
  /** Bring the schema up to date; true unless given. With false a newer schema is still refused. */
  readonly migrate?: boolean | undefined;
}

/**
 * Opens the database, creating and migrating it as needed.
 * @throws {StorageSetupError} one line that says what is wrong: no such folder, newer schema, unknown kind of URL
 * @throws {StorageUnavailableError} the database server does not answer
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { sealer, clock = Date.now, logger } = options;
  const opened = await openDriver({ ...options, migrations });
  const { driver, reads } = observeReads(withReadiness(opened.driver));
  const context = storeContext(driver, sealer, clock);
  const changes = changeLog(context, opened.notifies);
  const watch = opened.watch(changes, (error) => logger?.warn({ error }, 'changes could not be read'));
  const openedStores = Object.fromEntries(stores.map(({ name, open }) => [name, open(context, changes)])) as Stores;
  return {
    dialect: driver.dialect,
    async commit(writes) {
      const statements = writes.flatMap((write) => write.statements);
      if (statements.length > 0) await driver.execute(statements);
    },
    ...openedStores,
    reads,
    migrations: { up: opened.migrate, status: opened.migrationStatus },
    partitions: opened.partitions({ name: 'artefacts', group: 'model', id: 'id' }),
    onChange: (kind, listener, unheard) => watch.on(kind, listener, unheard),
    announce: (kind) => changes.announce(kind, []),
    ping: () => driver.ping(),
    ready: () => driver.ready(),
    clockDifferenceMs: clockDifference(driver, clock),
    durability: opened.durability,
    endArtefacts: artefactEnder(context),
    collectGarbage: garbageCollector(context),
    backup: opened.backup,
    ...resealer(context),
    async close() {
      await watch.close();
      await driver.close();
    },
  };
}
