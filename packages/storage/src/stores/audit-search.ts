/** How audit records are searched for: by indexes that leave out the records of tokens, which are most of them and one for each. */
import type { Dialect, Statement } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';
import { statementOf } from './keyset.ts';
import type { StoreContext } from './store-context.ts';

export interface AuditTable {
  id: string;
  at_ms: number;
  type: string;
  account_id: string | null;
  client_id: string | null;
  data: string;
}

export interface AuditTables {
  audit: AuditTable;
}

type Context = StoreContext<AuditTables>;

/** Which audit records to list; newest first. */
export interface AuditFilter {
  /** That one, or one of them. */
  readonly type?: string | readonly string[] | undefined;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Who did it. */
  readonly actorId?: string | undefined;
  /** To what it was done; without an identifier, to anything of that type. */
  readonly target?: { readonly type: string; readonly id?: string | undefined } | undefined;
  readonly outcome?: 'success' | 'failure' | undefined;
  /**
   * False leaves out the records of which there is one for each token; only then do indexes serve every search. With them, a search
   * by client, actor or target reads all records of the time that it is about.
   */
  readonly tokenRecords?: boolean | undefined;
  readonly order?: 'newest' | 'oldest' | undefined;
  /** Only records before this id: the last one of the page before, newest first. */
  readonly beforeId?: string | undefined;
  /** Only records after this id: the last one of the page before, oldest first. */
  readonly afterId?: string | undefined;
  /** From that moment on. */
  readonly sinceSeconds?: number | undefined;
  /** Up to that moment, and not at it. */
  readonly untilSeconds?: number | undefined;
  readonly limit?: number | undefined;
}

/** Of these there is one for each token. They get no entry in any index that a search of the audit alone needs. */
export const tokenRecordTypes: readonly string[] = ['token.issued', 'token.exchanged', 'assertion.accepted'];
const listed = sql.raw(tokenRecordTypes.map((type) => `'${type}'`).join(', '));
const isNoTokenRecord = sql<boolean>`type not in (${listed})`;
const isTokenRecord = sql<boolean>`type in (${listed})`;

/** A member of a record. PostgreSQL has no text with a NUL in it, and refuses to take it out of JSON. */
const member = (dialect: Dialect, ...path: readonly string[]): RawBuilder<string> =>
  dialect === 'sqlite'
    ? sql`(data ->> ${sql.lit(`$.${path.join('.')}`)})`
    : sql`(replace(data, '\\u0000', '\\ufffd')::json #>> ${sql.lit(`{${path.join(',')}}`)})`;

/** What the members of records are called in a search. */
const membersOf = (dialect: Dialect) => ({
  actorId: member(dialect, 'actor', 'id'),
  outcome: member(dialect, 'outcome'),
  requestId: member(dialect, 'request_id'),
  targetType: member(dialect, 'target', 'type'),
  targetId: member(dialect, 'target', 'id'),
});

/** Identifiers begin with the millisecond. */
export const idAt = (ms: number): string => Math.max(0, Math.round(ms)).toString(16).padStart(12, '0');

/** The records that match, without their order and number; `types` is one, several or all. */
function matching({ db, dialect }: Context, filter: AuditFilter, types: readonly string[]) {
  const { accountId, clientId, actorId, target, outcome, beforeId, afterId, sinceSeconds, untilSeconds } = filter;
  const members = membersOf(dialect);
  let query = db.selectFrom('audit').selectAll();
  const [type] = types;
  if (types.length > 1) query = query.where(sql<string>`(type || '')`, 'in', types);
  else if (type !== undefined) query = query.where('type', '=', type);
  if (types.length > 0 ? !types.some((one) => tokenRecordTypes.includes(one)) : filter.tokenRecords === false) {
    query = query.where(isNoTokenRecord);
  }
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  if (clientId !== undefined) query = query.where('client_id', '=', clientId);
  if (actorId !== undefined) query = query.where(members.actorId, '=', actorId);
  if (target !== undefined) query = query.where(members.targetType, '=', target.type);
  if (target?.id !== undefined) query = query.where(members.targetId, '=', target.id);
  if (outcome !== undefined) query = query.where(members.outcome, '=', outcome);
  if (beforeId !== undefined) query = query.where('id', '<', beforeId);
  if (afterId !== undefined) query = query.where('id', '>', afterId);
  if (sinceSeconds !== undefined) query = query.where('id', '>=', idAt(sinceSeconds * 1000));
  if (untilSeconds !== undefined) query = query.where('id', '<', idAt(untilSeconds * 1000));
  return query;
}

/** The statement of a search. */
export function auditStatement(context: Context, filter: AuditFilter): Statement {
  const { type, accountId, clientId, actorId, target, order = 'newest', limit = 100 } = filter;
  const direction = order === 'newest' ? 'desc' : 'asc';
  const types = type === undefined ? [] : [...new Set([type].flat())];
  const page = (some: readonly string[]) => matching(context, filter, some).orderBy('id', direction).limit(limit);
  const isOfSomebody = [accountId, clientId, actorId, target].some((one) => one !== undefined);
  if (types.length < 2 || isOfSomebody) return statementOf(page(types));
  // The first of each type, then the first of those: no index has several types in one order.
  const [first, ...others] = types.map((one, n) => context.db.selectFrom(page([one]).as(`of_${n}`)).selectAll());
  const all = others.reduce((some, one) => some.unionAll(one), first as NonNullable<typeof first>);
  return statementOf(all.orderBy('id', direction).limit(limit));
}

/** The statements by which the records of one request are found. */
export function requestStatements({ db, dialect, shape }: Context) {
  const { requestId } = membersOf(dialect);
  const ofRequest = (v: { request_id: string; limit: number }) =>
    db.selectFrom('audit').selectAll().where(requestId, '=', v.request_id).orderBy('id').limit(v.limit);
  return {
    /** All but the records of tokens. */
    acts: shape<{ request_id: string; limit: number }>((v) => ofRequest(v).where(isNoTokenRecord)),
    /** Reads all records of tokens of that time. */
    tokens: shape<{ request_id: string; limit: number; from: string; to: string }>((v) =>
      ofRequest(v).where(isTokenRecord).where('id', '>=', v.from).where('id', '<', v.to),
    ),
  };
}

/** When a request began, from an identifier that carries its time (UUID version 7; RFC 9562, section 5.7). */
export function timeOfRequest(requestId: string): number | undefined {
  const [, high, low] = /^([\da-f]{8})-([\da-f]{4})-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/iu.exec(requestId) ?? [];
  return high === undefined ? undefined : Number.parseInt(`${high}${low}`, 16);
}
