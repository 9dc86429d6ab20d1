/** Records of the store, read by the same schemas as the registry file. */
import type { z } from 'zod';

/** A record that this program cannot read. What it says is not taken for less than it may mean. */
export class StoredRecordError extends Error {
  override readonly name = 'StoredRecordError';
  readonly code = 'stored_record_unreadable';
}

/**
 * The record, with the defaults of what an older version did not write and without members that are unknown here.
 * Throws StoredRecordError, which names the record and each member at fault, but no value.
 * @param what the subject of a sentence: `the client web-app`
 */
export function parseStored<Schema extends z.ZodType>(schema: Schema, what: string, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new StoredRecordError(`${what} cannot be used as it is stored: ${faults}`);
}
