import { digest } from './artefact-rows.ts';
import type { StoreContext } from './store-context.ts';

export interface UnregisteredClientsTable {
  client_id: string;
  kind: string;
  host: string;
  metadata: string;
  created_at: number;
  used_at: number | null;
  fetched_at: number | null;
  fresh_until: number | null;
  network: string | null;
  site: string | null;
  management_sha256: Uint8Array | null;
  secret_sha256: Uint8Array | null;
  ceiling: string | null;
  removable_at: number;
}

/** What the statements need. */
export type UnregisteredClientsContext = StoreContext<{
  unregistered_clients: UnregisteredClientsTable;
  counters: { key: Uint8Array; count: number; expires_at: number };
}>;

/** A row that nobody took for so long is garbage. */
const turnSeconds = 3600;

/** Statements that read. */
export const readsOf = ({ db, shape }: UnregisteredClientsContext) => ({
  find: shape<{ client_id: string }>((v) =>
    db.selectFrom('unregistered_clients').selectAll().where('client_id', '=', v.client_id),
  ),
  page: shape<{ after: string; limit: number }>((v) =>
    db
      .selectFrom('unregistered_clients')
      .selectAll()
      .where('client_id', '>', v.after)
      .orderBy('client_id')
      .limit(v.limit),
  ),
  pageOfHost: shape<{ host: string; after: string; limit: number }>((v) =>
    db
      .selectFrom('unregistered_clients')
      .selectAll()
      .where('host', '=', v.host)
      .where('client_id', '>', v.after)
      .orderBy('client_id')
      .limit(v.limit),
  ),
  count: shape<{ kind: string }>((v) =>
    db
      .selectFrom('unregistered_clients')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('kind', '=', v.kind),
  ),
  countOfNetwork: shape<{ kind: string; network: string }>((v) =>
    db
      .selectFrom('unregistered_clients')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('kind', '=', v.kind)
      .where('network', '=', v.network),
  ),
});

type Registration = Omit<UnregisteredClientsTable, 'kind' | 'used_at' | 'fetched_at' | 'fresh_until'>;

const registrationColumns = [
  'client_id',
  'host',
  'metadata',
  'created_at',
  'network',
  'site',
  'management_sha256',
  'secret_sha256',
  'ceiling',
  'removable_at',
] as const satisfies readonly (keyof Registration)[];

/**
 * Registers while there is room for one more. PostgreSQL shows a statement what was committed before it began, so there all who
 * register take a row first, one after the other; SQLite has one writer.
 */
export const registrationsOf = ({ db, shape, dialect, nowSeconds }: UnregisteredClientsContext) => {
  const registerWithin = shape<Registration & { in_all: number; of_network: number; of_site: number }>(
    (v) => {
      const held = (column?: 'network' | 'site') => {
        const all = db
          .selectFrom('unregistered_clients as held')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('held.kind', '=', 'dynamic');
        return column === undefined ? all : all.where(`held.${column}`, '=', v[column]);
      };
      return db
        .insertInto('unregistered_clients')
        .columns(['kind', ...registrationColumns])
        .expression(
          db
            .selectNoFrom((eb) => [
              eb.val('dynamic').as('kind'),
              ...registrationColumns.map((column) => eb.val(v[column]).as(column)),
            ])
            .where(held('network'), '<', v.of_network)
            .where(held('site'), '<', v.of_site)
            .where(held(), '<', v.in_all),
        );
    },
    { guarded: true },
  );
  const takeTurn = shape<{ key: Uint8Array; ends: number }>((v) =>
    db
      .insertInto('counters')
      .values({ key: v.key, count: 0, expires_at: v.ends })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((eb) => ({ expires_at: eb.ref('excluded.expires_at') })),
      ),
  );
  const turn = () => takeTurn({ key: digest('unregistered_clients'), ends: nowSeconds() + turnSeconds });
  return (...given: Parameters<typeof registerWithin>) => [
    ...(dialect === 'postgres' ? [turn()] : []),
    registerWithin(...given),
  ];
};

/** Statements that write. */
export const writesOf = ({ db, shape, dialect }: UnregisteredClientsContext) => {
  const later = dialect === 'sqlite' ? 'max' : 'greatest';
  return {
    keepDocument: shape<
      Omit<
        UnregisteredClientsTable,
        'kind' | 'used_at' | 'network' | 'site' | 'management_sha256' | 'secret_sha256' | 'ceiling'
      >
    >((v) =>
      db
        .insertInto('unregistered_clients')
        .values({
          client_id: v.client_id,
          kind: 'document',
          host: v.host,
          metadata: v.metadata,
          created_at: v.created_at,
          fetched_at: v.fetched_at,
          fresh_until: v.fresh_until,
          removable_at: v.removable_at,
        })
        .onConflict((conflict) =>
          conflict.column('client_id').doUpdateSet((eb) => ({
            metadata: eb.ref('excluded.metadata'),
            fetched_at: eb.ref('excluded.fetched_at'),
            fresh_until: eb.ref('excluded.fresh_until'),
            removable_at: eb.fn(later, ['unregistered_clients.removable_at', 'excluded.removable_at']),
          })),
        ),
    ),
    register: shape<Registration>((v) =>
      db.insertInto('unregistered_clients').values({
        client_id: v.client_id,
        kind: 'dynamic',
        host: v.host,
        metadata: v.metadata,
        created_at: v.created_at,
        network: v.network,
        site: v.site,
        management_sha256: v.management_sha256,
        secret_sha256: v.secret_sha256,
        ceiling: v.ceiling,
        removable_at: v.removable_at,
      }),
    ),
    replace: shape<{
      client_id: string;
      host: string;
      metadata: string;
      own: Uint8Array;
      next: Uint8Array;
      secret: Uint8Array | null;
    }>(
      (v) =>
        db
          .updateTable('unregistered_clients')
          .set({ host: v.host, metadata: v.metadata, management_sha256: v.next, secret_sha256: v.secret })
          .where('client_id', '=', v.client_id)
          .where('management_sha256', '=', v.own),
      { guarded: true },
    ),
    used: shape<{ client_id: string; used_at: number; removable_at: number }>((v) =>
      db
        .updateTable('unregistered_clients')
        .set((eb) => ({
          used_at: v.used_at,
          removable_at: eb
            .case()
            .when('removable_at', '<', v.removable_at)
            .then(eb.cast<number>(eb.val(v.removable_at), dialect === 'sqlite' ? 'integer' : 'bigint'))
            .else(eb.ref('removable_at'))
            .end(),
        }))
        .where('client_id', '=', v.client_id),
    ),
    remove: shape<{ client_id: string }>((v) =>
      db.deleteFrom('unregistered_clients').where('client_id', '=', v.client_id),
    ),
    removeOwn: shape<{ client_id: string; own: Uint8Array }>(
      (v) =>
        db
          .deleteFrom('unregistered_clients')
          .where('client_id', '=', v.client_id)
          .where('management_sha256', '=', v.own),
      { guarded: true },
    ),
  };
};
