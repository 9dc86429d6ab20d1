import { SealError, type SealedPlace } from '@gatehouse/database';

/** Values of one column that cannot be opened, for one reason. */
export interface SealFault {
  readonly table: string;
  readonly column: string;
  /** The id (16 hex digits) of the key that they need and that is not configured; undefined when they were altered or moved. */
  readonly missingKeyId: string | undefined;
  readonly count: number;
  /** The first of their rows, by primary key. */
  readonly rows: readonly string[];
}

const MOST_ROWS = 5;

/** Opens values and remembers those that it cannot. */
export class SealFaults {
  readonly #faults = new Map<string, SealFault & { count: number; rows: string[] }>();

  /** What `open` gives, or nothing when the value cannot be opened. */
  opened(place: SealedPlace, open: () => Buffer): Buffer | undefined {
    try {
      return open();
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      this.#add(place, error);
      return undefined;
    }
  }

  get list(): readonly SealFault[] {
    return [...this.#faults.values()];
  }

  #add({ table, column, row }: SealedPlace, { missingKeyId }: SealError): void {
    const name = `${table}.${column} ${missingKeyId}`;
    const fault = this.#faults.get(name) ?? { table, column, missingKeyId, count: 0, rows: [] };
    fault.count += 1;
    if (fault.rows.length < MOST_ROWS) fault.rows.push(row);
    this.#faults.set(name, fault);
  }
}
