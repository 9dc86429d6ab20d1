import type { ChangeLog, Row, Write } from '@gatehouse/database';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

interface ConnectionsTable {
  name: string;
  definition: string;
  sealed_secret: Uint8Array | null;
}

type Context = StoreContext<{ connections: ConnectionsTable }>;

/** A connection to an upstream provider, as the registry defined it. */
export interface ConnectionRecord {
  readonly name: string;
  readonly definition: Readonly<Record<string, unknown>>;
  /** By which we prove to it that we are its client; sealed at rest. Absent: there is none, or none yet. */
  readonly secret?: string;
}

/** A handful of rows; every write is announced as a change of `connections`. */
export interface ConnectionStore {
  find(name: string): Promise<ConnectionRecord | undefined>;
  /** By name. */
  list(): Promise<ConnectionRecord[]>;
  readonly writes: {
    /** The secret stays as it is. */
    put(connection: Pick<ConnectionRecord, 'name' | 'definition'>): Write;
    /** Undefined: it has none any more. LostRaceError when there is no such connection. */
    setSecret(name: string, secret: string | undefined): Write;
    remove(name: string): Write;
  };
}

const place = (name: string) => ({ table: 'connections', column: 'sealed_secret', row: name });

/** The store of connections. */
function connectionStore({ db, shape, read, sealer }: Context, changes: ChangeLog): ConnectionStore {
  const find = shape<{ name: string }>((v) => db.selectFrom('connections').selectAll().where('name', '=', v.name));
  const list = shape<object>(() => db.selectFrom('connections').selectAll().orderBy('name'));
  const put = shape<{ name: string; definition: string }>((v) =>
    db
      .insertInto('connections')
      .values({ name: v.name, definition: v.definition })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((eb) => ({ definition: eb.ref('excluded.definition') })),
      ),
  );
  const setSecret = shape<{ name: string; sealed_secret: Uint8Array | null }>(
    (v) => db.updateTable('connections').set({ sealed_secret: v.sealed_secret }).where('name', '=', v.name),
    { guarded: true },
  );
  const remove = shape<{ name: string }>((v) => db.deleteFrom('connections').where('name', '=', v.name));
  const toRecord = (row: Row): ConnectionRecord => {
    const { name, definition, sealed_secret: sealed } = row as unknown as ConnectionsTable;
    return {
      name,
      definition: JSON.parse(definition) as Record<string, unknown>,
      ...(sealed !== null && { secret: sealer.open(place(name), sealed).toString('utf8') }),
    };
  };
  return {
    async find(name) {
      const [row] = await read(find({ name }));
      return row && toRecord(row);
    },
    list: async () => (await read(list({}))).map(toRecord),
    writes: {
      put: ({ name, definition }) =>
        changes.announce('connections', [put({ name, definition: JSON.stringify(definition) })]),
      setSecret: (name, secret) =>
        changes.announce('connections', [
          setSecret(
            { name, sealed_secret: secret === undefined ? null : sealer.seal(place(name), secret) },
            { model: 'connections', key: name },
          ),
        ]),
      remove: (name) => changes.announce('connections', [remove({ name })]),
    },
  };
}

export const connections = declareStore({
  name: 'connections',
  open: connectionStore,
  sealed: [{ table: 'connections', column: 'sealed_secret', keys: ['name'], row: ({ name }) => String(name) }],
});
