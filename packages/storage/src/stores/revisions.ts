import type { Write } from '@gatehouse/database';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

type Context = StoreContext<{ revisions: { type: string; id: string; revision: number } }>;

/** What has a revision: a client, a user, a role. */
export interface RevisionTarget {
  readonly type: string;
  readonly id: string;
}

/**
 * How often operators changed a thing, or a user got one more factor, for optimistic locking: whoever changes it says which revision was read. A revision outlives
 * what it counts, so that a thing made again under the same name does not pass for the one before.
 */
export interface RevisionStore {
  /** The revision of a thing; 0 when nothing changed it yet. */
  find(type: string, id: string): Promise<number>;
  readonly writes: {
    /**
     * Raises the revision by one.
     * @param expected the revision that was read; LostRaceError when it is another by now. Left out: whatever it is.
     */
    bump(target: RevisionTarget, expected?: number): Write;
  };
}

/** The store of revisions. */
export function revisionStore({ db, shape, read }: Context): RevisionStore {
  const find = shape<RevisionTarget>((v) =>
    db.selectFrom('revisions').select('revision').where('type', '=', v.type).where('id', '=', v.id),
  );
  const first = (v: RevisionTarget & { one: number }) =>
    db.insertInto('revisions').values({ type: v.type, id: v.id, revision: v.one });
  const bump = shape<RevisionTarget & { one: number }>((v) =>
    first(v).onConflict((conflict) =>
      conflict.columns(['type', 'id']).doUpdateSet((eb) => ({ revision: eb('revisions.revision', '+', eb.lit(1)) })),
    ),
  );
  const begin = shape<RevisionTarget & { one: number }>(
    (v) => first(v).onConflict((conflict) => conflict.columns(['type', 'id']).doNothing()),
    { guarded: true },
  );
  const bumpFrom = shape<RevisionTarget & { expected: number }>(
    (v) =>
      db
        .updateTable('revisions')
        .set((eb) => ({ revision: eb('revision', '+', eb.lit(1)) }))
        .where('type', '=', v.type)
        .where('id', '=', v.id)
        .where('revision', '=', v.expected),
    { guarded: true },
  );
  return {
    find: async (type, id) => ((await read(find({ type, id })))[0]?.['revision'] as number | undefined) ?? 0,
    writes: {
      bump({ type, id }, expected) {
        if (expected === undefined) return { statements: [bump({ type, id, one: 1 })] };
        const guard = { model: 'revisions', key: `${type}:${id}` };
        if (expected === 0) return { statements: [begin({ type, id, one: 1 }, guard)] };
        return { statements: [bumpFrom({ type, id, expected }, guard)] };
      },
    },
  };
}

export const revisions = declareStore({ name: 'revisions', open: revisionStore });
