/**
 * What this instance knows of the revocations of all instances, in memory. A cursor is a version and the random stamp of its
 * commit, so a database that was restored from a backup is not taken for the one the cursor came from.
 */
import type { Storage } from '@gatehouse/storage';
import { type FeedEntry, feedEntry } from './document.ts';

export interface RevocationLog {
  /** The newest commit that is known. */
  readonly head: { readonly version: number; readonly cursor: string };
  /** Revocations that are remembered now. */
  readonly size: number;
  /** The version that a cursor stands for, if it is of this database. */
  versionOf(cursor: string | undefined): number | undefined;
  /** What came after a version, in order; everything without one. */
  after(version: number | undefined): readonly FeedEntry[];
  /** Reads what is new. Rejects with StorageUnavailableError. */
  refresh(): Promise<void>;
  /** Forgets what has expired, from time to time. @returns whether there was something */
  prune(): boolean;
}

const pruneSeconds = 10;
const beginning = { version: 0, cursor: '0.' };

/** @param onNew there was something new */
export function createRevocationLog({
  storage,
  clock,
  onNew,
}: {
  readonly storage: Pick<Storage, 'revocations'>;
  readonly clock: () => number;
  readonly onNew: () => void;
}): RevocationLog {
  /** In the order of their versions. */
  let entries: FeedEntry[] = [];
  let head = beginning;
  let pruneAt = 0;
  /** Stamps of the commits in `entries`, by version. */
  const stamps = new Map<number, string>();
  let refreshing: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const readNew = async () => {
    const { version, stamp } = await storage.revocations.head();
    const known = stamps.get(head.version);
    if (version === head.version && (stamp === undefined || known === undefined || stamp === known)) return;
    // The last known commit is read once more: a failover may have lost it, and others have taken its number and more since.
    const read = version > head.version ? await storage.revocations.since(Math.max(0, head.version - 1)) : [];
    const isOther = read.some((record) => record.version === head.version && record.stamp !== (known ?? record.stamp));
    let records = read.filter((record) => record.version > head.version);
    if (version <= head.version || isOther) {
      // Another past than the one we know: the database was restored, or failed over to a server that lacked commits.
      records = await storage.revocations.since(0);
      entries = [];
      stamps.clear();
      head = beginning;
    }
    for (const record of records) stamps.set(record.version, record.stamp);
    entries.push(...records.map(feedEntry));
    const latest = Math.max(version, records.at(-1)?.version ?? 0);
    head = { version: latest, cursor: `${latest}.${stamps.get(latest) ?? ''}` };
    onNew();
  };

  /** What is read at the moment may have been read before what the caller heard of, so those who come meanwhile share the next read. */
  function refresh(): Promise<void> {
    if (refreshing) {
      following ??= refreshing
        .catch(() => undefined)
        .then(() => {
          following = undefined;
          return refresh();
        });
      return following;
    }
    refreshing = readNew().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  return {
    get head() {
      return head;
    },
    get size() {
      return entries.length;
    },
    versionOf(cursor) {
      const [text = '', stamp] = cursor?.split('.') ?? [];
      const version = Number(text);
      const known = stamps.get(version);
      // Where nothing is left of a commit it has no stamp.
      const same = known === undefined || stamp === '' ? version === head.version : known === stamp;
      return stamp !== undefined && same ? version : undefined;
    },
    after: (version) =>
      version === undefined ? entries : entries.slice(entries.findLastIndex((entry) => entry.version <= version) + 1),
    refresh,
    prune() {
      const nowSeconds = clock() / 1000;
      if (nowSeconds < pruneAt) return false;
      pruneAt = nowSeconds + pruneSeconds;
      const before = entries.length;
      entries = entries.filter(({ expiresAtSeconds }) => expiresAtSeconds > nowSeconds);
      if (entries.length === before) return false;
      const alive = new Set(entries.map(({ version }) => version));
      for (const version of stamps.keys()) if (!alive.has(version) && version !== head.version) stamps.delete(version);
      return true;
    },
  };
}
