import { type Database, type Migration, openDatabase } from '@gatehouse/database';
import { describe, expect, it } from '@jest/globals';
import { onEveryDatabase } from './databases.ts';

interface Tables {
  invoices: { id: string; owner: string; version: number };
}

const migrations: readonly Migration[] = [
  {
    name: 'invoices',
    up: ({ db, types }) => [
      db.schema
        .createTable('invoices')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('version', types.integer, (column) => column.notNull()),
    ],
  },
];

describe('a program with tables of its own', () => {
  onEveryDatabase(({ fresh, dialect }) => {
    const using = async (work: (database: Database<Tables>) => Promise<void>): Promise<void> => {
      const database = await openDatabase<Tables>({ url: await fresh(), migrations });
      try {
        await work(database);
      } finally {
        await database.close();
      }
    };

    it('reads through Kysely and writes units', () =>
      using(async ({ db, commit, dialect: spoken, ping, migrationStatus }) => {
        const values = [1, 2, 3].map((n) => ({ id: `i${n}`, owner: 'alice', version: n }));
        const [inserted] = await commit([db.insertInto('invoices').values(values).returning('id')]);
        expect(inserted).toMatchObject({ rows: [{ id: 'i1' }, { id: 'i2' }, { id: 'i3' }] });
        expect(
          await db.selectFrom('invoices').select(['id', 'version']).where('version', '>', 1).orderBy('id').execute(),
        ).toMatchObject([
          { id: 'i2', version: 2 },
          { id: 'i3', version: 3 },
        ]);
        expect(
          await db
            .selectFrom('invoices')
            .select((eb) => eb.fn.countAll<number>().as('n'))
            .executeTakeFirstOrThrow(),
        ).toMatchObject({ n: 3 });
        expect(spoken).toBe(dialect);
        await ping();
        expect(await migrationStatus()).toMatchObject({ pending: [], applied: [{ name: 'invoices' }] });
      }));

    it('writes all of a unit or nothing: a conditional write that finds no row, a taken key', () =>
      using(async ({ db, commit }) => {
        await commit([db.insertInto('invoices').values({ id: 'i', owner: 'alice', version: 1 })]);
        const approve = {
          query: db.updateTable('invoices').set({ version: 2 }).where('id', '=', 'i').where('version', '=', 1),
          mustChange: 'invoices',
        };
        const other = db.insertInto('invoices').values({ id: 'j', owner: 'bob', version: 1 });
        await commit([approve]);
        await expect(commit([other, approve])).rejects.toMatchObject({ code: 'lost_race', model: 'invoices' });
        await expect(commit([other, other])).rejects.toMatchObject({ code: 'conflict' });
        expect(await db.selectFrom('invoices').selectAll().execute()).toMatchObject([{ id: 'i', version: 2 }]);
        const changed = await commit([db.deleteFrom('invoices'), other]);
        expect(changed.map(({ changes }) => changes)).toEqual([1, 1]);
      }));

    it('a write on the reading door, and a condition that also returns rows, are mistakes', () =>
      using(async ({ db, commit }) => {
        await expect(db.deleteFrom('invoices').execute()).rejects.toThrow('only reads');
        await expect(db.transaction().execute(async () => undefined)).rejects.toThrow('only reads');
        const both = { query: db.deleteFrom('invoices').returning('id'), mustChange: 'invoices' };
        await expect(commit([both])).rejects.toThrow('cannot return rows');
      }));
  });
});
