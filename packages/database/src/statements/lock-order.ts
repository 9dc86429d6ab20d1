import type { SqlValue, Statement, Touched } from './statement.ts';

type Single = Extract<Touched, { id: Uint8Array }>;

const isSingle = (touched: Touched): touched is Single => 'id' in touched;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Compares as `order by model collate "C", id` does. */
const placeOf = ({ model, id }: Single): string => `${model}\0${hex(id)}`;

/**
 * Makes units that touch the same artefacts never wait for each other in a circle: all take their rows in the order of the
 * primary key. Statements about one row each are put into that order; they are independent of one another, so their order means
 * nothing else, those about the same row stay in turn, and the others keep their places. A statement that ends many rows takes
 * them in any order, so a unit with one takes all its artefacts at its beginning.
 */
export function inLockOrder(statements: readonly Statement[]): readonly Statement[] {
  if (statements.some(({ untilNothingChanges }) => untilNothingChanges)) return lockFirst(statements);
  const places = statements.flatMap(({ touches }, index) => (touches && isSingle(touches) ? [index] : []));
  if (places.length < 2) return statements;
  const ordered = places.map((index) => {
    const statement = statements[index] as Statement & { touches: Single };
    return { statement, place: placeOf(statement.touches) };
  });
  ordered.sort((a, b) => (a.place < b.place ? -1 : Number(a.place > b.place)));
  const result = [...statements];
  for (const [n, index] of places.entries()) result[index] = ordered[n]?.statement as Statement;
  return result;
}

function lockFirst(statements: readonly Statement[]): readonly Statement[] {
  const slots = new Map<string, { readonly name: string; readonly value: SqlValue }>();
  const slot = (value: string | Uint8Array): string => {
    const key = typeof value === 'string' ? `text ${value}` : `bytes ${hex(value)}`;
    const known = slots.get(key) ?? { name: `$${slots.size + 1}`, value };
    slots.set(key, known);
    return known.name;
  };
  const conditionOf = (touches: Touched): string => {
    if (isSingle(touches)) return `(model = ${slot(touches.model)} and id = ${slot(touches.id)})`;
    const ofModel = touches.model === undefined ? '' : ` and model = ${slot(touches.model)}`;
    return `(${touches.column} = ${slot(touches.of)}${ofModel} and destroyed_at is null)`;
  };
  const conditions = new Set(statements.flatMap(({ touches }) => (touches ? [conditionOf(touches)] : [])));
  if (conditions.size === 0) return statements;
  const sql = `select 1 from artefacts where ${[...conditions].join(' or ')} order by model collate "C", id for update`;
  return [{ sql, parameters: [...slots.values()].map(({ value }) => value) }, ...statements];
}
