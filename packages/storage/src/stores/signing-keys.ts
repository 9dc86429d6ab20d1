import type { ChangeLog, Row, Statement, Write } from '@gatehouse/database';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

interface SigningKeysTable {
  kid: string;
  purpose: string;
  state: string;
  algorithm: string;
  public_jwk: string | null;
  sealed_private_key: Uint8Array;
  created_at: number;
  not_before: number | null;
  not_after: number | null;
}

type Context = StoreContext<{
  signing_keys: SigningKeysTable;
  key_generations: { purpose: string; generation: number };
}>;

/** What a key is for; each purpose has its own ring and generation. */
export type KeyPurpose = 'token' | 'cookie' | 'dpop-nonce' | (string & {});

/** A key of the server itself. What its states mean is decided by the key ring, not here. */
export interface SigningKeyRecord {
  readonly kid: string;
  readonly purpose: KeyPurpose;
  readonly state: string;
  readonly algorithm: string;
  /** The private JWK or secret, as text; sealed at rest. */
  readonly privateKey: string;
  readonly publicJwk?: Record<string, unknown>;
  readonly createdAtSeconds: number;
  readonly notBeforeSeconds?: number;
  readonly notAfterSeconds?: number;
}

/** Signing keys. Every write is announced as a change of `keys` and raises the generation of its purpose by one. */
export interface SigningKeyStore {
  /** Oldest first; all purposes by default. */
  list(purpose?: KeyPurpose): Promise<SigningKeyRecord[]>;
  /** How often the ring of this purpose was written; 0 when it never was. Read it before `list` to guard a plan. */
  generation(purpose: KeyPurpose): Promise<number>;
  readonly writes: {
    /** The first key of its purpose: LostRaceError when another process made one already. */
    insertIfNone(key: SigningKeyRecord): Write;
    /** Creates or replaces one key. */
    put(key: SigningKeyRecord): Write;
    /** Carries out a plan over several keys of one purpose: LostRaceError when the ring was written since `generation` was read. */
    replace(plan: {
      purpose: KeyPurpose;
      expectedGeneration: number;
      put: readonly SigningKeyRecord[];
      remove?: readonly string[];
    }): Write;
    remove(kid: string): Write;
  };
}

const place = (kid: string): { table: string; column: string; row: string } => ({
  table: 'signing_keys',
  column: 'sealed_private_key',
  row: kid,
});

const keyShapes = ({ db, shape }: Context) => ({
  put: shape<SigningKeysTable>((v) =>
    db
      .insertInto('signing_keys')
      .values({
        kid: v.kid,
        purpose: v.purpose,
        state: v.state,
        algorithm: v.algorithm,
        public_jwk: v.public_jwk,
        sealed_private_key: v.sealed_private_key,
        created_at: v.created_at,
        not_before: v.not_before,
        not_after: v.not_after,
      })
      .onConflict((conflict) =>
        conflict.column('kid').doUpdateSet((eb) => ({
          state: eb.ref('excluded.state'),
          sealed_private_key: eb.ref('excluded.sealed_private_key'),
          public_jwk: eb.ref('excluded.public_jwk'),
          not_before: eb.ref('excluded.not_before'),
          not_after: eb.ref('excluded.not_after'),
        })),
      ),
  ),
  remove: shape<{ kid: string }>((v) => db.deleteFrom('signing_keys').where('kid', '=', v.kid)),
  first: shape<{ purpose: string; one: number }>(
    (v) =>
      db
        .insertInto('key_generations')
        .values({ purpose: v.purpose, generation: v.one })
        .onConflict((conflict) => conflict.column('purpose').doNothing()),
    { guarded: true },
  ),
  next: shape<{ purpose: string; expected: number }>(
    (v) =>
      db
        .updateTable('key_generations')
        .set((eb) => ({ generation: eb('generation', '+', eb.lit(1)) }))
        .where('purpose', '=', v.purpose)
        .where('generation', '=', v.expected),
    { guarded: true },
  ),
  bump: shape<{ purpose: string; one: number }>((v) =>
    db
      .insertInto('key_generations')
      .values({ purpose: v.purpose, generation: v.one })
      .onConflict((conflict) =>
        conflict
          .column('purpose')
          .doUpdateSet((eb) => ({ generation: eb('key_generations.generation', '+', eb.lit(1)) })),
      ),
  ),
  generation: shape<{ purpose: string }>((v) =>
    db.selectFrom('key_generations').select('generation').where('purpose', '=', v.purpose),
  ),
  list: shape<object>(() => db.selectFrom('signing_keys').selectAll().orderBy('created_at').orderBy('kid')),
});

/** The store of signing keys. */
export function signingKeyStore(context: Context, changes: ChangeLog): SigningKeyStore {
  const { sealer, read } = context;
  const shapes = keyShapes(context);
  const toKey = (row: Row): SigningKeyRecord => {
    const { kid, purpose, state, algorithm, public_jwk, sealed_private_key, created_at, not_before, not_after } =
      row as unknown as SigningKeysTable;
    return {
      kid,
      purpose,
      state,
      algorithm,
      privateKey: sealer.open(place(kid), sealed_private_key).toString('utf8'),
      createdAtSeconds: created_at,
      ...(public_jwk !== null && { publicJwk: JSON.parse(public_jwk) as Record<string, unknown> }),
      ...(not_before !== null && { notBeforeSeconds: not_before }),
      ...(not_after !== null && { notAfterSeconds: not_after }),
    };
  };
  const put = (key: SigningKeyRecord): Statement =>
    shapes.put({
      kid: key.kid,
      purpose: key.purpose,
      state: key.state,
      algorithm: key.algorithm,
      public_jwk: key.publicJwk ? JSON.stringify(key.publicJwk) : null,
      sealed_private_key: sealer.seal(place(key.kid), key.privateKey),
      created_at: key.createdAtSeconds,
      not_before: key.notBeforeSeconds ?? null,
      not_after: key.notAfterSeconds ?? null,
    });
  const guard = { model: 'signing_keys' };
  const advance = (purpose: KeyPurpose, expected: number): Statement =>
    expected === 0 ? shapes.first({ purpose, one: 1 }, guard) : shapes.next({ purpose, expected }, guard);

  return {
    async list(purpose) {
      const rows = await read(shapes.list({}));
      return rows.filter((row) => purpose === undefined || row['purpose'] === purpose).map(toKey);
    },
    async generation(purpose) {
      const [row] = await read(shapes.generation({ purpose }));
      return (row?.['generation'] as number | undefined) ?? 0;
    },
    writes: {
      insertIfNone: (key) => changes.announce('keys', [advance(key.purpose, 0), put(key)]),
      put: (key) => changes.announce('keys', [shapes.bump({ purpose: key.purpose, one: 1 }), put(key)]),
      replace: (plan) =>
        changes.announce('keys', [
          advance(plan.purpose, plan.expectedGeneration),
          ...plan.put.map(put),
          ...(plan.remove ?? []).map((kid) => shapes.remove({ kid })),
        ]),
      remove: (kid) => changes.announce('keys', [shapes.remove({ kid })]),
    },
  };
}

export const signingKeys = declareStore({
  name: 'signingKeys',
  open: signingKeyStore,
  sealed: [{ table: 'signing_keys', column: 'sealed_private_key', keys: ['kid'], row: ({ kid }) => String(kid) }],
});
