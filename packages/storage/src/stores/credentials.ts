import type { Row, Write } from '@gatehouse/database';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

interface CredentialsTable {
  account_id: string;
  kind: string;
  sealed_data: Uint8Array;
  version: number;
  created_at: number;
  updated_at: number;
}

type Context = StoreContext<{ credentials: CredentialsTable }>;

/** One way in which a user proves who they are: a password hash, a TOTP seed, a set of recovery codes. */
export interface CredentialRecord {
  readonly accountId: string;
  readonly kind: string;
  readonly data: Record<string, unknown>;
  /** Grows by one with every write; give it back to `put` to be sure that nobody wrote in between. */
  readonly version: number;
  readonly createdAtSeconds: number;
  readonly updatedAtSeconds: number;
}

/** Credentials, one of a kind for each account; their data is sealed. */
export interface CredentialStore {
  find(accountId: string, kind: string): Promise<CredentialRecord | undefined>;
  list(accountId: string): Promise<CredentialRecord[]>;
  readonly writes: {
    /**
     * Creates or replaces. With `expectedVersion` it only writes when the stored version is that one (0: when there is none),
     * else the unit fails with LostRaceError. ConflictError or an error when the account does not exist.
     */
    put(credential: {
      accountId: string;
      kind: string;
      data: Record<string, unknown>;
      expectedVersion?: number | undefined;
    }): Write;
    /** LostRaceError unless the stored version is that one: who removes a credential decided so by what it was. */
    remove(accountId: string, kind: string, expectedVersion: number): Write;
  };
}

const place = (accountId: string, kind: string): { table: string; column: string; row: string } => ({
  table: 'credentials',
  column: 'sealed_data',
  row: `${accountId}:${kind}`,
});

const credentialShapes = ({ db, shape }: Context) => {
  type Values = {
    account_id: string;
    kind: string;
    sealed_data: Uint8Array;
    one: number;
    created_at: number;
    updated_at: number;
  };
  const insert = (v: Values) =>
    db.insertInto('credentials').values({
      account_id: v.account_id,
      kind: v.kind,
      sealed_data: v.sealed_data,
      version: v.one,
      created_at: v.created_at,
      updated_at: v.updated_at,
    });
  return {
    put: shape<Values>((v) =>
      insert(v).onConflict((conflict) =>
        conflict.columns(['account_id', 'kind']).doUpdateSet((eb) => ({
          sealed_data: eb.ref('excluded.sealed_data'),
          version: eb('credentials.version', '+', eb.lit(1)),
          updated_at: eb.ref('excluded.updated_at'),
        })),
      ),
    ),
    create: shape<Values>(
      (v) => insert(v).onConflict((conflict) => conflict.columns(['account_id', 'kind']).doNothing()),
      { guarded: true },
    ),
    replace: shape<{ account_id: string; kind: string; sealed_data: Uint8Array; updated_at: number; expected: number }>(
      (v) =>
        db
          .updateTable('credentials')
          .set((eb) => ({
            sealed_data: v.sealed_data,
            updated_at: v.updated_at,
            version: eb('version', '+', eb.lit(1)),
          }))
          .where('account_id', '=', v.account_id)
          .where('kind', '=', v.kind)
          .where('version', '=', v.expected),
      { guarded: true },
    ),
    remove: shape<{ account_id: string; kind: string; expected: number }>(
      (v) =>
        db
          .deleteFrom('credentials')
          .where('account_id', '=', v.account_id)
          .where('kind', '=', v.kind)
          .where('version', '=', v.expected),
      { guarded: true },
    ),
    find: shape<{ account_id: string; kind: string }>((v) =>
      db.selectFrom('credentials').selectAll().where('account_id', '=', v.account_id).where('kind', '=', v.kind),
    ),
    list: shape<{ account_id: string }>((v) =>
      db.selectFrom('credentials').selectAll().where('account_id', '=', v.account_id).orderBy('kind'),
    ),
  };
};

const guard = (accountId: string, kind: string) => ({ model: 'credentials', key: `${accountId}:${kind}` });

/** The store of credentials. */
export function credentialStore(context: Context): CredentialStore {
  const { sealer, read } = context;
  const shapes = credentialShapes(context);
  const toCredential = (row: Row): CredentialRecord => {
    const { account_id, kind, sealed_data, version, created_at, updated_at } = row as unknown as CredentialsTable;
    const data = JSON.parse(sealer.open(place(account_id, kind), sealed_data).toString('utf8')) as Record<
      string,
      unknown
    >;
    return { accountId: account_id, kind, data, version, createdAtSeconds: created_at, updatedAtSeconds: updated_at };
  };
  return {
    async find(accountId, kind) {
      const [row] = await read(shapes.find({ account_id: accountId, kind }));
      return row && toCredential(row);
    },
    async list(accountId) {
      return (await read(shapes.list({ account_id: accountId }))).map(toCredential);
    },
    writes: {
      put({ accountId, kind, data, expectedVersion }) {
        const now = context.nowSeconds();
        const sealed_data = sealer.seal(place(accountId, kind), JSON.stringify(data));
        const values = { account_id: accountId, kind, sealed_data, one: 1, created_at: now, updated_at: now };
        if (expectedVersion === undefined) return { statements: [shapes.put(values)] };
        if (expectedVersion === 0) return { statements: [shapes.create(values, guard(accountId, kind))] };
        return { statements: [shapes.replace({ ...values, expected: expectedVersion }, guard(accountId, kind))] };
      },
      remove: (accountId, kind, expected) => ({
        statements: [shapes.remove({ account_id: accountId, kind, expected }, guard(accountId, kind))],
      }),
    },
  };
}

export const credentials = declareStore({
  name: 'credentials',
  open: credentialStore,
  sealed: [
    {
      table: 'credentials',
      column: 'sealed_data',
      keys: ['account_id', 'kind'],
      row: ({ account_id: accountId, kind }) => `${String(accountId)}:${String(kind)}`,
    },
  ],
});
