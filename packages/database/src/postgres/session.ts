/**
 * What a connection needs besides its URL. A connection to the server itself is set up once. One to a pooler (PgBouncer, Odyssey,
 * a managed proxy) reaches another server connection with each transaction, perhaps another server: what was set up stays behind
 * there for others, what was prepared may be missing. So each transaction through a pooler brings its settings along, and shows
 * where it ran.
 */
import type { ClientBase } from 'pg';
import { sqlState } from './failure.ts';
import { type ServerRow, type ServerWatch, whereItRuns, whoAnswers } from './server-watch.ts';

/** How a connection is used. */
export interface Session {
  /** Each transaction may run elsewhere. */
  readonly pooled: boolean;
  /** Statements may be prepared under names. */
  readonly names: boolean;
  /** Judges a server by what the first statement of a transaction said of it. @throws an error like the server's own */
  readonly check: (row: ServerRow | undefined) => void;
  /** What begins a transaction. */
  readonly begin: string;
}

const sessions = new WeakMap<object, Session>();
const direct: Session = { pooled: false, names: true, check: () => undefined, begin: 'begin' };

/** How a connection is used: directly, unless `setUp` found something else. */
export const sessionOf = (client: ClientBase): Session => sessions.get(client) ?? direct;

/**
 * Asks a server whether it may be used, and sets what protects it and what is written there.
 * @param local SQL that is true where the settings end with their transaction
 */
const settings = (columns: string, timeoutMs: number, local: string): string => `select ${columns},
  set_config('statement_timeout', '${timeoutMs}', ${local}),
  set_config('idle_in_transaction_session_timeout', '${timeoutMs * 2}', ${local}),
  set_config('synchronous_commit', case when current_setting('synchronous_commit') in ('off', 'local') then 'on' else current_setting('synchronous_commit') end, ${local})`;

/** Listed under its own name where the server sees it as it was sent; a pooler that keeps names apart renames it. */
const OWN_NAME = {
  name: 'gatehouse_names',
  text: 'select count(*)::int as seen from pg_prepared_statements where name = $1',
  values: ['gatehouse_names'],
};
const DUPLICATE_PREPARED_STATEMENT = '42P05';

async function keepsNames(client: ClientBase, timeoutMs: number): Promise<boolean> {
  try {
    const { rows } = await client.query({ ...OWN_NAME, query_timeout: timeoutMs } as typeof OWN_NAME);
    return rows[0]?.seen === 0;
  } catch (error) {
    if (sqlState(error) === DUPLICATE_PREPARED_STATEMENT) return false;
    throw error;
  }
}

/** The number of the server's process, as it was told when the connection was made; a pooler makes one up. */
const processOf = (client: ClientBase): number => (client as { processID?: number }).processID ?? 0;

/** @param row the answer to `pg_backend_pid() as pid` */
export const isPooled = (client: ClientBase, row: { readonly pid?: unknown } | undefined): boolean =>
  row?.pid !== processOf(client);

/**
 * Sets up a connection that was just made.
 * @throws what the server answers, and an error like that when the server is not the one to use
 */
export async function setUp(
  client: ClientBase,
  watch: ServerWatch,
  { timeoutMs, allowsNames }: { readonly timeoutMs: number; readonly allowsNames: boolean },
): Promise<Session> {
  // One round trip: where a pooler answers, the settings end with this transaction and reach nobody else.
  const local = watch.hasPids ? `pg_backend_pid() <> ${processOf(client)}` : 'false';
  const text = settings(whoAnswers(watch), timeoutMs, local);
  const { rows } = await client.query({ text, query_timeout: timeoutMs } as { text: string });
  watch.check(rows[0]);
  const session: Session =
    watch.hasPids && isPooled(client, rows[0])
      ? {
          pooled: true,
          names: allowsNames && (await keepsNames(client, timeoutMs)),
          check: (row) => watch.check(row),
          begin: `begin; ${settings(whereItRuns(watch), timeoutMs, 'true')}`,
        }
      : { ...direct, names: allowsNames };
  sessions.set(client, session);
  return session;
}
