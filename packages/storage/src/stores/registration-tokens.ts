import type { Row, Write } from '@gatehouse/database';
import { sql } from 'kysely';
import { type Page, type PageOptions, pageOf, pageStatement } from './keyset.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, onceExpired, removeBy } from './store-declaration.ts';

interface RegistrationTokensTable {
  id: string;
  sha256: Uint8Array;
  label: string;
  ceiling: string | null;
  uses_left: number;
  made_by: string;
  created_at: number;
  expires_at: number;
}

type Context = StoreContext<{ registration_tokens: RegistrationTokensTable }>;

/** An initial access token (RFC 7591, section 3). The token itself is not here, only its SHA-256. */
export interface RegistrationTokenRecord {
  readonly id: string;
  readonly sha256: Buffer;
  /** For people who look at a list. */
  readonly label: string;
  /** The most that its clients get of scopes; nothing: all that the policy allows. */
  readonly ceiling?: unknown;
  /** As many clients may still be registered with it. */
  readonly usesLeft: number;
  /** Who made it, in words. */
  readonly madeBy: string;
  readonly createdAtSeconds: number;
  readonly expiresAtSeconds: number;
}

/** Initial access tokens. Garbage collection removes those that have expired. */
export interface RegistrationTokenStore {
  find(id: string): Promise<RegistrationTokenRecord | undefined>;
  findBySha256(sha256: Uint8Array): Promise<RegistrationTokenRecord | undefined>;
  /** The oldest first. */
  page(options: PageOptions): Promise<Page<RegistrationTokenRecord>>;
  readonly writes: {
    add(token: Omit<RegistrationTokenRecord, 'createdAtSeconds' | 'sha256'> & { readonly sha256: Uint8Array }): Write;
    /** One use of it. LostRaceError when there is none left, it has expired, or it is gone. */
    take(id: string): Write;
    /** LostRaceError when it is gone. */
    remove(id: string): Write;
  };
}

function toRecord(row: Row): RegistrationTokenRecord {
  const { ceiling, ...one } = row as unknown as RegistrationTokensTable;
  return {
    id: one.id,
    sha256: Buffer.from(one.sha256),
    label: one.label,
    ...(ceiling !== null && { ceiling: JSON.parse(ceiling) as unknown }),
    usesLeft: one.uses_left,
    madeBy: one.made_by,
    createdAtSeconds: one.created_at,
    expiresAtSeconds: one.expires_at,
  };
}

const shapesOf = ({ db, shape }: Context) => ({
  find: shape<{ id: string }>((v) => db.selectFrom('registration_tokens').selectAll().where('id', '=', v.id)),
  findBySha256: shape<{ sha256: Uint8Array }>((v) =>
    db.selectFrom('registration_tokens').selectAll().where('sha256', '=', v.sha256),
  ),
  add: shape<RegistrationTokensTable>((v) =>
    db.insertInto('registration_tokens').values({
      id: v.id,
      sha256: v.sha256,
      label: v.label,
      ceiling: v.ceiling,
      uses_left: v.uses_left,
      made_by: v.made_by,
      created_at: v.created_at,
      expires_at: v.expires_at,
    }),
  ),
  take: shape<{ id: string; now: number }>(
    (v) =>
      db
        .updateTable('registration_tokens')
        .set((eb) => ({ uses_left: eb('uses_left', '-', 1) }))
        .where('id', '=', v.id)
        .where('uses_left', '>', 0)
        .where('expires_at', '>', v.now),
    { guarded: true },
  ),
  remove: shape<{ id: string }>((v) => db.deleteFrom('registration_tokens').where('id', '=', v.id), { guarded: true }),
});

const guard = (key: string) => ({ model: 'registration_tokens', key });

async function first(rows: Promise<Row[]>): Promise<RegistrationTokenRecord | undefined> {
  const [row] = await rows;
  return row && toRecord(row);
}

function registrationTokenStore(context: Context): RegistrationTokenStore {
  const shapes = shapesOf(context);
  const { db, read, nowSeconds } = context;
  return {
    find: (id) => first(read(shapes.find({ id }))),
    findBySha256: (sha256) => first(read(shapes.findBySha256({ sha256 }))),
    async page(options) {
      const keyset = { key: sql.ref('created_at'), id: sql.ref('id') };
      const all = db.selectFrom('registration_tokens').selectAll();
      return pageOf(await read(pageStatement(all, keyset, options)), options.limit, toRecord);
    },
    writes: {
      add: ({ id, sha256, label, ceiling, usesLeft, madeBy, expiresAtSeconds }) => ({
        statements: [
          shapes.add({
            id,
            sha256,
            label,
            ceiling: ceiling === undefined ? null : JSON.stringify(ceiling),
            uses_left: usesLeft,
            made_by: madeBy,
            created_at: nowSeconds(),
            expires_at: expiresAtSeconds,
          }),
        ],
      }),
      take: (id) => ({ statements: [shapes.take({ id, now: nowSeconds() }, guard(id))] }),
      remove: (id) => ({ statements: [shapes.remove({ id }, guard(id))] }),
    },
  };
}

export const registrationTokens = declareStore({
  name: 'registrationTokens',
  open: registrationTokenStore,
  garbage: [
    {
      kind: 'registrationTokens',
      before: onceExpired,
      remove: removeBy('registration_tokens', 'id'),
    },
  ],
});
