import type { Row, Statement, Write } from '@gatehouse/database';
import { digest } from './artefact-rows.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, onceExpired, removeBy } from './store-declaration.ts';

type Context = StoreContext<{ counters: { key: Uint8Array; count: number; expires_at: number } }>;

/** One counter to raise. */
export interface CounterIncrement {
  /** Names the counter; stored as a hash, because it may hold an address or a login. */
  readonly key: string;
  /** A window begins with its first count and lasts that long. */
  readonly windowSeconds: number;
  /** By how much; 1 unless given. */
  readonly by?: number | undefined;
  /** It stops there: refused attempts do not pile up on it. Without a ceiling it grows on. */
  readonly ceiling?: number | undefined;
}

/** A counter after it was raised. */
export interface CounterValue {
  readonly count: number;
  /** When the window ends and the next count begins at zero. */
  readonly resetsAtSeconds: number;
}

/** Counters with a window, raised atomically across instances: what throttling stands on. */
export interface CounterStore {
  increment(counter: CounterIncrement): Promise<CounterValue>;
  /** Raises several in one transaction; answers in the order given. */
  incrementAll(counters: readonly CounterIncrement[]): Promise<CounterValue[]>;
  /** The value now; 0 when its window is over. */
  read(key: string): Promise<CounterValue>;
  readonly writes: {
    /** Forgets the counter. */
    reset(key: string): Write;
    /** Takes one count back, if its window still runs: what was counted beforehand turned out to be right. */
    giveBack(key: string): Write;
  };
}

const toValue = (row: Row | undefined): CounterValue => ({
  count: (row?.['count'] as number | undefined) ?? 0,
  resetsAtSeconds: (row?.['expires_at'] as number | undefined) ?? 0,
});

/** The store of counters. */
export function counterStore(context: Context): CounterStore {
  const { db, shape, driver } = context;
  type Values = { key: Uint8Array; by: number; now: number; ends: number; ceiling: number };
  const increment = shape<Values>(
    (v) =>
      db
        .insertInto('counters')
        .values({ key: v.key, count: v.by, expires_at: v.ends })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((eb) => ({
            count: eb
              .case()
              .when('counters.expires_at', '<=', v.now)
              .then(eb.ref('excluded.count'))
              .when('counters.count', '>=', v.ceiling)
              .then(eb.ref('counters.count'))
              .else(eb('counters.count', '+', eb.ref('excluded.count')))
              .end(),
            expires_at: eb
              .case()
              .when('counters.expires_at', '<=', v.now)
              .then(eb.ref('excluded.expires_at'))
              .else(eb.ref('counters.expires_at'))
              .end(),
          })),
        )
        .returning(['count', 'expires_at']),
    { returnsRows: true },
  );
  const select = shape<{ key: Uint8Array; now: number }>((v) =>
    db.selectFrom('counters').select(['count', 'expires_at']).where('key', '=', v.key).where('expires_at', '>', v.now),
  );
  const remove = shape<{ key: Uint8Array }>((v) => db.deleteFrom('counters').where('key', '=', v.key));
  const giveBack = shape<{ key: Uint8Array; now: number }>((v) =>
    db
      .updateTable('counters')
      .set((eb) => ({ count: eb('count', '-', eb.lit(1)) }))
      .where('key', '=', v.key)
      .where('expires_at', '>', v.now)
      .where('count', '>', 0),
  );

  const incrementAll = async (counters: readonly CounterIncrement[]): Promise<CounterValue[]> => {
    const now = context.nowSeconds();
    // Every transaction takes its rows in the same order, so that no two wait for each other.
    const ordered = counters
      .map(({ key, windowSeconds, by = 1, ceiling = Number.MAX_SAFE_INTEGER }, position) => ({
        position,
        key: digest(key),
        by,
        ceiling,
        ends: now + windowSeconds,
      }))
      .sort((a, b) => Buffer.compare(a.key, b.key));
    const statements: Statement[] = ordered.map(({ key, by, ends, ceiling }) =>
      increment({ key, by, now, ends, ceiling }),
    );
    const results = await driver.execute(statements);
    const values: CounterValue[] = [];
    for (const [index, { position }] of ordered.entries()) values[position] = toValue(results[index]?.rows[0]);
    return values;
  };

  return {
    incrementAll,
    increment: async (counter) => (await incrementAll([counter]))[0] as CounterValue,
    read: async (key) => toValue((await context.read(select({ key: digest(key), now: context.nowSeconds() })))[0]),
    writes: {
      reset: (key) => ({ statements: [remove({ key: digest(key) })] }),
      giveBack: (key) => ({ statements: [giveBack({ key: digest(key), now: context.nowSeconds() })] }),
    },
  };
}

export const counters = declareStore({
  name: 'counters',
  open: counterStore,
  garbage: [
    {
      kind: 'counters',
      before: onceExpired,
      remove: removeBy('counters', 'key'),
    },
  ],
});
