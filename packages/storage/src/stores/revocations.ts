import { randomBytes } from 'node:crypto';
import type { ChangeLog, ChangesTable, Row, Write } from '@gatehouse/database';
import { sql } from 'kysely';
import type { StoreContext } from './store-context.ts';
import { declareStore, onceExpired, removeBy } from './store-declaration.ts';

interface RevocationsTable {
  id: Uint8Array;
  version: number;
  stamp: string;
  before_at: number | null;
  expires_at: number;
}

type Context = StoreContext<{ revocations: RevocationsTable; changes: ChangesTable }>;

/** One thing that was revoked. What its name means is decided by the callers. */
export interface RevocationInput {
  /** 32 bytes: a hash of what it is about. */
  readonly id: Uint8Array;
  /** Present: only what was issued earlier is revoked. */
  readonly beforeSeconds?: number | undefined;
  /** When everything that it is about has expired by itself. */
  readonly expiresAtSeconds: number;
}

/** A stored revocation and the commit it came with. */
export interface RevocationRecord extends RevocationInput {
  /** Grows by one with every commit that revokes something; in commit order, also between instances. */
  readonly version: number;
  /** Random, one for each commit: tells a version of this database from the same number in another copy of it. */
  readonly stamp: string;
}

/** The version as it is now; no stamp when nothing of that commit is left. */
export interface RevocationHead {
  readonly version: number;
  readonly stamp: string | undefined;
}

/** What was revoked after a version, and the version up to which that is everything: both of one moment. */
export interface RevocationNews {
  readonly head: RevocationHead;
  readonly records: readonly RevocationRecord[];
}

/** Revocations, in the order in which they were committed. Every write is announced as a change of `revocations`. */
export interface RevocationStore {
  /** What came after that version and has not expired, in order; 0 for everything. */
  since(version: number): Promise<RevocationNews>;
  head(): Promise<RevocationHead>;
  /** Those of the ids that are revoked. At most eight ids at once. */
  find(ids: readonly Uint8Array[]): Promise<RevocationRecord[]>;
  readonly writes: {
    /** Several of one unit share its version. Revoking again never narrows what was revoked. */
    add(revocations: readonly RevocationInput[]): Write;
  };
}

const KIND = 'revocations';
const SLOTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
const NOTHING = Buffer.alloc(0);

function toRevocation(row: Row): RevocationRecord {
  const { id, version, stamp, before_at, expires_at } = row as unknown as RevocationsTable;
  return {
    id: new Uint8Array(id),
    version,
    stamp,
    expiresAtSeconds: expires_at,
    ...(before_at !== null && { beforeSeconds: before_at }),
  };
}

const toHead = (row: Row | undefined): RevocationHead => ({
  version: (row?.['head'] as number | undefined) ?? 0,
  stamp: (row?.['head_stamp'] ?? undefined) as string | undefined,
});

function readShapes({ db, shape }: Context) {
  const head = shape<object>(() =>
    db
      .selectFrom('changes')
      .leftJoin('revocations', 'revocations.version', 'changes.version')
      .select(['changes.version as head', 'revocations.stamp as head_stamp'])
      .where('changes.kind', '=', sql.lit(KIND))
      .limit(sql.lit(1)),
  );
  // One statement, so that both are of one moment and of one server: a version of another server would stand for commits not read.
  const since = shape<{ version: number; now: number }>((v) =>
    db
      .selectFrom('changes')
      .leftJoin('revocations', (join) =>
        join.on('revocations.version', '>', v.version).on('revocations.expires_at', '>', v.now),
      )
      .select((eb) => [
        'changes.version as head',
        eb
          .selectFrom('revocations as newest')
          .select('newest.stamp')
          .whereRef('newest.version', '=', 'changes.version')
          .limit(sql.lit(1))
          .as('head_stamp'),
        'revocations.id',
        'revocations.version',
        'revocations.stamp',
        'revocations.before_at',
        'revocations.expires_at',
      ])
      .where('changes.kind', '=', sql.lit(KIND))
      .orderBy('revocations.version'),
  );
  return { head, since };
}

/** The store of revocations. */
export function revocationStore(context: Context, changes: ChangeLog): RevocationStore {
  const { db, shape, read } = context;
  const { head, since } = readShapes(context);
  const add = shape<Omit<RevocationsTable, 'version'>>((v) =>
    db
      .insertInto('revocations')
      .values((eb) => ({
        id: v.id,
        // The unit raised it a moment ago and holds its row until the commit: versions are given in the order of commits.
        version: eb.selectFrom('changes').select('version').where('kind', '=', sql.lit(KIND)),
        stamp: v.stamp,
        before_at: v.before_at,
        expires_at: v.expires_at,
      }))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          version: eb.ref('excluded.version'),
          stamp: eb.ref('excluded.stamp'),
          before_at: eb
            .case()
            .when('revocations.before_at', '>', eb.ref('excluded.before_at'))
            .then(eb.ref('revocations.before_at'))
            .else(eb.ref('excluded.before_at'))
            .end(),
          expires_at: eb
            .case()
            .when('revocations.expires_at', '>', eb.ref('excluded.expires_at'))
            .then(eb.ref('revocations.expires_at'))
            .else(eb.ref('excluded.expires_at'))
            .end(),
        })),
      ),
  );
  const find = shape<Record<(typeof SLOTS)[number], Uint8Array>>((v) =>
    db
      .selectFrom('revocations')
      .selectAll()
      .where(
        'id',
        'in',
        SLOTS.map((slot) => v[slot]),
      ),
  );

  return {
    async since(version) {
      const rows = await read(since({ version, now: context.nowSeconds() }));
      return { head: toHead(rows[0]), records: rows.filter(({ id }) => id !== null).map(toRevocation) };
    },
    head: async () => toHead((await read(head({})))[0]),
    async find(ids) {
      if (ids.length > SLOTS.length) throw new TypeError(`At most ${SLOTS.length} revocations are looked up at once`);
      const values = Object.fromEntries(SLOTS.map((slot, index) => [slot, ids[index] ?? NOTHING]));
      return (await read(find(values as Parameters<typeof find>[0]))).map(toRevocation);
    },
    writes: {
      add(revocations) {
        const stamp = randomBytes(6).toString('base64url');
        return {
          statements: [
            ...changes.announce(KIND, []).statements,
            ...revocations.map(({ id, beforeSeconds, expiresAtSeconds }) => {
              if (id.byteLength !== 32) throw new TypeError('A revocation is named by 32 bytes');
              return add({ id, stamp, before_at: beforeSeconds ?? null, expires_at: expiresAtSeconds });
            }),
          ],
        };
      },
    },
  };
}

export const revocations = declareStore({
  name: 'revocations',
  open: revocationStore,
  garbage: [
    {
      kind: 'revocations',
      before: onceExpired,
      remove: removeBy('revocations', 'id'),
    },
  ],
});
