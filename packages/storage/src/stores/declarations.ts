import { createHash } from 'node:crypto';
import type { Write } from '@gatehouse/database';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

type Context = StoreContext<{ declarations: { id: Uint8Array; data: string } }>;

/**
 * What a registry file said of something when it was last applied, so that a later start can tell what changed in the file from
 * what users and operators changed. Found by the hash of kind and name; it outlives what it is about.
 */
export interface DeclarationStore {
  find(kind: string, name: string): Promise<Record<string, unknown> | undefined>;
  readonly writes: {
    /** Creates or replaces. Put no personal data in: it is not sealed, and stays when an account goes. */
    put(kind: string, name: string, data: Record<string, unknown>): Write;
  };
}

const idOf = (kind: string, name: string): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([kind, name]))
    .digest();

/** The store of what was declared. */
export function declarationStore({ db, shape, read }: Context): DeclarationStore {
  const find = shape<{ id: Uint8Array }>((v) => db.selectFrom('declarations').select('data').where('id', '=', v.id));
  const put = shape<{ id: Uint8Array; data: string }>((v) =>
    db
      .insertInto('declarations')
      .values({ id: v.id, data: v.data })
      .onConflict((conflict) => conflict.column('id').doUpdateSet((eb) => ({ data: eb.ref('excluded.data') }))),
  );
  return {
    async find(kind, name) {
      const [row] = await read(find({ id: idOf(kind, name) }));
      return row && (JSON.parse(row['data'] as string) as Record<string, unknown>);
    },
    writes: {
      put: (kind, name, data) => ({ statements: [put({ id: idOf(kind, name), data: JSON.stringify(data) })] }),
    },
  };
}

export const declarations = declareStore({ name: 'declarations', open: declarationStore });
