import type { Row, Write } from '@gatehouse/database';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

interface IdentitiesTable {
  issuer: string;
  subject: string;
  account_id: string;
  connection: string;
  profile: string;
  linked_at: number;
  used_at: number | null;
  sealed_tokens: Uint8Array | null;
}

type Context = StoreContext<{ identities: IdentitiesTable }>;

/** A user as an upstream provider names them: both compared character by character. */
export interface IdentityKey {
  readonly issuer: string;
  readonly subject: string;
}

/** What the upstream said last, for users to recognize it by. Never a reason to let anybody in. */
export interface IdentityProfile {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
}

/** That a user of an upstream provider is an account of ours. */
export interface IdentityRecord extends IdentityKey {
  readonly accountId: string;
  /** The connection by which it was linked, or used last. */
  readonly connection: string;
  readonly profile: IdentityProfile;
  readonly linkedAtSeconds: number;
  readonly usedAtSeconds?: number;
  /** Tokens of the upstream, where the connection keeps them; sealed at rest. */
  readonly tokens?: Readonly<Record<string, unknown>>;
}

/** What a sign-in by an identity leaves behind. */
export interface IdentityUse extends IdentityKey {
  /** Whose it was when it was looked up. */
  readonly accountId: string;
  readonly connection: string;
  readonly profile: IdentityProfile;
  /** null takes them away; undefined leaves them. */
  readonly tokens?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Identities of users at upstream providers. They go with their account. */
export interface IdentityStore {
  find(key: IdentityKey): Promise<IdentityRecord | undefined>;
  /** Those of a user, in the order in which they were linked. */
  listOfAccount(accountId: string): Promise<IdentityRecord[]>;
  /** Whether anybody is linked by that connection. */
  isUsed(connection: string): Promise<boolean>;
  readonly writes: {
    /** ConflictError when it is linked already, to whichever account. */
    link(
      identity: Omit<IdentityUse, 'tokens'> & { readonly tokens?: Readonly<Record<string, unknown>> | undefined },
    ): Write;
    /** LostRaceError when it is linked to that account no more. */
    use(identity: IdentityUse): Write;
    /** What the upstream gave when it was asked again. LostRaceError when it is linked to that account no more. */
    keepTokens(
      identity: IdentityKey & { readonly accountId: string; readonly tokens: Readonly<Record<string, unknown>> | null },
    ): Write;
    /** LostRaceError when it is linked to that account no more. */
    unlink(key: IdentityKey & { readonly accountId: string }): Write;
  };
}

const rowOf = ({ issuer, subject }: IdentityKey): string => JSON.stringify([issuer, subject]);
const place = (key: IdentityKey) => ({ table: 'identities', column: 'sealed_tokens', row: rowOf(key) });
const guard = (key: IdentityKey) => ({ model: 'identities', key: rowOf(key) });

const shapesOf = ({ db, shape }: Context) => {
  type Owned = IdentityKey & { account_id: string };
  const owned = { guarded: true } as const;
  return {
    find: shape<IdentityKey>((v) =>
      db.selectFrom('identities').selectAll().where('issuer', '=', v.issuer).where('subject', '=', v.subject),
    ),
    ofConnection: shape<{ connection: string }>((v) =>
      db.selectFrom('identities').select('account_id').where('connection', '=', v.connection).limit(1),
    ),
    ofAccount: shape<{ account_id: string }>((v) =>
      db
        .selectFrom('identities')
        .selectAll()
        .where('account_id', '=', v.account_id)
        .orderBy('linked_at')
        .orderBy('issuer')
        .orderBy('subject'),
    ),
    link: shape<IdentitiesTable>((v) =>
      db.insertInto('identities').values({
        issuer: v.issuer,
        subject: v.subject,
        account_id: v.account_id,
        connection: v.connection,
        profile: v.profile,
        linked_at: v.linked_at,
        used_at: v.used_at,
        sealed_tokens: v.sealed_tokens,
      }),
    ),
    use: shape<Owned & { connection: string; profile: string; used_at: number }>(
      (v) =>
        db
          .updateTable('identities')
          .set({ connection: v.connection, profile: v.profile, used_at: v.used_at })
          .where('issuer', '=', v.issuer)
          .where('subject', '=', v.subject)
          .where('account_id', '=', v.account_id),
      owned,
    ),
    tokens: shape<Owned & { sealed_tokens: Uint8Array | null }>(
      (v) =>
        db
          .updateTable('identities')
          .set({ sealed_tokens: v.sealed_tokens })
          .where('issuer', '=', v.issuer)
          .where('subject', '=', v.subject)
          .where('account_id', '=', v.account_id),
      owned,
    ),
    unlink: shape<Owned>(
      (v) =>
        db
          .deleteFrom('identities')
          .where('issuer', '=', v.issuer)
          .where('subject', '=', v.subject)
          .where('account_id', '=', v.account_id),
      owned,
    ),
  };
};

/** The store of identities. */
function identityStore(context: Context): IdentityStore {
  const { read, nowSeconds, sealer } = context;
  const shapes = shapesOf(context);
  const toRecord = (row: Row): IdentityRecord => {
    const { issuer, subject, sealed_tokens: sealed, ...rest } = row as unknown as IdentitiesTable;
    const key = { issuer, subject };
    return {
      ...key,
      accountId: rest.account_id,
      connection: rest.connection,
      profile: JSON.parse(rest.profile) as IdentityProfile,
      linkedAtSeconds: rest.linked_at,
      ...(rest.used_at !== null && { usedAtSeconds: rest.used_at }),
      ...(sealed !== null && {
        tokens: JSON.parse(sealer.open(place(key), sealed).toString('utf8')) as Record<string, unknown>,
      }),
    };
  };
  const seal = (key: IdentityKey, tokens: Readonly<Record<string, unknown>> | null) =>
    tokens && sealer.seal(place(key), JSON.stringify(tokens));
  return {
    async find({ issuer, subject }) {
      const [row] = await read(shapes.find({ issuer, subject }));
      return row && toRecord(row);
    },
    isUsed: async (connection) => (await read(shapes.ofConnection({ connection }))).length > 0,
    listOfAccount: async (accountId) => (await read(shapes.ofAccount({ account_id: accountId }))).map(toRecord),
    writes: {
      link: ({ issuer, subject, accountId, connection, profile, tokens }) => ({
        statements: [
          shapes.link({
            issuer,
            subject,
            account_id: accountId,
            connection,
            profile: JSON.stringify(profile),
            linked_at: nowSeconds(),
            used_at: nowSeconds(),
            sealed_tokens: seal({ issuer, subject }, tokens ?? null),
          }),
        ],
      }),
      use({ issuer, subject, accountId, connection, profile, tokens }) {
        const owner = { issuer, subject, account_id: accountId };
        const values = { ...owner, connection, profile: JSON.stringify(profile), used_at: nowSeconds() };
        return {
          statements: [
            shapes.use(values, guard(owner)),
            ...(tokens === undefined
              ? []
              : [shapes.tokens({ ...owner, sealed_tokens: seal(owner, tokens) }, guard(owner))]),
          ],
        };
      },
      keepTokens({ issuer, subject, accountId, tokens }) {
        const owner = { issuer, subject, account_id: accountId };
        return { statements: [shapes.tokens({ ...owner, sealed_tokens: seal(owner, tokens) }, guard(owner))] };
      },
      unlink: ({ issuer, subject, accountId }) => ({
        statements: [shapes.unlink({ issuer, subject, account_id: accountId }, guard({ issuer, subject }))],
      }),
    },
  };
}

export const identities = declareStore({
  name: 'identities',
  open: identityStore,
  sealed: [
    {
      table: 'identities',
      column: 'sealed_tokens',
      keys: ['issuer', 'subject'],
      row: ({ issuer, subject }) => rowOf({ issuer: String(issuer), subject: String(subject) }),
    },
  ],
});
