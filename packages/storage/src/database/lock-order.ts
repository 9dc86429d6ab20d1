import type { Statement } from './statement.ts';

/**
 * Puts the statements that touch one row each into the order of those rows, so that two units which touch the same rows never
 * wait for each other. They are independent of one another, so their order means nothing else; those about the same row stay in
 * turn, and the others keep their places.
 */
export function inLockOrder(statements: readonly Statement[]): readonly Statement[] {
  if (statements.some(({ untilNothingChanges }) => untilNothingChanges)) return statements;
  const places = statements.flatMap(({ row }, index) => (row === undefined ? [] : [index]));
  if (places.length < 2) return statements;
  const ordered = places.map((index) => statements[index] as Statement & { row: string });
  ordered.sort((a, b) => (a.row < b.row ? -1 : Number(a.row > b.row)));
  const result = [...statements];
  for (const [n, index] of places.entries()) result[index] = ordered[n] as Statement;
  return result;
}
