import { createHash } from 'node:crypto';
import type { Row, Write } from '@gatehouse/database';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

/** Keyed by the SHA-256 of the credential's id. */
interface PasskeysTable {
  id: Uint8Array;
  account_id: string;
  name: string;
  sealed_data: Uint8Array;
  sign_count: number;
  backup_eligible: number;
  backed_up: number;
  created_at: number;
  last_used_at: number | null;
}

type Context = StoreContext<{ passkeys: PasskeysTable }>;

/** What an authenticator gave when it was registered (Web Authentication Level 3, section 5.2.1). Sealed at rest. */
export interface PasskeyData {
  /** The credential's id, base64url. */
  readonly credentialId: string;
  /** The COSE public key, base64url. */
  readonly publicKey: string;
  readonly transports: readonly string[];
  /** The model of the authenticator; zeros when it does not say. */
  readonly aaguid: string;
}

/** A passkey of a user. */
export interface PasskeyRecord extends PasskeyData {
  /** The SHA-256 of the credential's id, base64url: names the passkey in forms and in the audit. */
  readonly reference: string;
  readonly accountId: string;
  /** What the user calls it. */
  readonly name: string;
  /** How often it signed, by its own count; stays 0 where there is none. */
  readonly signCount: number;
  /** It may be copied to other devices of the user; does not change. */
  readonly backupEligible: boolean;
  /** It was copied, when last used. */
  readonly backedUp: boolean;
  readonly createdAtSeconds: number;
  readonly lastUsedAtSeconds?: number;
}

/** What a caller saves. */
export interface PasskeyInput extends PasskeyData {
  readonly accountId: string;
  readonly name: string;
  readonly signCount: number;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  /** As many passkeys the account may have afterwards. */
  readonly most: number;
}

/** Passkeys, found by the hash of the credential's id. */
export interface PasskeyStore {
  /** By the credential's id, base64url. */
  findByCredential(credentialId: string): Promise<PasskeyRecord | undefined>;
  /** Those of a user; the oldest first. */
  list(accountId: string): Promise<PasskeyRecord[]>;
  readonly writes: {
    /** ConflictError when the credential is known; LostRaceError when the account has as many as it may. */
    add(passkey: PasskeyInput): Write;
    /**
     * Notes a use. LostRaceError unless the count went up (or is not kept at all): then another signature of the same or
     * a later count was taken before, or the passkey was removed.
     */
    use(reference: string, use: { signCount: number; backedUp: boolean }): Write;
    /** LostRaceError when the account has no such passkey. */
    rename(accountId: string, reference: string, name: string): Write;
    /** LostRaceError when the account has no such passkey. */
    remove(accountId: string, reference: string): Write;
  };
}

const rowId = (credentialId: string): Buffer =>
  createHash('sha256').update(Buffer.from(credentialId, 'base64url')).digest();

const place = (reference: string): { table: string; column: string; row: string } => ({
  table: 'passkeys',
  column: 'sealed_data',
  row: reference,
});

const guard = (reference: string) => ({ model: 'passkeys', key: reference });
const owned = (accountId: string, reference: string) => ({
  id: Buffer.from(reference, 'base64url'),
  account_id: accountId,
});

const shapesOf = ({ db, shape }: Context) => {
  type Owned = { id: Uint8Array; account_id: string };
  return {
    add: shape<Omit<PasskeysTable, 'last_used_at'> & { most: number }>(
      (v) =>
        db
          .insertInto('passkeys')
          .columns([
            'id',
            'account_id',
            'name',
            'sealed_data',
            'sign_count',
            'backup_eligible',
            'backed_up',
            'created_at',
          ])
          .expression(
            db
              .selectNoFrom((eb) => [
                eb.val(v.id).as('id'),
                eb.val(v.account_id).as('account_id'),
                eb.val(v.name).as('name'),
                eb.val(v.sealed_data).as('sealed_data'),
                eb.val(v.sign_count).as('sign_count'),
                eb.val(v.backup_eligible).as('backup_eligible'),
                eb.val(v.backed_up).as('backed_up'),
                eb.val(v.created_at).as('created_at'),
              ])
              .where(
                (eb) =>
                  eb
                    .selectFrom('passkeys as own')
                    .select((of) => of.fn.countAll<number>().as('count'))
                    .where('own.account_id', '=', v.account_id),
                '<',
                v.most,
              ),
          ),
      { guarded: true },
    ),
    use: shape<{ id: Uint8Array; sign_count: number; backed_up: number; last_used_at: number }>(
      (v) =>
        db
          .updateTable('passkeys')
          .set({ sign_count: v.sign_count, backed_up: v.backed_up, last_used_at: v.last_used_at })
          .where('id', '=', v.id)
          .where((eb) =>
            eb.or([
              eb('sign_count', '<', v.sign_count),
              eb.and([eb('sign_count', '=', eb.lit(0)), eb('sign_count', '=', v.sign_count)]),
            ]),
          ),
      { guarded: true },
    ),
    rename: shape<Owned & { name: string }>(
      (v) =>
        db.updateTable('passkeys').set({ name: v.name }).where('id', '=', v.id).where('account_id', '=', v.account_id),
      { guarded: true },
    ),
    remove: shape<Owned>(
      (v) => db.deleteFrom('passkeys').where('id', '=', v.id).where('account_id', '=', v.account_id),
      { guarded: true },
    ),
    find: shape<{ id: Uint8Array }>((v) => db.selectFrom('passkeys').selectAll().where('id', '=', v.id)),
    list: shape<{ account_id: string }>((v) =>
      db.selectFrom('passkeys').selectAll().where('account_id', '=', v.account_id).orderBy('created_at').orderBy('id'),
    ),
  };
};

/** The store of passkeys. */
export function passkeyStore(context: Context): PasskeyStore {
  const { sealer, read, nowSeconds } = context;
  const shapes = shapesOf(context);
  const toRecord = (row: Row): PasskeyRecord => {
    const { id, sealed_data, last_used_at, ...rest } = row as unknown as PasskeysTable;
    const reference = Buffer.from(id).toString('base64url');
    return {
      reference,
      accountId: rest.account_id,
      name: rest.name,
      ...(JSON.parse(sealer.open(place(reference), sealed_data).toString('utf8')) as PasskeyData),
      signCount: rest.sign_count,
      backupEligible: rest.backup_eligible === 1,
      backedUp: rest.backed_up === 1,
      createdAtSeconds: rest.created_at,
      ...(last_used_at !== null && { lastUsedAtSeconds: last_used_at }),
    };
  };
  return {
    async findByCredential(credentialId) {
      const [row] = await read(shapes.find({ id: rowId(credentialId) }));
      return row && toRecord(row);
    },
    async list(accountId) {
      return (await read(shapes.list({ account_id: accountId }))).map(toRecord);
    },
    writes: {
      add(passkey) {
        const { credentialId, publicKey, transports, aaguid, accountId, name, signCount, most } = passkey;
        const id = rowId(credentialId);
        const reference = id.toString('base64url');
        const data: PasskeyData = { credentialId, publicKey, transports, aaguid };
        const values = {
          id,
          account_id: accountId,
          name,
          sealed_data: sealer.seal(place(reference), JSON.stringify(data)),
          sign_count: signCount,
          backup_eligible: Number(passkey.backupEligible),
          backed_up: Number(passkey.backedUp),
          created_at: nowSeconds(),
          most,
        };
        return { statements: [shapes.add(values, guard(reference))] };
      },
      use(reference, { signCount, backedUp }) {
        const values = {
          id: Buffer.from(reference, 'base64url'),
          sign_count: signCount,
          backed_up: Number(backedUp),
          last_used_at: nowSeconds(),
        };
        return { statements: [shapes.use(values, guard(reference))] };
      },
      rename: (accountId, reference, name) => ({
        statements: [shapes.rename({ ...owned(accountId, reference), name }, guard(reference))],
      }),
      remove: (accountId, reference) => ({
        statements: [shapes.remove(owned(accountId, reference), guard(reference))],
      }),
    },
  };
}

export const passkeys = declareStore({
  name: 'passkeys',
  open: passkeyStore,
  sealed: [
    {
      table: 'passkeys',
      column: 'sealed_data',
      keys: ['id'],
      row: ({ id }) => Buffer.from(id as Uint8Array).toString('base64url'),
    },
  ],
});
