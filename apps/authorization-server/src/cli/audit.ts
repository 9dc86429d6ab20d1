/** `gatehouse audit list`: what happened, who did it, and to whom; oldest first, as a log is read. */
import { setTimeout as sleep } from 'node:timers/promises';
import { didYouMean } from '@gatehouse/config';
import type { AuditRecord } from '@gatehouse/storage';
import { auditEvents } from '../directory/audit/events.ts';
import { type AuditSource, type Wanted, withAuditSource } from './audit-source.ts';
import { coloured } from './colour.ts';
import { UsageError } from './failure.ts';
import type { ServerOption } from './login/server-option.ts';
import { momentOf } from './moment.ts';
import { jsonOf, printJson, textOf } from './output.ts';

interface Options extends ServerOption {
  readonly json?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly action?: readonly string[];
  readonly user?: string;
  readonly client?: string;
  readonly limit: string;
  readonly reverse?: boolean;
  readonly follow?: boolean;
}

/** A record as lines of the audit file are; earlier versions wrote other members. */
type Told = Readonly<Record<string, unknown>>;

const mostRows = 1_000_000;
const everyMs = 1000;
/** Several instances write, each by its own clock, and some records wait for a moment before they are written. */
const overlapSeconds = 15;

/** Names of the closed list; `user.*` stands for all that begin so. Throws UsageError. */
function eventsOf(action: string): string[] {
  const found = action.endsWith('.*')
    ? auditEvents.filter((event) => event.startsWith(action.slice(0, -1)))
    : auditEvents.filter((event) => event === action);
  if (found.length > 0) return found;
  const groups = [...new Set(auditEvents.map((event) => `${event.split('.')[0]}.*`))];
  throw new UsageError(
    `--action takes events such as user.disabled, and user.* for all that begin so, not ${action}${didYouMean(action, [...auditEvents, ...groups])}`,
  );
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^\d+$/u.test(text) && limit >= 1 && limit <= mostRows) return limit;
  throw new UsageError(`--limit takes a whole number from 1 to ${mostRows}, not ${text}`);
}

/** The code of a failure, and the explanation of whatever has one; of the longest ones the beginning. */
function whyOf({ outcome, reason, explanation }: Told): string {
  const code = outcome === 'failure' && typeof reason === 'string' ? `: ${reason}` : '';
  if (typeof explanation !== 'string') return code;
  return `${code} (${explanation.length > 200 ? `${explanation.slice(0, 200)}…` : explanation})`;
}

/** Lines for people: when, what, how it ended, and who did it to whom. Users by their login as long as there is one. */
function createLines(source: Pick<AuditSource, 'loginOf'>) {
  const logins = new Map<string, string>();
  const loginOf = async (id: string) => {
    const login = logins.get(id) ?? (await source.loginOf(id)) ?? id;
    logins.set(id, login);
    return login;
  };
  const nameOf = async (value: unknown) => {
    const { type, id } = (value ?? {}) as { readonly type?: unknown; readonly id?: unknown };
    if (typeof type !== 'string' || typeof id !== 'string') return undefined;
    return `${type} ${type === 'user' ? await loginOf(id) : id}`;
  };
  return async ({ at, type, accountId, clientId, data }: AuditRecord): Promise<string> => {
    const { outcome, ip, issuer, changed, ended }: Told = data;
    const user = accountId === undefined ? undefined : `user ${await loginOf(accountId)}`;
    const client = clientId === undefined ? undefined : `client ${clientId}`;
    const actor = await nameOf(data['actor']);
    const target = await nameOf(data['target']);
    const about = [...new Set([target, user, client])].filter((part) => part !== undefined);
    const parts = [
      ...about,
      ...(typeof issuer === 'string' ? [`issuer ${issuer}`] : []),
      ...(Array.isArray(changed) && changed.length > 0 ? [`changed ${changed.join(' ')}`] : []),
      ...(Array.isArray(ended) && ended.length > 0 ? [`ended ${ended.join(' ')}`] : []),
      ...(actor === undefined || about.includes(actor) ? [] : [`by ${actor}`]),
      ...(typeof ip === 'string' ? [`from ${ip}`] : []),
    ];
    return `${coloured('quiet', at.toISOString())}  ${type.padEnd(24)}  ${outcome === 'failure' ? coloured('bad', 'failure') : String(outcome).padEnd(7)}  ${textOf(parts.join(', ') + whyOf(data))}`;
  };
}

/**
 * What is recorded from now on, until somebody stops the command or reads no further.
 * @param newestShownId what sorts before it was shown, or was not asked for
 */
async function follow(
  source: AuditSource,
  filter: Wanted,
  newestShownId: string,
  print: (records: readonly AuditRecord[]) => Promise<void>,
): Promise<void> {
  const closed = new AbortController();
  process.stdout.once('error', () => closed.abort());
  let isSeen = (id: string) => id <= newestShownId;
  while (!closed.signal.aborted) {
    const sinceSeconds = Math.floor(Date.now() / 1000) - overlapSeconds;
    // eslint-disable-next-line no-await-in-loop -- one look after the other
    const records = await source.newest({ ...filter, sinceSeconds }, mostRows);
    // eslint-disable-next-line no-await-in-loop
    await print(records.filter(({ id }) => !isSeen(id)).toReversed());
    const seen = new Set(records.map(({ id }) => id));
    isSeen = (id) => seen.has(id);
    // eslint-disable-next-line no-await-in-loop
    await sleep(everyMs, undefined, { signal: closed.signal }).catch(() => undefined);
  }
}

export const listAudit = (options: Options): Promise<void> => {
  const { since, until, action, user, client, json, reverse } = options;
  const nowMs = Date.now();
  const limit = limitOf(options.limit);
  if (options.follow && (until !== undefined || reverse)) {
    throw new UsageError('--follow shows what comes: it goes with neither --until nor --reverse');
  }
  const times = {
    sinceSeconds: since === undefined ? undefined : momentOf('--since', since, nowMs),
    untilSeconds: until === undefined ? undefined : momentOf('--until', until, nowMs),
  };
  const { sinceSeconds = 0, untilSeconds = Infinity } = times;
  if (sinceSeconds >= untilSeconds) throw new UsageError('--since lies at or after --until: nothing is between them');
  const type = action?.flatMap(eventsOf);
  return withAuditSource(options, async (source) => {
    const accountId = user === undefined ? undefined : await source.accountIdOf(user);
    const filter = { ...times, type, accountId, clientId: client };
    const lineOf = createLines(source);
    const print = async (records: readonly AuditRecord[]) => {
      for (const record of records) {
        // eslint-disable-next-line no-await-in-loop -- in their order
        const line = json ? jsonOf(record.data) : await lineOf(record);
        process.stdout.write(`${line}\n`);
      }
    };
    const found = await source.newest(filter, limit);
    const ordered = reverse ? found : found.toReversed();
    if (options.follow) {
      await print(ordered);
      await follow(source, filter, found[0]?.id ?? '', print);
    } else if (json) printJson(ordered.map(({ data }) => data));
    else if (ordered.length === 0) process.stdout.write('nothing to show\n');
    else await print(ordered);
  });
};
