/**
 * The feed of this instance: follows the revocations of all instances in memory and answers subscribers, at once or when
 * there is something new. A cursor is a version and the random stamp of its commit, so a database that was restored from a
 * backup is not taken for the one the cursor came from.
 */
import type { Storage } from '@gatehouse/storage';
import type { TokenKey } from '../keys/keyring.ts';
import { type FeedEntry, feedEntry, feedPayload, signFeed } from './document.ts';

export interface RevocationFeed {
  /**
   * What is new after the cursor; everything when the cursor is none of ours. Rejects with StorageUnavailableError when it
   * cannot be known that nothing is new.
   * @param waitSeconds how long to wait for something new
   * @param signal ends the waiting: the subscriber is gone
   */
  poll(after: string | undefined, waitSeconds: number, signal: AbortSignal): Promise<string>;
  /** Subscribers that wait now. */
  readonly waiting: number;
  /** Revocations that are remembered now. */
  readonly size: number;
  /** Answers everybody who waits; from now on nobody waits. For a server that stops. */
  release(): void;
}

export interface FeedParts {
  readonly issuer: string;
  readonly storage: Pick<Storage, 'revocations' | 'onChange'>;
  readonly clock: () => number;
  /** The key that signs now. */
  readonly signingKey: () => TokenKey;
  readonly onError: (error: unknown) => void;
}

/** More than this many waiters are answered at once. */
const mostWaiters = 2000;
const pruneSeconds = 10;
const beginning = { version: 0, cursor: '0.' };

export function createRevocationFeed({ issuer, storage, clock, signingKey, onError }: FeedParts): RevocationFeed {
  /** In the order of their versions. */
  let entries: FeedEntry[] = [];
  let head = beginning;
  let pruneAt = 0;
  /** Stamps of the commits in `entries`, by version. */
  const stamps = new Map<number, string>();
  const waiters = new Set<() => void>();
  /** Documents of the present head, by the cursor they begin at: many subscribers are at the same place. */
  const documents = new Map<string, Promise<string>>();
  let released = false;
  let started = false;
  let refreshing: Promise<void> | undefined;

  const prune = () => {
    const nowSeconds = clock() / 1000;
    if (nowSeconds < pruneAt) return;
    pruneAt = nowSeconds + pruneSeconds;
    const before = entries.length;
    entries = entries.filter(({ expiresAtSeconds }) => expiresAtSeconds > nowSeconds);
    if (entries.length === before) return;
    documents.clear();
    const alive = new Set(entries.map(({ version }) => version));
    for (const version of stamps.keys()) if (!alive.has(version) && version !== head.version) stamps.delete(version);
  };

  const readNew = async () => {
    const { version, stamp } = await storage.revocations.head();
    const known = stamps.get(head.version);
    if (version === head.version && (stamp === undefined || known === undefined || stamp === known)) return;
    if (version <= head.version) {
      // Another past than the one we know: the database was restored.
      entries = [];
      stamps.clear();
      head = beginning;
    }
    const records = await storage.revocations.since(head.version);
    for (const record of records) stamps.set(record.version, record.stamp);
    entries.push(...records.map(feedEntry));
    const latest = Math.max(version, records.at(-1)?.version ?? 0);
    head = { version: latest, cursor: `${latest}.${stamps.get(latest) ?? ''}` };
    documents.clear();
    for (const wake of waiters) wake();
  };
  const refresh = () => {
    refreshing ??= readNew().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };
  const start = async () => {
    if (started) return;
    await refresh();
    if (started) return;
    started = true;
    storage.onChange('revocations', () => void refresh().catch(onError));
  };

  /** The version that a cursor stands for, if it is of this database. Where nothing is left of a commit it has no stamp. */
  const versionOf = (cursor: string | undefined): number | undefined => {
    const [text = '', stamp] = cursor?.split('.') ?? [];
    const version = Number(text);
    const known = stamps.get(version);
    const same = known === undefined || stamp === '' ? version === head.version : known === stamp;
    return stamp !== undefined && same ? version : undefined;
  };

  const document = (after: string | undefined): Promise<string> => {
    prune();
    const from = versionOf(after);
    const key = from === undefined ? '' : (after as string);
    let made = documents.get(key);
    if (!made) {
      const content = {
        issuer,
        issuedAtSeconds: Math.floor(clock() / 1000),
        version: head.cursor,
        after: from === undefined ? undefined : after,
        entries:
          from === undefined ? entries : entries.slice(entries.findLastIndex(({ version }) => version <= from) + 1),
      };
      made = signFeed(feedPayload(content), signingKey());
      // A document says when it was made: one that is kept gets old.
      if (content.entries.length > 0) {
        documents.set(key, made);
        made.catch(() => documents.delete(key));
      }
    }
    return made;
  };

  const somethingNew = (waitSeconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const done = () => {
        waiters.delete(done);
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, waitSeconds * 1000);
      waiters.add(done);
      signal.addEventListener('abort', done);
    });

  return {
    async poll(after, waitSeconds, signal) {
      await start();
      const waits = waitSeconds > 0 && !released && waiters.size < mostWaiters;
      // "Nothing new" is only said when the database says so; and another instance may have told more than this one heard.
      if (!waits || versionOf(after) !== head.version) await refresh();
      if (waits && versionOf(after) === head.version) {
        await somethingNew(waitSeconds, signal);
        if (versionOf(after) === head.version && !signal.aborted) await refresh();
      }
      return document(after);
    },
    get waiting() {
      return waiters.size;
    },
    get size() {
      return entries.length;
    },
    release() {
      released = true;
      for (const wake of waiters) wake();
    },
  };
}
