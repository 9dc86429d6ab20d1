/**
 * Audit: one record for each security event, to a stream and to the database. Records wait in memory for a moment and
 * are written together; a write that fails never changes an answer that was already given, and is counted and logged.
 */
import { createHash } from 'node:crypto';
import type { AuditRecord, Storage } from '@gatehouse/storage';

/** The closed list of events. */
export type AuditEvent =
  | 'sign_in.password'
  | 'consent.granted'
  | 'token.issued'
  | 'token.refused'
  | 'grant.revoked'
  | 'session.ended'
  | 'refresh_token.reused';

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
}

/** What is taken from the request behind an event. */
export interface AuditedRequest {
  readonly headers: { readonly 'user-agent'?: string | undefined };
}

export interface Audit {
  record(request: AuditedRequest, entry: AuditEntry): void;
  /** Writes what still waits. */
  close(): Promise<void>;
}

export interface AuditOptions {
  readonly storage: Storage;
  readonly clock: () => number;
  /** Gets each record as one line of JSON. */
  readonly stream?: { write(line: string): unknown } | undefined;
  readonly requestId: () => string | undefined;
  readonly clientAddress: (request: AuditedRequest) => string;
  readonly onFailure: (error: unknown, lost: number) => void;
  /** Milliseconds that a record may wait. */
  readonly flushAfterMs?: number;
}

const hashed = (id: string | undefined) =>
  id === undefined ? undefined : createHash('sha256').update(id).digest('base64url');

/** More than this many waiting records are written at once. */
const batch = 200;

export function createAudit(options: AuditOptions): Audit {
  const { storage, flushAfterMs = 250 } = options;
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
      .then(() => storage.commit(records.map((record) => storage.audit.writes.append(record))))
      .catch((error: unknown) => options.onFailure(error, records.length));
    return writing;
  };

  return {
    record(request, entry) {
      const record: AuditRecord = {
        time: new Date(options.clock()).toISOString(),
        event: entry.event,
        outcome: entry.outcome,
        reason: entry.reason,
        requestId: options.requestId(),
        actor: entry.subject
          ? { type: 'user', id: entry.subject }
          : entry.clientId
            ? { type: 'client', id: entry.clientId }
            : undefined,
        clientId: entry.clientId,
        subject: entry.subject,
        ip: options.clientAddress(request),
        userAgent: request.headers['user-agent']?.slice(0, 256),
        sessionId: hashed(entry.sessionId),
        grantId: hashed(entry.grantId),
        jti: entry.jti,
      };
      options.stream?.write(`${JSON.stringify(record)}\n`);
      waiting.push(record);
      if (waiting.length >= batch) void flush();
      else timer ??= setTimeout(flush, flushAfterMs).unref();
    },
    async close() {
      await flush();
    },
  };
}
