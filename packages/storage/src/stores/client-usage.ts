import type { Write } from '@gatehouse/database';
import { sql } from 'kysely';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

interface ClientUsageTable {
  client_id: string;
  kind: string;
  value: string;
  last_used_at: number;
}

type Context = StoreContext<{ client_usage: ClientUsageTable }>;

/** When a client last used something that it is registered with. */
export interface ClientUse {
  /** What sort of thing: `redirect_uri`, `scope`, `grant_type` and the like. */
  readonly kind: string;
  readonly value: string;
  readonly lastUsedAtSeconds: number;
}

/** What clients use of what they are registered with, and when last: what was never used can go. */
export interface ClientUsageStore {
  /** By kind and value; what is not in it was never used. */
  list(clientId: string): Promise<ClientUse[]>;
  readonly writes: {
    /**
     * Notes uses, in one statement; the time of a use only grows, however late an instance tells of it. Uses by clients that are
     * gone meanwhile are left out.
     */
    used(uses: readonly (ClientUse & { readonly clientId: string })[]): Write;
  };
}

/** The newest of each: a statement writes no row twice. */
function newest(uses: readonly (ClientUse & { readonly clientId: string })[]): string {
  const rows = new Map<string, readonly [string, string, string, number]>();
  for (const { clientId, kind, value, lastUsedAtSeconds } of uses) {
    const key = JSON.stringify([clientId, kind, value]);
    const at = Math.max(lastUsedAtSeconds, rows.get(key)?.[3] ?? 0);
    rows.set(key, [clientId, kind, value, at]);
  }
  return JSON.stringify([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row));
}

/** The store of what clients use. */
export function clientUsageStore({ db, dialect, shape, read }: Context): ClientUsageStore {
  const used = shape<{ rows: string }>((v) =>
    db
      .insertInto('client_usage')
      .columns(['client_id', 'kind', 'value', 'last_used_at'])
      .expression(
        dialect === 'sqlite'
          ? sql`select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${v.rows})
              where value ->> 0 in (select client_id from clients)`
          : // The rows of the clients are held, so that none is removed before this is written.
            sql`select clients.client_id, used ->> 1, used ->> 2, cast(used ->> 3 as bigint)
                from json_array_elements(cast(${v.rows} as json)) as uses(used)
                join clients on clients.client_id = used ->> 0 for key share of clients`,
      )
      .onConflict((conflict) =>
        conflict
          .columns(['client_id', 'kind', 'value'])
          .doUpdateSet((eb) => ({ last_used_at: eb.ref('excluded.last_used_at') }))
          .whereRef('client_usage.last_used_at', '<', 'excluded.last_used_at' as 'client_usage.last_used_at'),
      ),
  );
  const list = shape<{ client_id: string }>((v) =>
    db.selectFrom('client_usage').selectAll().where('client_id', '=', v.client_id).orderBy('kind').orderBy('value'),
  );
  return {
    async list(clientId) {
      const rows = (await read(list({ client_id: clientId }))) as unknown as ClientUsageTable[];
      return rows.map(({ kind, value, last_used_at }) => ({ kind, value, lastUsedAtSeconds: last_used_at }));
    },
    writes: {
      used: (uses) => ({ statements: uses.length === 0 ? [] : [used({ rows: newest(uses) })] }),
    },
  };
}

export const clientUsage = declareStore({ name: 'clientUsage', open: clientUsageStore });
