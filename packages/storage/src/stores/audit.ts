import { randomBytes } from 'node:crypto';
import type { Row, SqlValue, Write } from '@gatehouse/database';
import { sql } from 'kysely';
import type { StoreContext } from './store-context.ts';
import { declareStore, skipLocked } from './store-declaration.ts';

interface AuditTable {
  id: string;
  at_ms: number;
  type: string;
  account_id: string | null;
  client_id: string | null;
  data: string;
}

type Context = StoreContext<{ audit: AuditTable }>;

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
  /** That one, or one of them. */
  readonly type?: string | readonly string[] | undefined;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Only records before this id: the last one of the page before. */
  readonly beforeId?: string | undefined;
  /** From that moment on. */
  readonly sinceSeconds?: number | undefined;
  /** Up to that moment, and not at it. */
  readonly untilSeconds?: number | undefined;
  readonly limit?: number | undefined;
}

/** The audit trail: appended to, never changed. */
export interface AuditStore {
  list(filter?: AuditFilter): Promise<AuditRecord[]>;
  readonly writes: {
    /** One statement, however many records there are. */
    append(...records: readonly AuditInput[]): Write;
  };
}

/** Milliseconds first, then chance: ids sort by time without a sequence that every writer would queue for. */
const idsFrom = (nowMs: number): ((index: number) => string) => {
  const start = `${nowMs.toString(16).padStart(12, '0')}${randomBytes(8).toString('hex')}`;
  return (index) => `${start}${index.toString(16).padStart(4, '0')}`;
};

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
export function auditStore(context: Context): AuditStore {
  const { db, shape, read } = context;
  // All records in one parameter: a statement for each would cost more than the records themselves.
  const append = shape<{ atMs: number; records: string }>((v) =>
    db
      .insertInto('audit')
      .columns(['id', 'at_ms', 'type', 'account_id', 'client_id', 'data'])
      .expression(
        context.dialect === 'sqlite'
          ? sql`select value->>0, ${v.atMs}, value->>1, value->>2, value->>3, value->4 from json_each(${v.records})`
          : sql`select r->>0, cast(${v.atMs} as bigint), r->>1, r->>2, r->>3, cast(r->4 as text)
                from json_array_elements(cast(${v.records} as json)) as records(r)`,
      ),
  );
  return {
    async list({ type, accountId, clientId, beforeId, sinceSeconds, untilSeconds, limit = 100 } = {}) {
      let query = db.selectFrom('audit').selectAll();
      if (type !== undefined) query = query.where('type', 'in', [type].flat());
      if (accountId !== undefined) query = query.where('account_id', '=', accountId);
      if (clientId !== undefined) query = query.where('client_id', '=', clientId);
      if (beforeId !== undefined) query = query.where('id', '<', beforeId);
      if (sinceSeconds !== undefined) query = query.where('at_ms', '>=', sinceSeconds * 1000);
      if (untilSeconds !== undefined) query = query.where('at_ms', '<', untilSeconds * 1000);
      const compiled = query.orderBy('id', 'desc').limit(limit).compile();
      return (await read({ sql: compiled.sql, parameters: compiled.parameters as SqlValue[] })).map(toRecord);
    },
    writes: {
      append(...records) {
        const atMs = context.nowMs();
        const idOf = idsFrom(atMs);
        const rows = records.map(({ type, accountId = null, clientId = null, data = {} }, index) => [
          idOf(index),
          type,
          accountId,
          clientId,
          data,
        ]);
        return { statements: [append({ atMs, records: JSON.stringify(rows) })] };
      },
    },
  };
}

export const audit = declareStore({
  name: 'audit',
  open: auditStore,
  garbage: [
    {
      kind: 'audit',
      before: ({ nowSeconds, auditKeptSeconds }) =>
        auditKeptSeconds === undefined ? undefined : (nowSeconds - auditKeptSeconds) * 1000,
      remove: (context) =>
        context.shape((v) =>
          context.db
            .deleteFrom('audit')
            .where(
              'id',
              'in',
              context.db
                .selectFrom('audit as expired')
                .select('expired.id')
                .where('expired.at_ms', '<', v.before)
                .orderBy('expired.at_ms')
                .limit(v.limit)
                .modifyEnd(skipLocked(context)),
            ),
        ),
    },
  ],
});
