/**
 * Audit: one record for each security event, to a stream and to the database. Records wait in memory for a moment and
 * are written together; a write that fails never changes an answer that was already given, and is counted and logged.
 */
import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { withoutCredentials } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import type { AuditEvent } from './events.ts';
import { createTokenRecords, type TokenRecords } from './token-records.ts';

/** What a caller knows of an event; the rest is taken from the request. */
export interface AuditEntry {
  readonly event: AuditEvent;
  readonly outcome: 'success' | 'failure';
  /** Stable code. */
  readonly reason?: string | undefined;
  readonly clientId?: string | undefined;
  readonly subject?: string | undefined;
  readonly grantId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly jti?: string | undefined;
  /** What it was done to. */
  readonly target?: { readonly type: string; readonly id: string } | undefined;
  /** Who acts for the subject, the newest first (RFC 8693, section 4.1). */
  readonly act?: readonly string[] | undefined;
}

/** One line of the audit stream, and the `data` of its row. */
interface AuditRecord {
  readonly time: string;
  readonly event: AuditEvent;
  readonly outcome: 'success' | 'failure';
  readonly reason: string | undefined;
  readonly request_id: string | undefined;
  readonly actor: { readonly type: 'user' | 'client' | 'server'; readonly id: string } | undefined;
  readonly client_id: string | undefined;
  readonly subject: string | undefined;
  readonly ip: string | undefined;
  readonly user_agent: string | undefined;
  readonly session_id: string | undefined;
  readonly grant_id: string | undefined;
  readonly jti: string | undefined;
  readonly target: AuditEntry['target'];
  readonly act: readonly string[] | undefined;
}

export interface Audit {
  /** @param request undefined: this server did it by itself */
  record(request: IncomingMessage | undefined, entry: AuditEntry): void;
  /** Writes what waits, now. */
  flush(): Promise<void>;
}

export interface AuditOptions {
  readonly storage: Storage;
  readonly clock: () => number;
  /** Gets each record as one line of JSON. While it fails, the database gets every record, whatever `tokenRecords` says. */
  readonly stream?: { write(line: string): unknown; readonly isFailing?: boolean } | undefined;
  /** Which records of issued tokens the database gets; all, unless told. */
  readonly tokenRecords?: TokenRecords | undefined;
  readonly requestId: (request: IncomingMessage) => string;
  readonly clientAddress: (request: IncomingMessage) => string;
  readonly onFailure: (error: unknown, lost: number) => void;
  /** Milliseconds that a record may wait. */
  readonly flushAfterMs?: number;
}

/** Callers choose it, or may. */
const clean = (text: string | undefined) => text && withoutCredentials(text);

const hashed = (id: string | undefined) => (id === undefined ? undefined : hash('sha256', id, 'base64url'));

function actorOf({ subject, clientId }: AuditEntry): AuditRecord['actor'] {
  if (subject !== undefined) return { type: 'user', id: withoutCredentials(subject) };
  return clientId === undefined ? undefined : { type: 'client', id: withoutCredentials(clientId) };
}

/** More than this many waiting records are written at once. */
const batch = 200;

export function createAudit(options: AuditOptions): Audit {
  const { storage, flushAfterMs = 250 } = options;
  const toInput = (record: AuditRecord) => ({
    type: record.event,
    accountId: record.subject,
    clientId: record.client_id,
    data: record as unknown as Record<string, unknown>,
  });
  const isKept = createTokenRecords(options.tokenRecords ?? 'database');
  let waiting: AuditRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const records = waiting;
    waiting = [];
    if (records.length === 0) return writing;
    writing = writing
      .then(() => storage.commit([storage.audit.writes.append(...records.map(toInput))]))
      .catch((error: unknown) => options.onFailure(error, records.length));
    return writing;
  };

  return {
    record(request, entry) {
      const record: AuditRecord = {
        time: new Date(options.clock()).toISOString(),
        event: entry.event,
        outcome: entry.outcome,
        reason: clean(entry.reason),
        request_id: request && options.requestId(request),
        actor: request ? actorOf(entry) : { type: 'server', id: 'outbox' },
        client_id: clean(entry.clientId),
        subject: clean(entry.subject),
        ip: request && options.clientAddress(request),
        user_agent: clean(request?.headers['user-agent']),
        session_id: hashed(entry.sessionId),
        grant_id: hashed(entry.grantId),
        jti: entry.jti,
        target: entry.target && { type: entry.target.type, id: withoutCredentials(entry.target.id) },
        act: entry.act?.map((actor) => withoutCredentials(actor)),
      };
      options.stream?.write(`${JSON.stringify(record)}\n`);
      if (!isKept(record) && !options.stream?.isFailing) return;
      waiting.push(record);
      if (waiting.length >= batch) void flush();
      else timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
    },
    flush,
  };
}
