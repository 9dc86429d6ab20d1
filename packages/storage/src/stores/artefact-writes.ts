import type { Statement, Write } from '@gatehouse/database';
import { type ArtefactName, type ArtefactsTables, digest, type Payload, rowId, sealPayload } from './artefact-rows.ts';
import { type Ending, endShapes, insertShapes, type RowValues, useShapes } from './artefact-statements.ts';
import type { StoreContext } from './store-context.ts';

/** A row to save. Left-out fields are emptied. */
export interface ArtefactUpsert {
  readonly model: string;
  readonly id?: string;
  /** Instead of `id`, where only the key is known. */
  readonly key?: string;
  readonly payload: Payload;
  readonly expiresAtSeconds?: number | undefined;
  readonly grantId?: string | undefined;
  readonly uid?: string | undefined;
  readonly userCode?: string | undefined;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
}

/** The writes about artefacts; each makes data and touches nothing. Give them to `storage.commit`. */
export interface ArtefactWrites {
  /**
   * Saves an artefact. What was consumed stays consumed. What was destroyed stays destroyed: then the unit fails with
   * LostRaceError, because a late save (of a session, say) must not undo a log-out. Use `forget` for what may come again.
   */
  upsert(artefact: ArtefactUpsert): Write;
  /** Marks it used; LostRaceError when it is used, destroyed or unknown. `grantId` is passed on in that error. */
  consume(name: ArtefactName & { atSeconds?: number; grantId?: string | undefined }): Write;
  /** Changes nothing, and lets the unit fail with LostRaceError when it was destroyed or is unknown: what was read still stands. */
  unchanged(name: ArtefactName): Write;
  /** Says "seen" once until it expires: LostRaceError at the second time. For jti, time steps, links. */
  once(mark: { model: string; id: string; expiresAtSeconds: number; payload?: Payload; accountId?: string }): Write;
  /** Ends it for good: its content is removed, a tombstone stays until its expiry. No error when there is none. */
  destroy(name: ArtefactName): Write;
  /** Removes the row without a tombstone; an artefact of the same identifier may be saved again. */
  forget(name: ArtefactName): Write;
  /** Ends every artefact of the model with that uid. */
  destroyByUid(name: { model: string; uid: string }): Write;
  /** Ends every artefact of the grant, those too that are being written at this moment; all models by default. */
  revokeGrant(grant: { grantId: string; models?: readonly string[] }): Write;
  /** Ends every artefact of the account; all models by default. */
  destroyByAccount(account: { accountId: string; models?: readonly string[] }): Write;
}

/** How long a tombstone without an expiry of its own is kept. */
const TOMBSTONE_SECONDS = 30 * 24 * 3600;
const NOTHING = Buffer.alloc(0);

const key = (id: Buffer): string => id.toString('base64url');
const one = (model: string, id: Buffer, statement: Statement): Write => ({
  statements: [{ ...statement, touches: { model, id } }],
});

/** The writes of the artefact store. */
export function artefactWrites(context: StoreContext<ArtefactsTables>): ArtefactWrites {
  const { sealer } = context;
  const insert = insertShapes(context);
  const end = endShapes(context);
  const { consume, remove, unchanged } = useShapes(context);

  const ending = (): Ending => {
    const at = context.nowSeconds();
    return { at, nothing: NOTHING, fallback: at + TOMBSTONE_SECONDS };
  };
  const ofModels = (column: 'grant_id' | 'account_id', of: string, models?: readonly string[]): Write => {
    const shapes = end[column];
    const touches = { column, of };
    return {
      statements: models
        ? models.map((model) => ({ ...shapes.one({ of, model, ...ending() }), touches: { ...touches, model } }))
        : [{ ...shapes.all({ of, ...ending() }), touches }],
    };
  };

  return {
    upsert(artefact) {
      const { model, payload, uid, userCode } = artefact;
      const id = rowId(artefact);
      const values: RowValues = {
        model,
        id,
        payload: sealPayload(sealer, model, id, payload),
        grant_id: artefact.grantId ?? null,
        uid: uid === undefined ? null : digest(uid),
        user_code: userCode === undefined ? null : (sealer.blindIndexes('user_code', userCode)[0] as Buffer),
        account_id: artefact.accountId ?? null,
        client_id: artefact.clientId ?? null,
        expires_at: artefact.expiresAtSeconds ?? null,
        written_at_ms: context.nowMs(),
      };
      return one(model, id, insert.upsert(values, { model, key: key(id), grantId: artefact.grantId }));
    },
    consume(name) {
      const id = rowId(name);
      const at = name.atSeconds ?? context.nowSeconds();
      return one(
        name.model,
        id,
        consume({ model: name.model, id, at }, { model: name.model, key: key(id), grantId: name.grantId }),
      );
    },
    unchanged(name) {
      const { model } = name;
      const id = rowId(name);
      return one(model, id, unchanged({ model, id }, { model, key: key(id) }));
    },
    once({ model, id: secret, expiresAtSeconds, payload, accountId }) {
      const id = rowId({ id: secret });
      const sealed = payload ? sealPayload(sealer, model, id, payload) : NOTHING;
      const empty = { grant_id: null, uid: null, user_code: null, client_id: null };
      return one(
        model,
        id,
        insert.once(
          {
            model,
            id,
            payload: sealed,
            ...empty,
            account_id: accountId ?? null,
            expires_at: expiresAtSeconds,
            written_at_ms: context.nowMs(),
          },
          { model, key: key(id) },
        ),
      );
    },
    destroy(name) {
      const { model } = name;
      const id = rowId(name);
      return one(model, id, end.one({ model, id, ...ending() }));
    },
    forget(name) {
      const { model } = name;
      const id = rowId(name);
      return one(model, id, remove({ model, id }));
    },
    destroyByUid({ model, uid }) {
      const of = digest(uid);
      return { statements: [{ ...end.uid({ model, uid: of, ...ending() }), touches: { column: 'uid', of, model } }] };
    },
    revokeGrant: ({ grantId, models }) => ofModels('grant_id', grantId, models),
    destroyByAccount: ({ accountId, models }) => ofModels('account_id', accountId, models),
  };
}
