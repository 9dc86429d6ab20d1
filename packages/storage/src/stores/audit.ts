import { randomBytes } from 'node:crypto';
import type { AuditTable } from '../database/schema.ts';
import type { Row, SqlValue, Write } from '../database/statement.ts';
import type { Room } from './room.ts';

/** What happened, to whom, by which client. Never holds a secret. */
export interface AuditInput {
  /** A stable name, such as `token.issued`. */
  readonly type: string;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly data?: Record<string, unknown> | undefined;
}

/** A stored audit record. */
export interface AuditRecord {
  /** Sorts by time. */
  readonly id: string;
  readonly at: Date;
  readonly type: string;
  readonly accountId?: string;
  readonly clientId?: string;
  readonly data: Record<string, unknown>;
}

/** Which audit records to list; newest first. */
export interface AuditFilter {
  readonly type?: string | undefined;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Only records before this id: the last one of the page before. */
  readonly beforeId?: string | undefined;
  readonly sinceSeconds?: number | undefined;
  readonly limit?: number | undefined;
}

/** The audit trail: appended to, never changed. */
export interface AuditStore {
  list(filter?: AuditFilter): Promise<AuditRecord[]>;
  readonly writes: { append(record: AuditInput): Write };
}

/** Milliseconds first, then chance: ids sort by time without a sequence that every writer would queue for. */
const nextId = (nowMs: number): string => `${nowMs.toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`;

function toRecord(row: Row): AuditRecord {
  const { id, at_ms, type, account_id, client_id, data } = row as unknown as AuditTable;
  return {
    id,
    at: new Date(at_ms),
    type,
    ...(account_id !== null && { accountId: account_id }),
    ...(client_id !== null && { clientId: client_id }),
    data: JSON.parse(data) as Record<string, unknown>,
  };
}

/** The audit store. */
export function auditStore(room: Room): AuditStore {
  const { db, shape, read } = room;
  const append = shape<AuditTable>((v) =>
    db.insertInto('audit').values({
      id: v.id,
      at_ms: v.at_ms,
      type: v.type,
      account_id: v.account_id,
      client_id: v.client_id,
      data: v.data,
    }),
  );
  return {
    async list({ type, accountId, clientId, beforeId, sinceSeconds, limit = 100 } = {}) {
      let query = db.selectFrom('audit').selectAll();
      if (type !== undefined) query = query.where('type', '=', type);
      if (accountId !== undefined) query = query.where('account_id', '=', accountId);
      if (clientId !== undefined) query = query.where('client_id', '=', clientId);
      if (beforeId !== undefined) query = query.where('id', '<', beforeId);
      if (sinceSeconds !== undefined) query = query.where('at_ms', '>=', sinceSeconds * 1000);
      const { sql, parameters } = query.orderBy('id', 'desc').limit(limit).compile();
      return (await read({ sql, parameters: parameters as SqlValue[] })).map(toRecord);
    },
    writes: {
      append(record) {
        const at_ms = room.nowMs();
        const { type, accountId = null, clientId = null, data = {} } = record;
        return {
          statements: [
            append({
              id: nextId(at_ms),
              at_ms,
              type,
              account_id: accountId,
              client_id: clientId,
              data: JSON.stringify(data),
            }),
          ],
        };
      },
    },
  };
}
