/** Units of work as data. */
import type { Storage, Write } from '../../src/index.ts';

/** A write as data that can cross between processes: the name of an artefact write and its argument. */
export type PlainWrite = readonly ['upsert' | 'consume' | 'once' | 'destroy' | 'revokeGrant', Record<string, unknown>];

/** How one unit ended: `ok`, or the code of its error and whether it may have been written. */
export interface UnitOutcome {
  readonly result: string;
  readonly unknown?: boolean;
  readonly message?: string;
}

function toWrite(storage: Storage, [name, argument]: PlainWrite): Write {
  const writes = storage.artefacts.writes as unknown as Record<string, (argument: unknown) => Write>;
  return writes[name]!(argument);
}

/** Commits a unit and says how that ended. */
export async function run(storage: Storage, unit: readonly PlainWrite[]): Promise<UnitOutcome> {
  try {
    await storage.commit(unit.map((write) => toWrite(storage, write)));
    return { result: 'ok' };
  } catch (error) {
    const { code, outcome, message } = error as { code?: string; outcome?: string; message: string };
    return { result: code ?? 'error', unknown: outcome === 'unknown', message };
  }
}
