/** How a database goes about a statement. */
import { DatabaseSync } from 'node:sqlite';
import { createSealer, type Dialect, type Statement } from '@gatehouse/database';
import { Client } from 'pg';
import { type StoreContext, storeContext } from '../src/stores/store-context.ts';
import type { Tables } from '../src/tables.ts';

/** What a store builds its statements with, without a database. */
export const builder = (dialect: Dialect): StoreContext<Tables> =>
  storeContext(
    {
      dialect,
      read: async () => [],
      execute: async () => [],
      ping: async () => undefined,
      close: async () => undefined,
    },
    createSealer([Buffer.alloc(32)]),
    Date.now,
  );

/**
 * The plans of statements, a text each. PostgreSQL is told to do without sorting and reading whole tables, which it prefers for a
 * handful of rows: it does so all the same where no index serves.
 */
export async function plansOf(url: string, statements: readonly Statement[]): Promise<string[]> {
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true });
    const plans = statements.map(({ sql, parameters }) =>
      database
        .prepare(`explain query plan ${sql}`)
        .all(...(parameters as never[]))
        .map((row) => String(row['detail']))
        .join('\n'),
    );
    database.close();
    return plans;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const way of ['seqscan', 'sort', 'bitmapscan']) await client.query(`set enable_${way} = off`);
  const plans: string[] = [];
  for (const { sql, parameters } of statements) {
    const { rows } = await client.query<Record<string, string>>(`explain ${sql}`, parameters as unknown[]);
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
  }
  await client.end();
  return plans;
}

/** The plan goes by that index, in the order in which rows are wanted: nothing is sorted, and no table read as a whole. */
export const goesBy = (index: string): RegExp =>
  new RegExp(
    `^(?![\\s\\S]*(?:Seq Scan|Sort|B-TREE FOR (?:LAST TERM OF )?(?:RIGHT PART OF )?ORDER BY))[\\s\\S]*\\b${index}\\b`,
    'u',
  );
