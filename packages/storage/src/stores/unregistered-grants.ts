import type { Row } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';
import { type Artefact, type ArtefactsTables, toArtefact } from './artefact-rows.ts';
import { itemsOf } from './json-lists.ts';
import { type Page, type PageOptions, pageOf, pageStatement } from './keyset.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';
import type { UnregisteredClientsTable } from './unregistered-client-statements.ts';

/** What users let clients do that no operator registered. */
export interface UnregisteredUse {
  /** Grants that have neither ended nor expired. */
  readonly grants: number;
  /** Users who gave them. */
  readonly users: number;
}

/** All unregistered clients of a host, by number. */
export interface UnregisteredHost extends UnregisteredUse {
  readonly host: string;
  readonly clients: number;
  /** When one of them got a token, to about a day. */
  readonly usedAtSeconds?: number;
}

/** A grant, and when a token was last issued or renewed under it. */
export type UsedGrant = Artefact & { readonly usedAtSeconds: number };

/** What clients hold that no operator registered. It reads alone: `artefacts` and `unregisteredClients` write. */
export interface UnregisteredGrantStore {
  /** Hosts in their order. */
  hosts(options: { readonly limit: number; readonly after?: string | undefined }): Promise<UnregisteredHost[]>;
  /** One host; undefined: it has no clients. */
  host(host: string): Promise<UnregisteredHost | undefined>;
  /** By client; those are left out that hold nothing. */
  uses(clientIds: readonly string[]): Promise<ReadonlyMap<string, UnregisteredUse>>;
  /** Living grants of a client, those of a user together. */
  page(options: PageOptions & { readonly clientId: string }): Promise<Page<UsedGrant>>;
  /** Some of the living grants of some clients. */
  some(clientIds: readonly string[], limit: number): Promise<{ readonly clientId: string; readonly grantId: string }[]>;
}

type Context = StoreContext<ArtefactsTables & { unregistered_clients: UnregisteredClientsTable }>;

/** As the partial index has it that the migration makes: SQLite takes it for no other spelling. */
const indexed = (client: RawBuilder<unknown>, model: RawBuilder<unknown>) =>
  sql<boolean>`${model} = 'Grant' and substr(${client}, 1, 4) in ('dyn_', 'http')`;
const ofArtefacts = indexed(sql.ref('client_id'), sql.ref('model'));
const ofJoined = indexed(sql.ref('a.client_id'), sql.ref('a.model'));

const numberOf = (row: Row, column: string): number => Number(row[column] ?? 0);

function statementsOf({ db, dialect, shape }: Context) {
  type Hosts = { first: string; last: string; now: number };
  const clientsOf = () =>
    db
      .selectFrom('unregistered_clients')
      .select((eb) => ['host', eb.fn.countAll().as('clients'), eb.fn.max('used_at').as('used_at')])
      .groupBy('host');
  return {
    hosts: shape<{ after: string; limit: number }>((v) =>
      clientsOf().where('host', '>', v.after).orderBy('host').limit(v.limit),
    ),
    host: shape<{ host: string }>((v) => clientsOf().where('host', '=', v.host)),
    /** Client by client: without `cross join`, SQLite walks over the grants of all clients first. */
    usesOfHosts: shape<Hosts>((v) => ({
      compile: () =>
        sql`select u.host as host, count(*) as grants, count(distinct a.account_id) as users
          from unregistered_clients as u cross join artefacts as a
          where u.host >= ${v.first} and u.host <= ${v.last} and a.client_id = u.client_id and ${ofJoined}
            and a.destroyed_at is null and a.expires_at > ${v.now} group by u.host`.compile(db),
    })),
    uses: shape<{ ids: string; now: number }>((v) => ({
      compile: () =>
        sql`select a.client_id as client_id, count(*) as grants, count(distinct a.account_id) as users
          from (${itemsOf(dialect, v.ids)}) as named cross join artefacts as a
          where a.client_id = named.value and ${ofJoined}
            and a.destroyed_at is null and a.expires_at > ${v.now} group by a.client_id`.compile(db),
    })),
    some: shape<{ ids: string; now: number; limit: number }>((v) => ({
      compile: () =>
        sql`select a.client_id as client_id, a.grant_id as grant_id
          from (${itemsOf(dialect, v.ids)}) as named cross join artefacts as a
          where a.client_id = named.value and ${ofJoined}
            and a.destroyed_at is null and a.expires_at > ${v.now} limit ${v.limit}`.compile(db),
    })),
    lastUses: shape<{ ids: string }>((v) => ({
      compile: () =>
        sql`select grant_id, max(written_at_ms) as used_at_ms from artefacts
          where grant_id in (${itemsOf(dialect, v.ids)}) and model in ('Grant', 'RefreshToken', 'AccessToken')
          group by grant_id`.compile(db),
    })),
  };
}

/** Reads what unregistered clients hold. */
export function unregisteredGrantStore(context: Context): UnregisteredGrantStore {
  const { db, read, sealer, nowSeconds } = context;
  const statements = statementsOf(context);
  const withUses = async (rows: readonly Row[]): Promise<UnregisteredHost[]> => {
    const [first, last] = [rows.at(0)?.['host'], rows.at(-1)?.['host']] as [string, string];
    if (first === undefined) return [];
    const uses = await read(statements.usesOfHosts({ first, last, now: nowSeconds() }));
    const byHost = new Map(uses.map((row) => [row['host'], row]));
    return rows.map((row) => {
      const use = byHost.get(row['host']) ?? {};
      return {
        host: row['host'] as string,
        clients: numberOf(row, 'clients'),
        grants: numberOf(use, 'grants'),
        users: numberOf(use, 'users'),
        ...(row['used_at'] !== null && { usedAtSeconds: numberOf(row, 'used_at') }),
      };
    });
  };
  return {
    hosts: async ({ limit, after = '' }) => withUses(await read(statements.hosts({ after, limit }))),
    host: async (host) => (await withUses(await read(statements.host({ host })))).at(0),
    async uses(clientIds) {
      const rows = await read(statements.uses({ ids: JSON.stringify(clientIds), now: nowSeconds() }));
      return new Map(
        rows.map((row) => [
          row['client_id'] as string,
          { grants: numberOf(row, 'grants'), users: numberOf(row, 'users') },
        ]),
      );
    },
    async page({ clientId, after, limit }) {
      const query = db
        .selectFrom('artefacts')
        .selectAll()
        .where('client_id', '=', clientId)
        .where(ofArtefacts)
        .where('destroyed_at', 'is', null)
        .where('expires_at', '>', nowSeconds());
      const from = after && { key: after.key, id: Buffer.from(after.id, 'base64url') };
      const keyset = { key: sql.ref('account_id'), id: sql.ref('id') };
      const rows = await read(pageStatement(query, keyset, { after: from, limit }));
      const ids = rows.map((row) => row['grant_id']);
      const uses = await read(statements.lastUses({ ids: JSON.stringify(ids) }));
      const usedAt = new Map(uses.map((row) => [row['grant_id'], Math.floor(numberOf(row, 'used_at_ms') / 1000)]));
      return pageOf(rows, limit, (row) => {
        const grant = toArtefact(sealer, row);
        return { ...grant, usedAtSeconds: usedAt.get(row['grant_id']) ?? grant.writtenAtSeconds };
      });
    },
    async some(clientIds, limit) {
      const rows = await read(statements.some({ ids: JSON.stringify(clientIds), now: nowSeconds(), limit }));
      return rows.map((row) => ({ clientId: row['client_id'] as string, grantId: row['grant_id'] as string }));
    },
  };
}

export const unregisteredGrants = declareStore({ name: 'unregisteredGrants', open: unregisteredGrantStore });
