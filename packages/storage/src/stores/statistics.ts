import type { Write } from '@gatehouse/database';
import { sql } from 'kysely';
import { itemsOf } from './json-lists.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, skipLocked } from './store-declaration.ts';

interface StatisticsTable {
  name: string;
  at: number;
  count: number;
}

type Context = StoreContext<{ statistics: StatisticsTable }>;

/** How often something happened in a stretch of time. */
export interface StatisticsCount {
  readonly name: string;
  /** When the stretch began. */
  readonly atSeconds: number;
  readonly count: number;
}

/** What is asked for. */
export interface StatisticsAsked {
  readonly sinceSeconds: number;
  readonly untilSeconds: number;
  readonly names: readonly string[];
}

/** How often what happened, by stretches of time: what all instances counted, added up. */
export interface StatisticsStore {
  /** Those counts whose stretch began from `sinceSeconds` on and before `untilSeconds`, by name and then by time. */
  list(options: StatisticsAsked): Promise<StatisticsCount[]>;
  /** The same, added up by stretches of `stepSeconds` that begin at multiples of it. */
  sums(options: StatisticsAsked & { readonly stepSeconds: number }): Promise<StatisticsCount[]>;
  readonly writes: {
    /**
     * Adds what one instance counted, in one statement however many names there are.
     * @param counted.atSeconds when the stretch began: instances that mean the same one give the same moment
     */
    add(counted: { readonly atSeconds: number; readonly counts: Readonly<Record<string, number>> }): Write;
  };
}

/** The store of statistics. */
export function statisticsStore({ db, dialect, shape, read }: Context): StatisticsStore {
  const add = shape<{ at: number; counts: string }>((v) =>
    db
      .insertInto('statistics')
      .columns(['name', 'at', 'count'])
      .expression(
        dialect === 'sqlite'
          ? sql`select key, ${v.at}, value from json_each(${v.counts}) where true`
          : // In the order of the key: no two instances wait for each other.
            sql`select key, cast(${v.at} as bigint), cast(value as bigint)
                from json_each_text(cast(${v.counts} as json)) order by key collate "C"`,
      )
      .onConflict((conflict) =>
        conflict
          .columns(['name', 'at'])
          .doUpdateSet((eb) => ({ count: eb('statistics.count', '+', eb.ref('excluded.count')) })),
      ),
  );
  const list = shape<{ names: string; since: number; until: number }>((v) =>
    db
      .selectFrom('statistics')
      .selectAll()
      .where(sql<boolean>`name in (${itemsOf(dialect, v.names)})`)
      .where('at', '>=', v.since)
      .where('at', '<', v.until)
      .orderBy('name')
      .orderBy('at'),
  );
  const sums = shape<{ names: string; since: number; until: number; step: number }>((v) => ({
    compile: () =>
      sql`select name, at - at % cast(${v.step} as bigint) as begins, sum(count) as count from statistics
        where name in (${itemsOf(dialect, v.names)}) and at >= ${v.since} and at < ${v.until}
        group by 1, 2 order by 1, 2`.compile(db),
  }));
  return {
    async sums({ sinceSeconds, untilSeconds, names, stepSeconds }) {
      const asked = { names: JSON.stringify(names), since: sinceSeconds, until: untilSeconds, step: stepSeconds };
      return (await read(sums(asked))).map(({ name, begins, count }) => ({
        name: String(name),
        atSeconds: Number(begins),
        count: Number(count),
      }));
    },
    async list({ sinceSeconds, untilSeconds, names }) {
      const rows = await read(list({ names: JSON.stringify(names), since: sinceSeconds, until: untilSeconds }));
      return (rows as unknown as StatisticsTable[]).map(({ name, at, count }) => ({ name, atSeconds: at, count }));
    },
    writes: {
      add: ({ atSeconds, counts }) => ({
        statements: Object.keys(counts).length === 0 ? [] : [add({ at: atSeconds, counts: JSON.stringify(counts) })],
      }),
    },
  };
}

/** Charts go back so far. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;

export const statistics = declareStore({
  name: 'statistics',
  open: statisticsStore,
  garbage: [
    {
      kind: 'statistics',
      before: ({ nowSeconds }) => nowSeconds - KEPT_SECONDS,
      remove: (context) =>
        context.shape(({ before, limit }) => ({
          compile: () =>
            sql`delete from statistics where (name, at) in
              (select name, at from statistics where at < ${before} limit ${limit} ${skipLocked(context)})`.compile(
              context.db,
            ),
        })),
    },
  ],
});
