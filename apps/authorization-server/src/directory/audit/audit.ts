/**
 * Audit: one record for each security event, to a stream and to the database. What is done to a user, a client or a key is
 * recorded in the commit that does it (`prepare`): what cannot be recorded is not done. Failures, tokens, and what oidc-provider
 * reports by itself wait in memory for a moment and are written together (`record`); a write of those that fails never changes an
 * answer that was already given, and is counted and logged.
 */
import type { IncomingMessage } from 'node:http';
import type { Storage, Write } from '@gatehouse/storage';
import { type AuditEntry, type AuditRecord, lineOf, type Origin, recordOf, rowOf } from './record.ts';
import { createTokenRecords, type TokenRecords } from './token-records.ts';

export interface PreparedRecords {
  /** For the commit of what the records tell. */
  readonly write: Write;
  /** Gives them to the stream; to be called once they are committed. */
  readonly publish: () => void;
}

export interface Audit {
  /** @param request undefined: this server did it by itself */
  record(request: IncomingMessage | undefined, entry: AuditEntry): void;
  /** The records of an act, for its own commit. */
  prepare(entries: readonly AuditEntry[]): PreparedRecords;
  /** Writes what waits, now. */
  flush(): Promise<void>;
}

export interface AuditOptions {
  readonly storage: Storage;
  readonly clock: () => number;
  /** Gets each record as one line of JSON. While it fails, the database gets every record, whatever `tokenRecords` says. */
  readonly stream?: { write(line: string): unknown; readonly isFailing?: boolean } | undefined;
  /** Gets each record too, as it is. */
  readonly onRecord?: ((record: AuditRecord) => void) | undefined;
  /** Which records of issued tokens the database gets; all by default. */
  readonly tokenRecords?: TokenRecords | undefined;
  /** What is known of a request; nothing by default. */
  readonly originOf?: (request: IncomingMessage) => Origin;
  /** Records that waited could not be written; ignored by default. */
  readonly onFailure?: (error: unknown, lost: number) => void;
  /** Milliseconds that a record may wait. */
  readonly flushAfterMs?: number;
}

/** Who does what no request causes. */
const outbox = { type: 'system', id: 'outbox' } as const;

/** More than this many waiting records are written at once. */
const batch = 200;

export function createAudit(options: AuditOptions): Audit {
  const { storage, stream, clock, flushAfterMs = 250 } = options;
  const isKept = createTokenRecords(options.tokenRecords ?? 'database');
  let waiting: AuditRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const tell = (record: AuditRecord) => {
    stream?.write(lineOf(record));
    options.onRecord?.(record);
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const records = waiting;
    waiting = [];
    if (records.length === 0) return writing;
    writing = writing
      .then(() => storage.commit([storage.audit.writes.append(...records.map(rowOf))]))
      .catch((error: unknown) => options.onFailure?.(error, records.length));
    return writing;
  };

  return {
    record(request, entry) {
      const record = request
        ? recordOf(entry, clock(), options.originOf?.(request))
        : recordOf({ actor: outbox, ...entry }, clock());
      tell(record);
      if (!isKept(record) && !stream?.isFailing) return;
      waiting.push(record);
      if (waiting.length >= batch) void flush();
      else timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
    },
    prepare(entries) {
      const records = entries.map((entry) => recordOf(entry, clock()));
      return {
        write: storage.audit.writes.append(...records.map(rowOf)),
        publish() {
          for (const record of records) tell(record);
        },
      };
    },
    flush,
  };
}
