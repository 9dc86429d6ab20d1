/**
 * What this instance knows of the revocations of all instances, in memory. A cursor is a version and the random stamp of its
 * commit, so a database that was restored from a backup is not taken for the one the cursor came from.
 */
import type { RevocationNews, Storage } from '@gatehouse/storage';
import { type FeedEntry, feedEntry } from './document.ts';

export interface RevocationLog {
  /** The newest commit that is known. */
  readonly head: { readonly version: number; readonly cursor: string };
  /** The last read succeeded, so that what was announced before it is known. */
  readonly isCertain: boolean;
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

/**
 * What came after a version. Undefined where the database has another past than the one we know: it was restored, or failed over to
 * a server that lacked commits.
 * @param known the stamp of that version
 */
async function newsAfter(
  { revocations }: Pick<Storage, 'revocations'>,
  version: number,
  known: string | undefined,
): Promise<RevocationNews | undefined> {
  // That commit is read once more: a failover may have lost it, and others have taken its number and more since.
  const { head, records } = await revocations.since(Math.max(0, version - 1));
  const found = head.version === version ? head : records.find((record) => record.version === version);
  const isOther = head.version < version || (found?.stamp !== undefined && found.stamp !== known);
  return isOther ? undefined : { head, records: records.filter((record) => record.version > version) };
}

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
  let isCertain = false;
  let refreshing: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const readNew = async () => {
    const seen = await storage.revocations.head();
    const known = stamps.get(head.version);
    if (seen.version === head.version && (seen.stamp === undefined || seen.stamp === known)) return;
    let news = await newsAfter(storage, head.version, known);
    if (news === undefined) {
      news = await storage.revocations.since(0);
      entries = [];
      stamps.clear();
    }
    const { version, stamp } = news.head;
    for (const record of news.records) stamps.set(record.version, record.stamp);
    if (stamp !== undefined) stamps.set(version, stamp);
    entries.push(...news.records.map(feedEntry));
    head = { version, cursor: `${version}.${stamp ?? ''}` };
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
    refreshing = readNew()
      .then(
        () => void (isCertain = true),
        (error: unknown) => {
          isCertain = false;
          throw error;
        },
      )
      .finally(() => {
        refreshing = undefined;
      });
    return refreshing;
  }

  return {
    get head() {
      return head;
    },
    get isCertain() {
      return isCertain;
    },
    get size() {
      return entries.length;
    },
    versionOf(cursor) {
      const [text = '', stamp] = cursor?.split('.') ?? [];
      const version = Number(text);
      const known = stamps.get(version);
      // Where nothing is left of a commit it has no stamp; a number without one says nothing of a commit that we know.
      const same = known === undefined ? version === head.version : known === stamp;
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
