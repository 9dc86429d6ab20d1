/**
 * Which server may be used. One that only reads is not the one: a standby, a demoted primary. One that takes writes need not be
 * the one either: a primary that was frozen or cut off goes on as if nothing had happened when it comes back, until somebody
 * stops it. What it says is out of date, and what it takes is lost. Each promotion begins a new timeline, so a server on an older
 * timeline than one that was seen has been replaced.
 */

/** What a server says of itself. */
export interface ServerRow {
  readonly read_only?: unknown;
  /** Eight hexadecimal digits; null while it only reads. */
  readonly timeline?: unknown;
  /** The identifier that all servers of one cluster share. */
  readonly cluster?: unknown;
}

/** What the product that answers can be asked for. */
export interface ServerAbilities {
  /** The number of the server's process: it is told when a connection is made too, so that a pooler gives itself away. */
  readonly hasPids: boolean;
  readonly hasTimelines: boolean;
}

/** What was seen of the servers of one URL. */
export interface ServerWatch extends ServerAbilities {
  /** @throws an error like the server's own when the server is not the one to use */
  check(row: ServerRow | undefined): void;
  /** For one of several servers. @throws an error like the server's own when it belongs to another cluster than those seen before */
  mustBeSameCluster(row: ServerRow | undefined): void;
  /** Whether the server has replaced those that were seen: it takes writes, on a later timeline of the same cluster. */
  hasReplaced(row: ServerRow | undefined): boolean;
}

/** A server that only reads says so here. */
export const WRITABLE = "current_setting('transaction_read_only') as read_only";
/** A server that only reads has no timeline of its own. */
const TIMELINE =
  "case when current_setting('transaction_read_only') = 'off' then left(pg_walfile_name(pg_current_wal_lsn()), 8) end as timeline";
const CLUSTER = '(select system_identifier::text from pg_control_system()) as cluster';

/** Fails on a server that cannot be asked for its timeline: another product, or one that keeps it to itself. */
export const TIMELINE_PROBE = `select ${TIMELINE}, ${CLUSTER}`;

/** What is asked of a server when a transaction through a pooler begins. */
export const whereItRuns = ({ hasTimelines }: Pick<ServerAbilities, 'hasTimelines'>): string =>
  hasTimelines ? `${WRITABLE}, ${TIMELINE}` : WRITABLE;

/** What is asked of a server when a connection is made. */
export const whoAnswers = ({ hasPids, hasTimelines }: ServerAbilities): string =>
  [
    whereItRuns({ hasTimelines }),
    ...(hasTimelines ? [CLUSTER] : []),
    ...(hasPids ? ['pg_backend_pid() as pid'] : []),
  ].join(', ');

const refusal = (message: string): Error => Object.assign(new Error(message), { code: '25006', severity: 'ERROR' });

/** @throws an error like the server's own when the answer to `WRITABLE` says that it only reads */
export function mustBeWritable(row: ServerRow | undefined): void {
  if (row?.read_only === 'on') throw refusal('the server takes no writes');
}

/**
 * Nothing was seen yet.
 * @param onReplaced another server has taken over: it may lack what was read from the one before
 */
export function serverWatch(abilities: ServerAbilities, onReplaced?: () => void): ServerWatch {
  let cluster: unknown;
  let latest = '';
  return {
    ...abilities,
    check(row) {
      mustBeWritable(row);
      const { timeline, cluster: named = cluster } = row ?? {};
      if (typeof timeline !== 'string') return;
      // The operator moved to another cluster, whose timelines are numbered by themselves.
      if (named !== cluster) latest = '';
      cluster = named;
      if (timeline < latest)
        throw refusal(`another server has replaced this one: it is on timeline ${timeline}, and ${latest} was seen`);
      const isNew = latest !== '' && timeline > latest;
      latest = timeline;
      if (isNew) onReplaced?.();
    },
    mustBeSameCluster({ cluster: named = cluster } = {}) {
      if (cluster !== undefined && named !== cluster)
        throw refusal('the server belongs to another cluster than those of the same URL that were used before');
    },
    hasReplaced: ({ timeline, cluster: named } = {}) =>
      latest !== '' && named === cluster && typeof timeline === 'string' && timeline > latest,
  };
}
