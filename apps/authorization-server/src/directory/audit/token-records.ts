/**
 * Records of tokens that were issued are most of the audit: one for each. An operator may have a part of them in the database, or
 * none, and the rest in the audit file alone. What was refused, and every other event, is never left out.
 */
import { tokenRecordTypes } from '@gatehouse/storage';
import type { AuditEvent } from './events.ts';

/** Where such records go beside the stream: all to the database, one of `sample`, or none. */
export type TokenRecords = 'database' | 'stream' | { readonly sample: number };

const perToken: ReadonlySet<string> = new Set(tokenRecordTypes);

/**
 * Says of each record whether the database gets it.
 * @returns a function to be asked once for each record, in turn
 */
export function createTokenRecords(
  records: TokenRecords,
): (record: { readonly event: AuditEvent; readonly outcome: 'success' | 'failure' }) => boolean {
  let seen = 0;
  return ({ event, outcome }) => {
    if (records === 'database' || outcome === 'failure' || !perToken.has(event)) return true;
    if (records === 'stream') return false;
    seen += 1;
    return seen % records.sample === 1;
  };
}
