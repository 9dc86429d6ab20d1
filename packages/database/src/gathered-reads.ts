import type { Row, SqlValue } from './statements/statement.ts';

/** A read that waits for the others of its turn of the event loop. */
export interface GatheredRead {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
  readonly resolve: (rows: Row[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers the reads of one turn of the event loop.
 * @param make makes them, and settles each
 */
export function gatheredReads(
  make: (reads: readonly GatheredRead[]) => void,
): (sql: string, parameters: readonly SqlValue[]) => Promise<Row[]> {
  let gathered: GatheredRead[] = [];
  const flush = (): void => {
    const reads = gathered;
    gathered = [];
    make(reads);
  };
  return (sql, parameters) =>
    new Promise((resolve, reject) => {
      gathered.push({ sql, parameters, resolve, reject });
      if (gathered.length === 1) setImmediate(flush);
    });
}
