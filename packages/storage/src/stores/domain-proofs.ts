import type { ChangeLog, Row, Write } from '@gatehouse/database';
import { sql } from 'kysely';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

interface DomainProofsTable {
  connection: string;
  domain: string;
  token: string;
  proved_at: number | null;
  checked_at: number | null;
  failing_since: number | null;
}

type Context = StoreContext<{ domain_proofs: DomainProofsTable }>;

/** That a domain belongs to those who declared a connection: a random token, to be found in its DNS. */
export interface DomainProofRecord {
  readonly connection: string;
  /** In lower case. */
  readonly domain: string;
  /** Public: it stands in the DNS. */
  readonly token: string;
  /** Absent: it was never found there, or is lost. */
  readonly provedAtSeconds?: number;
  /** When the DNS was last asked. */
  readonly checkedAtSeconds?: number;
  /** Since when a token that was found is not found any more. */
  readonly failingSinceSeconds?: number;
}

/** What a look at the DNS showed. */
export type DomainCheck = 'found' | 'missing';

/** A row for each domain of a connection. */
export interface DomainProofStore {
  /** By connection and domain. */
  list(): Promise<DomainProofRecord[]>;
  readonly writes: {
    /** ConflictError when there is one already. Announced, as all that follow, as a change of `connections`. */
    add(proof: Pick<DomainProofRecord, 'connection' | 'domain' | 'token'>): Write;
    /** LostRaceError when the token is another by now, or the proof is gone. */
    checked(proof: Pick<DomainProofRecord, 'connection' | 'domain' | 'token'>, check: DomainCheck): Write;
    remove(proof: Pick<DomainProofRecord, 'connection' | 'domain'>): Write;
  };
}

function toRecord(row: Row): DomainProofRecord {
  const one = row as unknown as DomainProofsTable;
  return {
    connection: one.connection,
    domain: one.domain,
    token: one.token,
    ...(one.proved_at !== null && { provedAtSeconds: one.proved_at }),
    ...(one.checked_at !== null && { checkedAtSeconds: one.checked_at }),
    ...(one.failing_since !== null && { failingSinceSeconds: one.failing_since }),
  };
}

/** The store of domain proofs. */
function domainProofStore({ db, shape, read, nowSeconds }: Context, changes: ChangeLog): DomainProofStore {
  type Key = { connection: string; domain: string };
  type Checked = Key & { token: string; now: number };
  const list = shape<object>(() => db.selectFrom('domain_proofs').selectAll().orderBy('connection').orderBy('domain'));
  const add = shape<Key & { token: string }>((v) =>
    db.insertInto('domain_proofs').values({ connection: v.connection, domain: v.domain, token: v.token }),
  );
  const found = shape<Checked>(
    (v) =>
      db
        .updateTable('domain_proofs')
        .set((eb) => ({
          proved_at: eb.fn.coalesce('proved_at', eb.val(v.now)),
          checked_at: v.now,
          failing_since: null,
        }))
        .where('connection', '=', v.connection)
        .where('domain', '=', v.domain)
        .where('token', '=', v.token),
    { guarded: true },
  );
  const missing = shape<Checked>(
    (v) =>
      db
        .updateTable('domain_proofs')
        .set({
          failing_since: sql<number>`coalesce(failing_since, case when proved_at is not null then cast(${v.now} as bigint) end)`,
          proved_at: null,
          checked_at: v.now,
        })
        .where('connection', '=', v.connection)
        .where('domain', '=', v.domain)
        .where('token', '=', v.token),
    { guarded: true },
  );
  const remove = shape<Key>((v) =>
    db.deleteFrom('domain_proofs').where('connection', '=', v.connection).where('domain', '=', v.domain),
  );
  const announced = (statement: ReturnType<typeof remove>) => changes.announce('connections', [statement]);
  return {
    list: async () => (await read(list({}))).map(toRecord),
    writes: {
      add: ({ connection, domain, token }) => announced(add({ connection, domain, token })),
      checked: ({ connection, domain, token }, check) =>
        announced(
          (check === 'found' ? found : missing)(
            { connection, domain, token, now: nowSeconds() },
            { model: 'domain_proofs', key: `${connection} ${domain}` },
          ),
        ),
      remove: ({ connection, domain }) => announced(remove({ connection, domain })),
    },
  };
}

export const domainProofs = declareStore({ name: 'domainProofs', open: domainProofStore });
