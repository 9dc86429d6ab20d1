import type { ArtefactsTables } from './artefact-rows.ts';
import type { StoreContext } from './store-context.ts';

/** One row as it is inserted. */
export interface RowValues {
  model: string;
  id: Uint8Array;
  payload: Uint8Array;
  grant_id: string | null;
  uid: Uint8Array | null;
  user_code: Uint8Array | null;
  account_id: string | null;
  client_id: string | null;
  expires_at: number | null;
  written_at_ms: number;
}

/** Saving a row: over an older version, or only when there is none. */
export const insertShapes = ({ db, shape }: StoreContext<ArtefactsTables>) => {
  const insert = (v: RowValues) =>
    db.insertInto('artefacts').values({
      model: v.model,
      id: v.id,
      payload: v.payload,
      grant_id: v.grant_id,
      uid: v.uid,
      user_code: v.user_code,
      account_id: v.account_id,
      client_id: v.client_id,
      expires_at: v.expires_at,
      consumed_at: null,
      destroyed_at: null,
      written_at_ms: v.written_at_ms,
    });
  const upsert = shape<RowValues>(
    (v) =>
      insert(v).onConflict((conflict) =>
        conflict
          .columns(['model', 'id'])
          .doUpdateSet((eb) => ({
            payload: eb.ref('excluded.payload'),
            grant_id: eb.ref('excluded.grant_id'),
            uid: eb.ref('excluded.uid'),
            user_code: eb.ref('excluded.user_code'),
            account_id: eb.ref('excluded.account_id'),
            client_id: eb.ref('excluded.client_id'),
            expires_at: eb.ref('excluded.expires_at'),
            written_at_ms: eb.ref('excluded.written_at_ms'),
          }))
          .where('artefacts.destroyed_at', 'is', null),
      ),
    { guarded: true },
  );
  const once = shape<RowValues>(
    (v) => insert(v).onConflict((conflict) => conflict.columns(['model', 'id']).doNothing()),
    { guarded: true },
  );
  return { upsert, once };
};

/** Marking a row used, holding it as it is, and removing it without a tombstone. */
export const useShapes = ({ db, shape }: StoreContext<ArtefactsTables>) => ({
  consume: shape<{ model: string; id: Uint8Array; at: number }>(
    (v) =>
      db
        .updateTable('artefacts')
        .set({ consumed_at: v.at })
        .where('model', '=', v.model)
        .where('id', '=', v.id)
        .where('consumed_at', 'is', null)
        .where('destroyed_at', 'is', null),
    { guarded: true },
  ),
  // SQLite writes no page for it; PostgreSQL makes it wait for whoever ends the row at the same moment.
  unchanged: shape<{ model: string; id: Uint8Array }>(
    (v) =>
      db
        .updateTable('artefacts')
        .set({ destroyed_at: null })
        .where('model', '=', v.model)
        .where('id', '=', v.id)
        .where('destroyed_at', 'is', null),
    { guarded: true },
  ),
  remove: shape<{ model: string; id: Uint8Array }>((v) =>
    db.deleteFrom('artefacts').where('model', '=', v.model).where('id', '=', v.id),
  ),
});

/** How a row is ended. */
export interface Ending {
  at: number;
  nothing: Uint8Array;
  fallback: number;
}

/** Ending rows: the content goes, the row stays as a tombstone until it would have expired. */
export const endShapes = ({ db, shape }: StoreContext<ArtefactsTables>) => {
  const end = (v: Ending) =>
    db
      .updateTable('artefacts')
      .set((eb) => ({
        destroyed_at: v.at,
        payload: v.nothing,
        expires_at: eb.fn.coalesce('expires_at', eb.val(v.fallback)),
      }))
      .where('destroyed_at', 'is', null);
  const many = { untilNothingChanges: true };
  type Of = { of: string } & Ending;
  const perModels = <V extends Of>(column: 'grant_id' | 'account_id') => ({
    all: shape<V>((v) => end(v).where(column, '=', v.of), many),
    one: shape<V & { model: string }>((v) => end(v).where(column, '=', v.of).where('model', '=', v.model), many),
  });
  return {
    one: shape<{ model: string; id: Uint8Array } & Ending>((v) =>
      end(v).where('model', '=', v.model).where('id', '=', v.id),
    ),
    uid: shape<{ model: string; uid: Uint8Array } & Ending>(
      (v) => end(v).where('uid', '=', v.uid).where('model', '=', v.model),
      many,
    ),
    grant_id: perModels<Of>('grant_id'),
    account_id: perModels<Of>('account_id'),
  };
};
