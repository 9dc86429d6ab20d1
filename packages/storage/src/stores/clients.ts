import type { ChangeLog, Row, Write } from '@gatehouse/database';
import {
  type ClientPageOptions,
  type ClientSecretsTable,
  type ClientsTable,
  type ClientsTables,
  clientPageStatement,
  secretsStatement,
} from './client-pages.ts';
import { type Page, pageOf } from './keyset.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, onceExpired } from './store-declaration.ts';

type Context = StoreContext<ClientsTables>;

/** The hash of one client secret. Several may be valid at once. */
export interface ClientSecretHash {
  readonly sha256: Buffer;
  readonly createdAtSeconds: number;
  /** Left out: it does not expire. */
  readonly expiresAtSeconds?: number;
}

/** A registered client (RFC 7591 metadata plus what the registry adds). */
export interface ClientRecord {
  readonly clientId: string;
  readonly metadata: Record<string, unknown>;
  readonly secretHashes: readonly ClientSecretHash[];
  readonly disabled: boolean;
  readonly updatedAtSeconds: number;
}

/** Registered clients. Every write is announced as a change of `clients`. */
export interface ClientStore {
  find(clientId: string): Promise<ClientRecord | undefined>;
  list(): Promise<ClientRecord[]>;
  count(): Promise<number>;
  /** A page of those that are looked for. */
  page(options: ClientPageOptions): Promise<Page<ClientRecord>>;
  readonly writes: {
    /** Creates or replaces the metadata; secrets stay. `disabled` is kept as it is unless given. */
    put(client: { clientId: string; metadata: Record<string, unknown>; disabled?: boolean }): Write;
    setDisabled(clientId: string, disabled: boolean): Write;
    /** Adds a secret's SHA-256; adding it again changes its expiry. */
    addSecret(secret: { clientId: string; sha256: Uint8Array; expiresAtSeconds?: number | undefined }): Write;
    removeSecret(secret: { clientId: string; sha256: Uint8Array }): Write;
    /** Removes the client and its secrets. */
    remove(clientId: string): Write;
  };
}

function toSecret(row: Row): ClientSecretHash {
  const { sha256, created_at, expires_at } = row as unknown as ClientSecretsTable;
  return {
    sha256: Buffer.from(sha256),
    createdAtSeconds: created_at,
    ...(expires_at !== null && { expiresAtSeconds: expires_at }),
  };
}

function toClient(row: Row, secrets: readonly Row[]): ClientRecord {
  const { client_id, metadata, disabled, updated_at } = row as unknown as ClientsTable;
  return {
    clientId: client_id,
    metadata: JSON.parse(metadata) as Record<string, unknown>,
    secretHashes: secrets.map(toSecret),
    disabled: disabled === 1,
    updatedAtSeconds: updated_at,
  };
}

/** The client of a row, with those of the secrets that are its own. */
const withSecrets = (secrets: readonly Row[]): ((row: Row) => ClientRecord) => {
  const byClient = Map.groupBy(secrets, (row) => row['client_id'] as string);
  return (row) => toClient(row, byClient.get(row['client_id'] as string) ?? []);
};

const clientShapes = ({ db, shape }: Context) => ({
  put: shape<{ client_id: string; metadata: string; disabled: number; keep: number; updated_at: number }>((v) =>
    db
      .insertInto('clients')
      .values({ client_id: v.client_id, metadata: v.metadata, disabled: v.disabled, updated_at: v.updated_at })
      .onConflict((conflict) =>
        conflict.column('client_id').doUpdateSet((eb) => ({
          metadata: eb.ref('excluded.metadata'),
          disabled: eb
            .case()
            .when(eb.cast<number>(eb.val(v.keep), 'integer'), '=', eb.lit(1))
            .then(eb.ref('clients.disabled'))
            .else(eb.ref('excluded.disabled'))
            .end(),
          updated_at: eb.ref('excluded.updated_at'),
        })),
      ),
  ),
  setDisabled: shape<{ client_id: string; disabled: number; updated_at: number }>(
    (v) =>
      db
        .updateTable('clients')
        .set({ disabled: v.disabled, updated_at: v.updated_at })
        .where('client_id', '=', v.client_id),
    { guarded: true },
  ),
  addSecret: shape<{ client_id: string; sha256: Uint8Array; created_at: number; expires_at: number | null }>((v) =>
    db
      .insertInto('client_secrets')
      .values({ client_id: v.client_id, sha256: v.sha256, created_at: v.created_at, expires_at: v.expires_at })
      .onConflict((conflict) =>
        conflict.columns(['client_id', 'sha256']).doUpdateSet((eb) => ({ expires_at: eb.ref('excluded.expires_at') })),
      ),
  ),
  removeSecret: shape<{ client_id: string; sha256: Uint8Array }>((v) =>
    db.deleteFrom('client_secrets').where('client_id', '=', v.client_id).where('sha256', '=', v.sha256),
  ),
  remove: shape<{ client_id: string }>((v) => db.deleteFrom('clients').where('client_id', '=', v.client_id)),
  find: shape<{ client_id: string }>((v) => db.selectFrom('clients').selectAll().where('client_id', '=', v.client_id)),
  secrets: shape<{ client_id: string }>((v) =>
    db.selectFrom('client_secrets').selectAll().where('client_id', '=', v.client_id).orderBy('created_at'),
  ),
  count: shape<object>(() => db.selectFrom('clients').select((eb) => eb.fn.countAll().as('count'))),
  list: shape<object>(() => db.selectFrom('clients').selectAll().orderBy('client_id')),
  allSecrets: shape<object>(() => db.selectFrom('client_secrets').selectAll().orderBy('created_at')),
});

/** The store of clients. */
export function clientStore(context: Context, changes: ChangeLog): ClientStore {
  const shapes = clientShapes(context);
  const { read } = context;
  const secretsOf = secretsStatement(context);
  const announce = (...statements: Parameters<ChangeLog['announce']>[1]): Write =>
    changes.announce('clients', statements);
  return {
    async find(clientId) {
      const [rows, secrets] = await Promise.all([
        read(shapes.find({ client_id: clientId })),
        read(shapes.secrets({ client_id: clientId })),
      ]);
      return rows[0] && toClient(rows[0], secrets);
    },
    async list() {
      const [rows, secrets] = await Promise.all([read(shapes.list({})), read(shapes.allSecrets({}))]);
      return rows.map(withSecrets(secrets));
    },
    count: async () => Number((await read(shapes.count({})))[0]?.['count'] ?? 0),
    async page(options) {
      const rows = await read(clientPageStatement(context, options));
      const secrets = rows.length === 0 ? [] : await read(secretsOf(rows));
      return pageOf(rows, options.limit, withSecrets(secrets));
    },
    writes: {
      put: ({ clientId, metadata, disabled }) =>
        announce(
          shapes.put({
            client_id: clientId,
            metadata: JSON.stringify(metadata),
            disabled: disabled === true ? 1 : 0,
            keep: disabled === undefined ? 1 : 0,
            updated_at: context.nowSeconds(),
          }),
        ),
      setDisabled: (clientId, disabled) =>
        announce(
          shapes.setDisabled(
            { client_id: clientId, disabled: disabled ? 1 : 0, updated_at: context.nowSeconds() },
            { model: 'clients', key: clientId },
          ),
        ),
      addSecret: ({ clientId, sha256, expiresAtSeconds }) => {
        if (sha256.byteLength !== 32) throw new TypeError('A secret hash is a SHA-256 of 32 bytes');
        return announce(
          shapes.addSecret({
            client_id: clientId,
            sha256,
            created_at: context.nowSeconds(),
            expires_at: expiresAtSeconds ?? null,
          }),
        );
      },
      removeSecret: ({ clientId, sha256 }) => announce(shapes.removeSecret({ client_id: clientId, sha256 })),
      remove: (clientId) => announce(shapes.remove({ client_id: clientId })),
    },
  };
}

export const clients = declareStore({
  name: 'clients',
  open: clientStore,
  garbage: [
    {
      kind: 'clientSecrets',
      before: onceExpired,
      remove: ({ db, shape }) => shape((v) => db.deleteFrom('client_secrets').where('expires_at', '<', v.before)),
    },
  ],
});
