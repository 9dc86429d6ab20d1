import type { SqlValue } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';
import { type SealFault, SealFaults } from './seal-faults.ts';
import type { StoreContext } from './stores/store-context.ts';
import type { SealedColumn } from './stores/store-declaration.ts';
import { stores } from './tables.ts';

/** What a re-sealing did. */
export interface ResealReport {
  readonly resealed: number;
  /** What could not be opened and was left as it is. */
  readonly faults: readonly SealFault[];
}

/** How many values that can be opened are sealed with which key, by key id; the current key is always listed. */
export interface SealStatus {
  readonly currentKeyId: string;
  readonly byKeyId: Readonly<Record<string, number>>;
  /** Values that cannot be opened. */
  readonly faults: readonly SealFault[];
}

type Context = StoreContext<unknown>;
type Values = Record<string, SqlValue>;

const SEALED_COLUMNS: readonly SealedColumn[] = stores.flatMap(({ sealed = [] }) => sealed);

const list = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(parts);

function pageShapes({ shape, db }: Context, { table, column, keys }: SealedColumn, batchSize: number) {
  const columns = keys.map((key) => sql.ref(key));
  const head = sql`select ${list([...columns, sql.ref(column)])} from ${sql.table(table)}`;
  const tail = sql`order by ${list(columns)} limit ${sql.lit(batchSize)}`;
  const compile = (query: RawBuilder<unknown>) => ({ compile: () => query.compile(db) });
  return {
    first: shape<Values>(() => compile(sql`${head} ${tail}`)),
    next: shape<Values>((v) =>
      compile(sql`${head} where (${list(columns)}) > (${list(keys.map((key) => sql`${v[key]}`))}) ${tail}`),
    ),
    /** Only when nobody wrote the row meanwhile: what is written now is sealed with the current key anyway. */
    replace: shape<Values>((v) => {
      const same = [...keys, column].map((name) => sql`${sql.ref(name)} = ${v[name]}`);
      return compile(
        sql`update ${sql.table(table)} set ${sql.ref(column)} = ${v['sealed_anew']} where ${sql.join(same, sql` and `)}`,
      );
    }),
  };
}

/** Walks over all rows in the order of their primary key. */
async function* pages(
  context: Context,
  shapes: ReturnType<typeof pageShapes>,
  batchSize: number,
): AsyncGenerator<Values[]> {
  let rows = await context.read(shapes.first({}));
  while (rows.length > 0) {
    yield rows as Values[];
    rows = rows.length < batchSize ? [] : await context.read(shapes.next(rows.at(-1) as Values));
  }
}

const BATCH_SIZE = 200;

/** The sealed value of a row; undefined where the column is null or empty, as the secret of a connection that has none. */
function sealedIn(values: Values, column: string): Uint8Array | undefined {
  const sealed = values[column] as Uint8Array | null;
  return sealed === null || sealed.byteLength === 0 ? undefined : sealed;
}

/** The re-sealer and the counter of sealed values. */
export function resealer(context: Context): {
  reseal(options?: { batchSize?: number }): Promise<ResealReport>;
  sealStatus(): Promise<SealStatus>;
} {
  const { sealer, driver } = context;
  const [currentKeyId = ''] = sealer.keyIds;

  async function reseal({ batchSize = BATCH_SIZE } = {}): Promise<ResealReport> {
    let resealed = 0;
    const faults = new SealFaults();
    for (const sealedColumn of SEALED_COLUMNS) {
      const { table, column } = sealedColumn;
      const shapes = pageShapes(context, sealedColumn, batchSize);
      for await (const page of pages(context, shapes, batchSize)) {
        const statements = page
          .filter((values) => {
            const sealed = sealedIn(values, column);
            return sealed !== undefined && sealer.keyIdOf(sealed) !== currentKeyId;
          })
          .flatMap((values) => {
            const place = { table, column, row: sealedColumn.row(values) };
            const plain = faults.opened(place, () => sealer.open(place, values[column] as Uint8Array));
            return plain ? [shapes.replace({ ...values, sealed_anew: sealer.seal(place, plain) })] : [];
          });
        if (statements.length === 0) continue;
        const results = await driver.execute(statements);
        resealed += results.reduce((total, { changes }) => total + changes, 0);
      }
    }
    return { resealed, faults: faults.list };
  }

  async function sealStatus(): Promise<SealStatus> {
    const byKeyId: Record<string, number> = { [currentKeyId]: 0 };
    const faults = new SealFaults();
    for (const sealedColumn of SEALED_COLUMNS) {
      for await (const page of pages(context, pageShapes(context, sealedColumn, BATCH_SIZE), BATCH_SIZE)) {
        for (const values of page) {
          const { table, column } = sealedColumn;
          const sealed = sealedIn(values, column);
          if (!sealed) continue;
          const place = { table, column, row: sealedColumn.row(values) };
          if (!faults.opened(place, () => sealer.open(place, sealed))) continue;
          const keyId = sealer.keyIdOf(sealed);
          byKeyId[keyId] = (byKeyId[keyId] ?? 0) + 1;
        }
      }
    }
    return { currentKeyId, byKeyId, faults: faults.list };
  }

  return { reseal, sealStatus };
}
