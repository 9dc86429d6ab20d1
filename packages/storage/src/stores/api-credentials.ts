import type { Row, Statement, Write } from '@gatehouse/database';
import { sql } from 'kysely';
import { type Page, type PageOptions, pageOf, pageStatement } from './keyset.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, type GarbageTimes, removeBy } from './store-declaration.ts';

interface ApiCredentialsTable {
  id: string;
  kind: string;
  name: string;
  login: string | null;
  sha256: Uint8Array;
  account_id: string | null;
  scopes: string;
  claims: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
}

type Context = StoreContext<{ api_credentials: ApiCredentialsTable }>;

/** An API key of a user, or a service account. The secret itself is not here, only its SHA-256. */
export interface ApiCredentialRecord {
  readonly id: string;
  readonly kind: 'api_key' | 'service_account';
  /** For people who look at a list. */
  readonly name: string;
  /** By what a service account is found; API keys have none. */
  readonly login?: string;
  readonly sha256: Buffer;
  /** Whose API key it is; service accounts belong to nobody. */
  readonly accountId?: string;
  /** The most that it allows, by resource indicator. */
  readonly scopes: Readonly<Record<string, readonly string[]>>;
  /** Fixed claims of a service account. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly createdAtSeconds: number;
  readonly expiresAtSeconds?: number;
  readonly revokedAtSeconds?: number;
  /** To the minute or so. */
  readonly lastUsedAtSeconds?: number;
}

/** What a caller saves. */
export interface ApiCredentialInput {
  readonly id: string;
  readonly kind: ApiCredentialRecord['kind'];
  readonly name: string;
  readonly login?: string | undefined;
  readonly sha256: Uint8Array;
  readonly accountId?: string | undefined;
  readonly scopes: Readonly<Record<string, readonly string[]>>;
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  readonly expiresAtSeconds?: number | undefined;
}

/** API keys and service accounts. */
export interface ApiCredentialStore {
  find(id: string): Promise<ApiCredentialRecord | undefined>;
  findByHash(sha256: Uint8Array): Promise<ApiCredentialRecord | undefined>;
  findByLogin(login: string): Promise<ApiCredentialRecord | undefined>;
  /** All of them, or those of a user; the oldest first. */
  list(filter?: { accountId?: string | undefined }): Promise<ApiCredentialRecord[]>;
  /** All of a kind, the oldest first, a page after the other. */
  page(options: PageOptions & { readonly kind: ApiCredentialRecord['kind'] }): Promise<Page<ApiCredentialRecord>>;
  readonly writes: {
    /** `ConflictError` when the login or the secret is taken. */
    add(credential: ApiCredentialInput): Write;
    /** Revokes for good. LostRaceError when there is none with that id that still counts. */
    revoke(id: string): Write;
    /** Notes that it was used. */
    touch(id: string): Write;
  };
}

function toRecord(row: Row): ApiCredentialRecord {
  const { login, account_id, expires_at, revoked_at, last_used_at, ...rest } = row as unknown as ApiCredentialsTable;
  return {
    id: rest.id,
    kind: rest.kind as ApiCredentialRecord['kind'],
    name: rest.name,
    sha256: Buffer.from(rest.sha256),
    scopes: JSON.parse(rest.scopes) as Record<string, string[]>,
    claims: JSON.parse(rest.claims) as Record<string, unknown>,
    createdAtSeconds: rest.created_at,
    ...(login !== null && { login }),
    ...(account_id !== null && { accountId: account_id }),
    ...(expires_at !== null && { expiresAtSeconds: expires_at }),
    ...(revoked_at !== null && { revokedAtSeconds: revoked_at }),
    ...(last_used_at !== null && { lastUsedAtSeconds: last_used_at }),
  };
}

const shapesOf = ({ db, shape }: Context) => ({
  add: shape<Omit<ApiCredentialsTable, 'revoked_at' | 'last_used_at'>>((v) =>
    db.insertInto('api_credentials').values({
      id: v.id,
      kind: v.kind,
      name: v.name,
      login: v.login,
      sha256: v.sha256,
      account_id: v.account_id,
      scopes: v.scopes,
      claims: v.claims,
      created_at: v.created_at,
      expires_at: v.expires_at,
    }),
  ),
  revoke: shape<{ id: string; revoked_at: number }>(
    (v) =>
      db
        .updateTable('api_credentials')
        .set({ revoked_at: v.revoked_at })
        .where('id', '=', v.id)
        .where('revoked_at', 'is', null),
    { guarded: true },
  ),
  touch: shape<{ id: string; last_used_at: number }>((v) =>
    db.updateTable('api_credentials').set({ last_used_at: v.last_used_at }).where('id', '=', v.id),
  ),
  find: shape<{ id: string }>((v) => db.selectFrom('api_credentials').selectAll().where('id', '=', v.id)),
  findByHash: shape<{ sha256: Uint8Array }>((v) =>
    db.selectFrom('api_credentials').selectAll().where('sha256', '=', v.sha256),
  ),
  findByLogin: shape<{ login: string }>((v) =>
    db.selectFrom('api_credentials').selectAll().where('login', '=', v.login),
  ),
  list: shape<object>(() => db.selectFrom('api_credentials').selectAll().orderBy('created_at').orderBy('id')),
  listOf: shape<{ account_id: string }>((v) =>
    db
      .selectFrom('api_credentials')
      .selectAll()
      .where('account_id', '=', v.account_id)
      .orderBy('created_at')
      .orderBy('id'),
  ),
});

async function first(rows: Promise<Row[]>): Promise<ApiCredentialRecord | undefined> {
  const [row] = await rows;
  return row && toRecord(row);
}

/** The statement of a page of API keys or of service accounts. */
export const credentialPageStatement = ({ db }: Context, options: PageOptions & { readonly kind: string }): Statement =>
  pageStatement(
    db.selectFrom('api_credentials').selectAll().where('kind', '=', options.kind),
    { key: sql.ref('created_at'), id: sql.ref('id') },
    options,
  );

/** The store of API keys and service accounts. */
export function apiCredentialStore(context: Context): ApiCredentialStore {
  const shapes = shapesOf(context);
  const { read, nowSeconds } = context;
  return {
    find: (id) => first(read(shapes.find({ id }))),
    findByHash: (sha256) => first(read(shapes.findByHash({ sha256 }))),
    findByLogin: (login) => first(read(shapes.findByLogin({ login }))),
    async list({ accountId } = {}) {
      const rows = await read(accountId === undefined ? shapes.list({}) : shapes.listOf({ account_id: accountId }));
      return rows.map(toRecord);
    },
    page: async (options) => pageOf(await read(credentialPageStatement(context, options)), options.limit, toRecord),
    writes: {
      add(credential) {
        if (credential.sha256.byteLength !== 32) throw new TypeError('A secret hash is a SHA-256 of 32 bytes');
        const { id, kind, name, login, sha256, accountId, scopes, claims, expiresAtSeconds } = credential;
        const statement = shapes.add({
          id,
          kind,
          name,
          login: login ?? null,
          sha256,
          account_id: accountId ?? null,
          scopes: JSON.stringify(scopes),
          claims: JSON.stringify(claims ?? {}),
          created_at: nowSeconds(),
          expires_at: expiresAtSeconds ?? null,
        });
        return { statements: [statement] };
      },
      revoke: (id) => ({
        statements: [shapes.revoke({ id, revoked_at: nowSeconds() }, { model: 'api_credentials', key: id })],
      }),
      touch: (id) => ({ statements: [shapes.touch({ id, last_used_at: nowSeconds() })] }),
    },
  };
}

/** Users see for so long that a key of theirs was revoked or has expired. */
const DEAD_CREDENTIAL_SECONDS = 30 * 24 * 60 * 60;

const deadBy = (column: 'expires_at' | 'revoked_at') => ({
  kind: 'apiCredentials' as const,
  before: ({ surelyExpiredSeconds }: GarbageTimes) => surelyExpiredSeconds - DEAD_CREDENTIAL_SECONDS,
  remove: removeBy('api_credentials', 'id', column),
});

export const apiCredentials = declareStore({
  name: 'apiCredentials',
  open: apiCredentialStore,
  garbage: [deadBy('expires_at'), deadBy('revoked_at')],
});
