import { sql } from 'kysely';
import { type AccountRecord, accountColumn, accountOfColumn } from './account-rows.ts';
import {
  type Artefact,
  type ArtefactName,
  type ArtefactsTables,
  digest,
  EXPIRY_GRACE_SECONDS,
  rowId,
  toArtefact,
} from './artefact-rows.ts';
import { type ArtefactWrites, artefactWrites } from './artefact-writes.ts';
import { type Page, type PageOptions, pageOf, pageStatement, statementOf } from './keyset.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, onceExpired, skipLocked } from './store-declaration.ts';

/**
 * Codes, tokens, sessions, interactions and marks of what was seen. What is destroyed is not found; what expired is found
 * for another minute with its `expiresAtSeconds`, whether or not garbage was collected.
 */
export interface ArtefactStore {
  find(model: string, id: string): Promise<Artefact | undefined>;
  /**
   * The artefact with its kin, in one read: its grant, the session it is bound to and its account, which every use of a code
   * or token asks for next. They are found by the `grantId` and `uid` that all three were saved with, and by `accountId`.
   * @param kind a token is found whatever its model is, since the token itself does not tell
   */
  findWithKin(kind: KinKind, id: string): Promise<ArtefactKin>;
  findByKey(name: ArtefactName): Promise<Artefact | undefined>;
  /** The newest of the model with that uid: a uid is not unique. */
  findByUid(model: string, uid: string): Promise<Artefact | undefined>;
  findByUserCode(model: string, userCode: string): Promise<Artefact | undefined>;
  /** All of them, the newest first, unless `limit` says how many; all models by default. */
  listByAccount(accountId: string, options?: { models?: readonly string[]; limit?: number }): Promise<Artefact[]>;
  /** Those of one model of an account, the newest first, a page after the other, however many it has. */
  pageOfAccount(options: ArtefactPageOptions): Promise<Page<Artefact>>;
  listByGrant(grantId: string, options?: { models?: readonly string[]; limit?: number }): Promise<Artefact[]>;
  readonly writes: ArtefactWrites;
}

/** Whose artefacts, and of which model. */
export interface ArtefactPageOptions extends PageOptions {
  readonly accountId: string;
  readonly model: string;
}

/** A code, a token of any of the models that are sent as one, or a session, which has no kin but its account. */
export type KinKind = keyof typeof modelsWithKin;

const modelsWithKin = {
  code: ['AuthorizationCode'],
  token: ['AccessToken', 'ClientCredentials', 'RefreshToken'],
  session: ['Session'],
} as const;

/** An artefact and what it depends on; what is absent was not found. */
export interface ArtefactKin {
  readonly artefact?: Artefact;
  readonly grant?: Artefact;
  readonly session?: Artefact;
  readonly account?: AccountRecord;
}

type Alive = { since: number };

const columns = [
  'model',
  'id',
  'payload',
  'expires_at',
  'consumed_at',
  'grant_id',
  'account_id',
  'client_id',
  'written_at_ms',
] as const;

/** What was not destroyed, and expired no longer ago than callers may want to know. */
const aliveIn =
  ({ db }: StoreContext<ArtefactsTables>) =>
  (v: Alive) =>
    db
      .selectFrom('artefacts')
      .select(columns)
      .where('destroyed_at', 'is', null)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>=', v.since)]));

/** The store of artefacts. */
export function artefactStore(context: StoreContext<ArtefactsTables>): ArtefactStore {
  const { db, shape, sealer, read } = context;
  const alive = aliveIn(context);
  const byId = shape<{ model: string; id: Uint8Array } & Alive>(
    (v) => alive(v).where('model', '=', v.model).where('id', '=', v.id),
    { byKey: true },
  );
  const byUid = shape<{ model: string; uid: Uint8Array } & Alive>((v) =>
    alive(v).where('uid', '=', v.uid).where('model', '=', v.model).orderBy('written_at_ms', 'desc').limit(sql.lit(1)),
  );
  const withKin = (kind: KinKind) =>
    shape<{ id: Uint8Array } & Alive>(
      (v) => {
        const models = modelsWithKin[kind].map((model) => sql.lit(model));
        const itself = alive(v)
          .select(accountColumn(context.dialect, sql.ref('artefacts.account_id')).as('account'))
          .where('model', 'in', models)
          .where('id', '=', v.id);
        if (kind === 'session') return itself;
        const named = db.selectFrom('artefacts').where('model', 'in', models).where('id', '=', v.id).limit(sql.lit(1));
        const kin = alive(v).select(sql<string | null>`null`.as('account'));
        return itself
          .unionAll(kin.where('model', '=', sql.lit('Grant')).where('grant_id', '=', named.select('grant_id')))
          .unionAll(kin.where('model', '=', sql.lit('Session')).where('uid', '=', named.select('uid')));
      },
      { byKey: true },
    );
  const byIdWithKin = { code: withKin('code'), token: withKin('token'), session: withKin('session') };
  const byUserCode = shape<{ model: string; user_code: Uint8Array } & Alive>((v) =>
    alive(v)
      .where('user_code', '=', v.user_code)
      .where('model', '=', v.model)
      .orderBy('written_at_ms', 'desc')
      .limit(sql.lit(1)),
  );
  const since = (): number => context.nowSeconds() - EXPIRY_GRACE_SECONDS;
  const first = async (statement: ReturnType<typeof byId>): Promise<Artefact | undefined> => {
    const [row] = await read(statement);
    return row && toArtefact(sealer, row);
  };
  // Counted after the models are told apart: many tokens must not hide the session or the grant that they came of.
  const list = async (
    column: 'account_id' | 'grant_id',
    of: string,
    { models, limit }: { models?: readonly string[]; limit?: number } = {},
  ) => {
    let query = alive({ since: since() }).where(column, '=', of).orderBy('written_at_ms', 'desc');
    if (models) query = query.where('model', 'in', models);
    if (limit !== undefined) query = query.limit(limit);
    return (await read(statementOf(query))).map((row) => toArtefact(sealer, row));
  };

  return {
    find: (model, id) => first(byId({ model, id: digest(id), since: since() })),
    async findWithKin(kind, id) {
      const rows = await read(byIdWithKin[kind]({ id: digest(id), since: since() }));
      const found = rows.map((row) => toArtefact(sealer, row));
      const newest = (models: readonly string[]) =>
        found
          .filter(({ model }) => models.includes(model))
          .reduce<Artefact | undefined>((a, b) => (a && a.writtenAtSeconds >= b.writtenAtSeconds ? a : b), undefined);
      const [artefact, grant, session] = [newest(modelsWithKin[kind]), newest(['Grant']), newest(['Session'])];
      const account = rows.find((row) => typeof row['account'] === 'string')?.['account'] as string | undefined;
      return {
        ...(artefact && { artefact }),
        ...(grant && { grant }),
        ...(session && { session }),
        ...(account !== undefined && { account: accountOfColumn(account) }),
      };
    },
    findByKey: (name) => first(byId({ model: name.model, id: rowId(name), since: since() })),
    findByUid: (model, uid) => first(byUid({ model, uid: digest(uid), since: since() })),
    async findByUserCode(model, userCode) {
      for (const user_code of sealer.blindIndexes('user_code', userCode)) {
        const found = await first(byUserCode({ model, user_code, since: since() }));
        if (found) return found;
      }
      return undefined;
    },
    listByAccount: (accountId, options) => list('account_id', accountId, options),
    async pageOfAccount({ accountId, model, after, limit }) {
      const query = alive({ since: since() }).where('account_id', '=', accountId).where('model', '=', model);
      const keyset = { key: sql.ref('written_at_ms'), id: sql.ref('id'), descending: true };
      const from = after && { key: after.key, id: Buffer.from(after.id, 'base64url') };
      return pageOf(await read(pageStatement(query, keyset, { after: from, limit })), limit, (row) =>
        toArtefact(sealer, row),
      );
    },
    listByGrant: (grantId, options) => list('grant_id', grantId, options),
    writes: artefactWrites(context),
  };
}

export const artefacts = declareStore({
  name: 'artefacts',
  open: artefactStore,
  sealed: [
    {
      table: 'artefacts',
      column: 'payload',
      keys: ['model', 'id'],
      row: ({ model, id }) => `${String(model)}:${Buffer.from(id as Uint8Array).toString('base64url')}`,
    },
  ],
  garbage: [
    {
      kind: 'artefacts',
      before: onceExpired,
      // By expiry alone: a consumed code or refresh token is the detector of its reuse.
      remove: (context) =>
        context.shape((v) =>
          context.db
            .deleteFrom('artefacts')
            .where((eb) =>
              eb(
                eb.refTuple('model', 'id'),
                'in',
                eb
                  .selectFrom('artefacts as expired')
                  .select(['expired.model', 'expired.id'])
                  .where('expired.expires_at', '<', v.before)
                  .orderBy('expired.expires_at')
                  .limit(v.limit)
                  .modifyEnd(skipLocked(context))
                  .$asTuple('model', 'id'),
              ),
            ),
        ),
    },
  ],
});
