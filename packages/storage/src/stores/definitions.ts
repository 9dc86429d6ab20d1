import type { ChangeLog, Write } from '@gatehouse/database';
import type { StoreContext } from './store-context.ts';
import { declareStore } from './store-declaration.ts';

interface ResourcesTable {
  indicator: string;
  definition: string;
}

interface RolesTable {
  name: string;
  definition: string;
}

/** A resource (RFC 8707 indicator) as the registry defined it. */
export interface ResourceRecord {
  readonly indicator: string;
  readonly definition: Record<string, unknown>;
}

/** A role as the registry defined it. */
export interface RoleRecord {
  readonly name: string;
  readonly definition: Record<string, unknown>;
}

/** Resources; every write is announced as a change of `resources`. */
export interface ResourceStore {
  find(indicator: string): Promise<ResourceRecord | undefined>;
  list(): Promise<ResourceRecord[]>;
  readonly writes: { put(resource: ResourceRecord): Write; remove(indicator: string): Write };
}

/** Roles; every write is announced as a change of `roles`. */
export interface RoleStore {
  find(name: string): Promise<RoleRecord | undefined>;
  list(): Promise<RoleRecord[]>;
  readonly writes: { put(role: RoleRecord): Write; remove(name: string): Write };
}

const parse = (value: unknown): Record<string, unknown> => JSON.parse(value as string) as Record<string, unknown>;

/** The store of resources. */
export function resourceStore(
  { db, shape, read }: StoreContext<{ resources: ResourcesTable }>,
  changes: ChangeLog,
): ResourceStore {
  const find = shape<{ indicator: string }>((v) =>
    db.selectFrom('resources').selectAll().where('indicator', '=', v.indicator),
  );
  const list = shape<object>(() => db.selectFrom('resources').selectAll().orderBy('indicator'));
  const put = shape<{ indicator: string; definition: string }>((v) =>
    db
      .insertInto('resources')
      .values({ indicator: v.indicator, definition: v.definition })
      .onConflict((conflict) =>
        conflict.column('indicator').doUpdateSet((eb) => ({ definition: eb.ref('excluded.definition') })),
      ),
  );
  const remove = shape<{ indicator: string }>((v) => db.deleteFrom('resources').where('indicator', '=', v.indicator));
  return {
    async find(indicator) {
      const [row] = await read(find({ indicator }));
      return row && { indicator, definition: parse(row['definition']) };
    },
    async list() {
      const rows = await read(list({}));
      return rows.map((row) => ({ indicator: row['indicator'] as string, definition: parse(row['definition']) }));
    },
    writes: {
      put: ({ indicator, definition }) =>
        changes.announce('resources', [put({ indicator, definition: JSON.stringify(definition) })]),
      remove: (indicator) => changes.announce('resources', [remove({ indicator })]),
    },
  };
}

/** The store of roles. */
export function roleStore({ db, shape, read }: StoreContext<{ roles: RolesTable }>, changes: ChangeLog): RoleStore {
  const find = shape<{ name: string }>((v) => db.selectFrom('roles').selectAll().where('name', '=', v.name));
  const list = shape<object>(() => db.selectFrom('roles').selectAll().orderBy('name'));
  const put = shape<{ name: string; definition: string }>((v) =>
    db
      .insertInto('roles')
      .values({ name: v.name, definition: v.definition })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((eb) => ({ definition: eb.ref('excluded.definition') })),
      ),
  );
  const remove = shape<{ name: string }>((v) => db.deleteFrom('roles').where('name', '=', v.name));
  return {
    async find(name) {
      const [row] = await read(find({ name }));
      return row && { name, definition: parse(row['definition']) };
    },
    async list() {
      const rows = await read(list({}));
      return rows.map((row) => ({ name: row['name'] as string, definition: parse(row['definition']) }));
    },
    writes: {
      put: ({ name, definition }) => changes.announce('roles', [put({ name, definition: JSON.stringify(definition) })]),
      remove: (name) => changes.announce('roles', [remove({ name })]),
    },
  };
}

export const resources = declareStore({ name: 'resources', open: resourceStore });
export const roles = declareStore({ name: 'roles', open: roleStore });
