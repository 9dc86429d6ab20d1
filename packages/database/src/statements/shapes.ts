import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Dialect, Guard, SqlValue, Statement } from './statement.ts';

/** A statement whose SQL is compiled once; only the values change from call to call. */
export type Shape<Values> = (values: Values, guard?: Guard) => Statement;

class Marker {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A Kysely that builds SQL and never runs it. */
export function compiler<Schema>(dialect: Dialect): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => (dialect === 'sqlite' ? new SqliteAdapter() : new PostgresAdapter()),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => (dialect === 'sqlite' ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
      createQueryCompiler: () => (dialect === 'sqlite' ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    },
  });
}

/** PostgreSQL runs a unit in one round trip, so a lost race has to fail inside the database: a cast that only works for one row. */
export const mustChangeOneRow = (sql: string): string =>
  `with w as (${sql} returning 1) select cast(case when count(*) = 1 then '1' else 'lost race' end as integer) as changed from w`;

/**
 * The same for several changes of different rows in one statement, which PostgreSQL makes in their order; what fails says which of them
 * lost its race.
 */
export function mustEachChangeOneRow(changes: readonly string[], parameterCounts: readonly number[]): string {
  let used = 0;
  const parts = changes.map((sql, index) => {
    const before = used;
    used += parameterCounts[index] ?? 0;
    return `w${index} as (${sql.replaceAll(/\$(\d+)/gu, (_all, n) => `$${before + Number(n)}`)} returning 1)`;
  });
  const results = changes.map(
    (_sql, index) =>
      `cast(case when (select count(*) from w${index}) = 1 then '1' else 'lost race ${index}' end as integer)`,
  );
  return `with ${parts.join(', ')} select ${results.join(', ')}`;
}

/**
 * Compiles a query once. `build` receives a stand-in for every value and uses it where the value goes.
 * @param options.guarded the statement will be used with a guard
 * @param options.byKey it reads a few rows by their keys, and nothing that could take long
 */
export function shape<Values extends object>(
  dialect: Dialect,
  build: (values: Values) => Compilable,
  options: { guarded?: boolean; byKey?: boolean; returnsRows?: boolean; untilNothingChanges?: boolean } = {},
): Shape<Values> {
  const markers = new Proxy({}, { get: (_target, name) => new Marker(String(name)) }) as Values;
  const compiled = build(markers).compile();
  const change = options.guarded && dialect === 'postgres' ? compiled.sql : undefined;
  const sql = change === undefined ? compiled.sql : mustChangeOneRow(change);
  const sources = compiled.parameters.map((parameter) =>
    parameter instanceof Marker ? { name: parameter.name } : { constant: parameter as SqlValue },
  );
  const { byKey, returnsRows, untilNothingChanges } = options;
  return (values, guard) => {
    const given = values as Record<string, SqlValue | undefined>;
    const parameters = sources.map((source) =>
      source.name === undefined ? source.constant : (given[source.name] ?? null),
    );
    return { sql, change, parameters, guard, byKey, returnsRows, untilNothingChanges };
  };
}
