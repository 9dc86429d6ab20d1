import type { ChangeLog, Write } from '@gatehouse/database';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

type Context = StoreContext<{ policies: { name: string; definition: string } }>;

/** A part of what holds for all users, or the look of all pages, as the registry defined it. */
export interface PolicyRecord {
  readonly name: string;
  readonly definition: unknown;
}

/** A handful of rows; every write is announced as a change of `policies`. */
export interface PolicyStore {
  /** By name. */
  list(): Promise<PolicyRecord[]>;
  readonly writes: { put(policy: PolicyRecord): Write; remove(name: string): Write };
}

/** The store of policies. */
export function policyStore({ db, shape, read }: Context, changes: ChangeLog): PolicyStore {
  const list = shape<object>(() => db.selectFrom('policies').selectAll().orderBy('name'));
  const put = shape<{ name: string; definition: string }>((v) =>
    db
      .insertInto('policies')
      .values({ name: v.name, definition: v.definition })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((eb) => ({ definition: eb.ref('excluded.definition') })),
      ),
  );
  const remove = shape<{ name: string }>((v) => db.deleteFrom('policies').where('name', '=', v.name));
  return {
    async list() {
      const rows = await read(list({}));
      return rows.map((row) => ({
        name: row['name'] as string,
        definition: JSON.parse(row['definition'] as string) as unknown,
      }));
    },
    writes: {
      put: ({ name, definition }) =>
        changes.announce('policies', [put({ name, definition: JSON.stringify(definition) })]),
      remove: (name) => changes.announce('policies', [remove({ name })]),
    },
  };
}

export const policies = declareStore({ name: 'policies', open: policyStore });
