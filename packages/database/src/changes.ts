import { sql } from 'kysely';
import { compiler, shape as shapeOf } from './statements/shapes.ts';
import type { Dialect, Row, Statement, Write } from './statements/statement.ts';

/** The table of the version counters; an application's own tables include it. */
export interface ChangesTable {
  readonly kind: string;
  readonly version: number;
}

/** What other instances keep in memory and must hear about. Further kinds may be named freely. */
export type ChangeKind = 'clients' | 'resources' | 'roles' | 'policies' | 'keys' | (string & {});

/** The channel of LISTEN and NOTIFY. */
export const CHANGES_CHANNEL = 'gatehouse_changes';

/** The version counters behind `onChange`. */
export interface ChangeLog {
  /** Adds to a write that every instance hears of this kind of change once it is committed. */
  announce(kind: ChangeKind, statements: readonly Statement[]): Write;
  /** The versions as they are now. */
  versions(): Promise<ReadonlyMap<string, number>>;
}

/** @param notifies the database speaks LISTEN and NOTIFY */
export function changeLog(
  { dialect, read }: { readonly dialect: Dialect; readonly read: (statement: Statement) => Promise<Row[]> },
  notifies: boolean,
): ChangeLog {
  const db = compiler<{ changes: ChangesTable }>(dialect);
  const shape = <Values extends object>(build: Parameters<typeof shapeOf<Values>>[1]) => shapeOf(dialect, build);
  const bump = shape<{ kind: string; one: number }>((v) =>
    db
      .insertInto('changes')
      .values({ kind: v.kind, version: v.one })
      .onConflict((conflict) =>
        conflict.column('kind').doUpdateSet((eb) => ({ version: eb('changes.version', '+', eb.lit(1)) })),
      ),
  );
  const notify = shape<{ kind: string }>((v) =>
    db.selectNoFrom(sql`pg_notify(${sql.lit(CHANGES_CHANNEL)}, ${v.kind})`.as('notified')),
  );
  const select = shape<object>(() => db.selectFrom('changes').selectAll());
  return {
    announce: (kind, statements) => ({
      statements: [...statements, bump({ kind, one: 1 }), ...(notifies ? [notify({ kind })] : [])],
    }),
    async versions() {
      const rows = await read(select({}));
      return new Map(rows.map((row) => [row['kind'] as string, row['version'] as number]));
    },
  };
}
