import { sql } from 'kysely';
import type { Room } from './stores/room.ts';

/** What a re-sealing did. */
export interface ResealReport {
  readonly resealed: number;
}

/** How many values are sealed with which key, by key id; the current key comes first. */
export interface SealStatus {
  readonly currentKeyId: string;
  readonly byKeyId: Readonly<Record<string, number>>;
  /** Values whose key is not configured: they cannot be opened. */
  readonly unreadable: number;
}

/** One sealed column and how its rows are named. */
interface SealedColumn {
  readonly table: 'artefacts' | 'credentials' | 'signing_keys';
  readonly column: string;
  readonly keys: readonly string[];
  row(values: Record<string, unknown>): string;
}

const base64url = (value: unknown): string => Buffer.from(value as Uint8Array).toString('base64url');

const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'artefacts',
    column: 'payload',
    keys: ['model', 'id'],
    row: ({ model, id }) => `${model as string}:${base64url(id)}`,
  },
  {
    table: 'credentials',
    column: 'sealed_data',
    keys: ['account_id', 'kind'],
    row: (r) => `${r['account_id'] as string}:${r['kind'] as string}`,
  },
  { table: 'signing_keys', column: 'sealed_private_key', keys: ['kid'], row: ({ kid }) => kid as string },
];

type Values = Record<string, never>;

/** Walks over all rows of a sealed column in the order of their primary key. */
async function* pages(
  { shape, db, read }: Room,
  { table, column, keys }: SealedColumn,
  batchSize: number,
): AsyncGenerator<Record<string, unknown>[]> {
  // The columns differ from table to table, which the types of one query builder cannot follow.
  // eslint-disable-next-line typescript/no-explicit-any
  const from = (): any => {
    // eslint-disable-next-line typescript/no-explicit-any
    let query: any = db.selectFrom(table).select([...keys, column] as never);
    for (const key of keys) query = query.orderBy(key);
    return query.limit(sql.lit(batchSize));
  };
  // eslint-disable-next-line typescript/no-explicit-any
  const after = (v: Values): any =>
    from().where((eb: any) => eb(eb.refTuple(...keys), '>', eb.tuple(...keys.map((key) => v[key]))));
  const first = shape<Values>(() => from());
  const next = shape<Values>((v) => (keys.length === 1 ? from().where(keys[0], '>', v[keys[0] as string]) : after(v)));
  let rows = await read(first({}));
  while (rows.length > 0) {
    yield rows;
    rows = rows.length < batchSize ? [] : await read(next(rows.at(-1) as Values));
  }
}

/** The re-sealer and the counter of sealed values. */
export function resealer(room: Room): {
  reseal(options?: { batchSize?: number }): Promise<ResealReport>;
  sealStatus(): Promise<SealStatus>;
} {
  const { sealer, engine, db, shape } = room;
  const [currentKeyId = ''] = sealer.keyIds;

  async function reseal({ batchSize = 200 } = {}): Promise<ResealReport> {
    let resealed = 0;
    for (const sealedColumn of SEALED_COLUMNS) {
      const { table, column, keys, row } = sealedColumn;
      // Only when nobody wrote the row meanwhile: what is written now is sealed with the current key anyway.
      const replace = shape<Values>((v) => {
        // eslint-disable-next-line typescript/no-explicit-any
        let update: any = db
          .updateTable(table)
          .set({ [column]: v['new_value'] } as never)
          .where(column as never, '=', v['old_value'] as never);
        for (const key of keys) update = update.where(key, '=', v[key]);
        return update;
      });
      for await (const page of pages(room, sealedColumn, batchSize)) {
        const old = page.filter((values) => {
          const sealed = values[column] as Uint8Array;
          return sealed.byteLength > 0 && sealer.keyIdOf(sealed) !== currentKeyId;
        });
        if (old.length === 0) continue;
        const statements = old.map((values) => {
          const place = { table, column, row: row(values) };
          const old_value = values[column] as Uint8Array;
          return replace({
            ...values,
            old_value,
            new_value: sealer.seal(place, sealer.open(place, old_value)),
          } as unknown as Values);
        });
        const results = await engine.execute(statements);
        resealed += results.reduce((total, { changes }) => total + changes, 0);
      }
    }
    return { resealed };
  }

  async function sealStatus(): Promise<SealStatus> {
    const byKeyId: Record<string, number> = { [currentKeyId]: 0 };
    for (const sealedColumn of SEALED_COLUMNS) {
      for await (const page of pages(room, sealedColumn, 500)) {
        for (const values of page) {
          const sealed = values[sealedColumn.column] as Uint8Array;
          if (sealed.byteLength === 0) continue;
          const keyId = sealer.keyIdOf(sealed);
          byKeyId[keyId] = (byKeyId[keyId] ?? 0) + 1;
        }
      }
    }
    const unreadable = Object.entries(byKeyId).reduce(
      (total, [keyId, count]) => (sealer.keyIds.includes(keyId) ? total : total + count),
      0,
    );
    return { currentKeyId, byKeyId, unreadable };
  }

  return { reseal, sealStatus };
}
