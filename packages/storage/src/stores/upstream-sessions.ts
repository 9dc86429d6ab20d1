import type { Row, Write } from '@gatehouse/database';
import type { IdentityKey } from './identities.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, onceExpired, removeBy } from './store-declaration.ts';

interface UpstreamSessionsTable {
  session_uid: string;
  account_id: string;
  connection: string;
  issuer: string;
  subject: string;
  sid: string | null;
  expires_at: number;
  vouched_at: number | null;
}

type Context = StoreContext<{ upstream_sessions: UpstreamSessionsTable }>;

/** By which session of an upstream provider a session of ours began. */
export interface UpstreamSessionRecord extends IdentityKey {
  readonly sessionUid: string;
  readonly accountId: string;
  readonly connection: string;
  /** The provider's name for its session (OpenID Connect Back-Channel Logout 1.0, section 2.1), where it gave one. */
  readonly sid?: string | undefined;
  readonly expiresAtSeconds: number;
  /** When the provider last vouched for the user: at the sign-in, or when it was asked again. */
  readonly vouchedAtSeconds?: number | undefined;
}

/** Sessions that began at an upstream provider. Garbage collection removes those that have expired. */
export interface UpstreamSessionStore {
  /** Whether there is any. */
  isUsed(): Promise<boolean>;
  find(sessionUid: string): Promise<UpstreamSessionRecord | undefined>;
  /** Those of a session of the provider. */
  listOfSid(sid: { readonly issuer: string; readonly sid: string }): Promise<UpstreamSessionRecord[]>;
  /** Those of a user of the provider. */
  listOfIdentity(key: IdentityKey): Promise<UpstreamSessionRecord[]>;
  /** Those that began by a connection, by their names. */
  listOfConnection(
    connection: string,
    page: { readonly afterUid: string; readonly limit: number },
  ): Promise<UpstreamSessionRecord[]>;
  readonly writes: {
    /** In place of what was said of that session before. */
    put(session: UpstreamSessionRecord): Write;
    remove(sessionUid: string): Write;
    /** The provider vouched again for a user who is known by that connection: in all their sessions. */
    vouched(
      key: IdentityKey & Pick<UpstreamSessionRecord, 'accountId' | 'connection'> & { readonly atSeconds: number },
    ): Write;
  };
}

function toRecord(row: Row): UpstreamSessionRecord {
  const one = row as unknown as UpstreamSessionsTable;
  return {
    sessionUid: one.session_uid,
    accountId: one.account_id,
    connection: one.connection,
    issuer: one.issuer,
    subject: one.subject,
    ...(one.sid !== null && { sid: one.sid }),
    expiresAtSeconds: one.expires_at,
    ...(one.vouched_at !== null && { vouchedAtSeconds: one.vouched_at }),
  };
}

/** The provider vouched for a user again. */
const vouchedShape = ({ db, shape }: Context) =>
  shape<IdentityKey & { account_id: string; connection: string; vouched_at: number }>((v) =>
    db
      .updateTable('upstream_sessions')
      .set({ vouched_at: v.vouched_at })
      .where('issuer', '=', v.issuer)
      .where('subject', '=', v.subject)
      .where('account_id', '=', v.account_id)
      .where('connection', '=', v.connection),
  );

/** The store of sessions that began elsewhere. */
function upstreamSessionStore(context: Context): UpstreamSessionStore {
  const { db, shape, read } = context;
  const vouched = vouchedShape(context);
  const all = () => db.selectFrom('upstream_sessions').selectAll();
  const find = shape<{ uid: string }>((v) => all().where('session_uid', '=', v.uid));
  const one = shape<object>(() => db.selectFrom('upstream_sessions').select('session_uid').limit(1));
  const ofSid = shape<{ issuer: string; sid: string }>((v) =>
    all().where('issuer', '=', v.issuer).where('sid', '=', v.sid).orderBy('session_uid'),
  );
  const ofIdentity = shape<IdentityKey>((v) =>
    all().where('issuer', '=', v.issuer).where('subject', '=', v.subject).orderBy('session_uid'),
  );
  const ofConnection = shape<{ connection: string; after: string; limit: number }>((v) =>
    all()
      .where('connection', '=', v.connection)
      .where('session_uid', '>', v.after)
      .orderBy('session_uid')
      .limit(v.limit),
  );
  const put = shape<UpstreamSessionsTable>((v) =>
    db
      .insertInto('upstream_sessions')
      .values({
        session_uid: v.session_uid,
        account_id: v.account_id,
        connection: v.connection,
        issuer: v.issuer,
        subject: v.subject,
        sid: v.sid,
        expires_at: v.expires_at,
        vouched_at: v.vouched_at,
      })
      .onConflict((conflict) =>
        conflict.column('session_uid').doUpdateSet((eb) => ({
          account_id: eb.ref('excluded.account_id'),
          connection: eb.ref('excluded.connection'),
          issuer: eb.ref('excluded.issuer'),
          subject: eb.ref('excluded.subject'),
          sid: eb.ref('excluded.sid'),
          expires_at: eb.ref('excluded.expires_at'),
          vouched_at: eb.ref('excluded.vouched_at'),
        })),
      ),
  );
  const remove = shape<{ uid: string }>((v) => db.deleteFrom('upstream_sessions').where('session_uid', '=', v.uid));
  return {
    async find(sessionUid) {
      const [row] = await read(find({ uid: sessionUid }));
      return row && toRecord(row);
    },
    isUsed: async () => (await read(one({}))).length > 0,
    listOfSid: async ({ issuer, sid }) => (await read(ofSid({ issuer, sid }))).map(toRecord),
    listOfIdentity: async ({ issuer, subject }) => (await read(ofIdentity({ issuer, subject }))).map(toRecord),
    listOfConnection: async (connection, { afterUid: after, limit }) =>
      (await read(ofConnection({ connection, after, limit }))).map(toRecord),
    writes: {
      vouched: ({ issuer, subject, accountId, connection, atSeconds }) => ({
        statements: [vouched({ issuer, subject, account_id: accountId, connection, vouched_at: atSeconds })],
      }),
      put: ({
        sessionUid,
        accountId,
        connection,
        issuer,
        subject,
        sid = null,
        expiresAtSeconds,
        vouchedAtSeconds = null,
      }) => ({
        statements: [
          put({
            session_uid: sessionUid,
            account_id: accountId,
            connection,
            issuer,
            subject,
            sid,
            expires_at: expiresAtSeconds,
            vouched_at: vouchedAtSeconds,
          }),
        ],
      }),
      remove: (uid) => ({ statements: [remove({ uid })] }),
    },
  };
}

export const upstreamSessions = declareStore({
  name: 'upstreamSessions',
  open: upstreamSessionStore,
  garbage: [{ kind: 'upstreamSessions', before: onceExpired, remove: removeBy('upstream_sessions', 'session_uid') }],
});
