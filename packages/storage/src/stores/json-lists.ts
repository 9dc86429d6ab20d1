import type { Dialect } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';

/** The items of a JSON list that is bound as a value: a query of one column, `value`. */
export const itemsOf = (dialect: Dialect, list: string): RawBuilder<string> =>
  dialect === 'sqlite'
    ? sql<string>`select value from json_each(${list})`
    : sql<string>`select value from json_array_elements_text(cast(${list} as json))`;
