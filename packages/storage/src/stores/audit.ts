import { randomBytes } from 'node:crypto';
import type { Row, Write } from '@gatehouse/database';
import { sql } from 'kysely';
import {
  type AuditFilter,
  type AuditTable,
  type AuditTables,
  auditStatement,
  idAt,
  requestStatements,
  timeOfRequest,
} from './audit-search.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, skipLocked } from './store-declaration.ts';

type Context = StoreContext<AuditTables>;

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

/** The audit trail: appended to, never changed. */
export interface AuditStore {
  list(filter?: AuditFilter): Promise<AuditRecord[]>;
  /**
   * What was recorded of one request, by the identifier that joins the programs it went through; oldest first. Its records of tokens
   * are found around the time that the identifier carries (UUID version 7) or, if it carries none, around its other records.
   */
  listOfRequest(requestId: string, options?: { limit?: number | undefined }): Promise<AuditRecord[]>;
  readonly writes: {
    /** One statement, however many records there are. */
    append(...records: readonly AuditInput[]): Write;
  };
}

/**
 * Milliseconds first, then chance: ids sort by time without a sequence that every writer would queue for. What one process
 * appends within a millisecond sorts in the order in which it came.
 */
function idSource(): (nowMs: number) => (index: number) => string {
  let latest = { ms: -1, chance: 0n };
  return (nowMs) => {
    const chance = nowMs === latest.ms ? latest.chance + 1n : randomBytes(8).readBigUInt64BE() >> 1n;
    latest = { ms: nowMs, chance };
    const start = `${idAt(nowMs)}${chance.toString(16).padStart(16, '0')}`;
    return (index) => `${start}${index.toString(16).padStart(4, '0')}`;
  };
}

/** JSON without NUL, which PostgreSQL refuses and callers may send. */
function withoutNul(rows: readonly unknown[]): string {
  const text = JSON.stringify(rows);
  if (!text.includes(String.raw`\u0000`)) return text;
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value,
  );
}

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

/** No request takes longer, nor do the clocks of its programs differ by more in this direction. */
const REQUEST_MS = 60_000;
const BEFORE_REQUEST_MS = 5000;

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
  const ofRequest = requestStatements(context);
  const idsAt = idSource();
  return {
    list: async (filter = {}) => (await read(auditStatement(context, filter))).map(toRecord),
    async listOfRequest(requestId, { limit = 1000 } = {}) {
      const acts = (await read(ofRequest.acts({ request_id: requestId, limit }))).map(toRecord);
      const times = [timeOfRequest(requestId) ?? [], ...acts.map(({ at }) => at.getTime())].flat();
      if (times.length === 0) return acts;
      const [from, to] = [Math.min(...times) - BEFORE_REQUEST_MS, Math.max(...times) + REQUEST_MS].map(idAt) as [
        string,
        string,
      ];
      const tokens = (await read(ofRequest.tokens({ request_id: requestId, limit, from, to }))).map(toRecord);
      return [...acts, ...tokens].toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
    },
    writes: {
      append(...records) {
        const atMs = context.nowMs();
        const idOf = idsAt(atMs);
        const rows = records.map(({ type, accountId = null, clientId = null, data = {} }, index) => [
          idOf(index),
          type,
          accountId,
          clientId,
          data,
        ]);
        return { statements: [append({ atMs, records: withoutNul(rows) })] };
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
