/** The feed of this instance: answers subscribers from its log of revocations, at once or when there is something new. */
import type { Storage } from '@gatehouse/storage';
import type { TokenKey } from '../keys/keyring.ts';
import { feedPayload, signFeed } from './document.ts';
import { createRevocationLog, type RevocationLog } from './log.ts';
import { createWaiters } from './waiters.ts';

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

export interface FeedDependencies {
  readonly issuer: string;
  readonly storage: Pick<Storage, 'revocations' | 'onChange'>;
  readonly clock: () => number;
  /** The key that signs now. */
  readonly signingKey: () => TokenKey;
}

/** More than this many waiters are answered at once. */
const mostWaiters = 2000;

/** Signed documents of the present head, by the cursor they begin at: many subscribers are at the same place. */
function createDocuments(
  { issuer, clock, signingKey }: Pick<FeedDependencies, 'issuer' | 'clock' | 'signingKey'>,
  log: RevocationLog,
) {
  const documents = new Map<string, Promise<string>>();
  return {
    forget: () => documents.clear(),
    after(cursor: string | undefined): Promise<string> {
      if (log.prune()) documents.clear();
      const from = log.versionOf(cursor);
      const after = from === undefined ? undefined : cursor;
      const known = documents.get(after ?? '');
      if (known) return known;
      const entries = log.after(from);
      const issuedAtSeconds = Math.floor(clock() / 1000);
      const made = signFeed(
        feedPayload({ issuer, issuedAtSeconds, version: log.head.cursor, after, entries }),
        signingKey(),
      );
      // A document says when it was made: one that is kept gets old.
      if (entries.length > 0) {
        documents.set(after ?? '', made);
        made.catch(() => documents.delete(after ?? ''));
      }
      return made;
    },
  };
}

export function createRevocationFeed(dependencies: FeedDependencies): RevocationFeed {
  const { storage, clock } = dependencies;
  const waiters = createWaiters(mostWaiters);
  const log = createRevocationLog({
    storage,
    clock,
    onNew() {
      documents.forget();
      waiters.wake();
    },
  });
  const documents = createDocuments(dependencies, log);
  let started = false;

  // Whoever waits here would hear of nothing, while another instance may know: they are told that this one does not.
  const unheard = () => waiters.wake();
  const start = async () => {
    if (started) return;
    await log.refresh();
    if (started) return;
    started = true;
    const changed = () =>
      log.refresh().catch((error: unknown) => {
        unheard();
        throw error;
      });
    storage.onChange('revocations', changed, unheard);
  };
  // A change that was announced and could not be read is announced no more.
  const isCurrent = (cursor: string | undefined) => log.isCertain && log.versionOf(cursor) === log.head.version;

  return {
    async poll(after, waitSeconds, signal) {
      await start();
      const waits = waitSeconds > 0 && waiters.open;
      // "Nothing new" is only said when the database says so; and another instance may have told more than this one heard.
      if (!waits || !isCurrent(after)) await log.refresh();
      if (waits && isCurrent(after)) {
        await waiters.wait(waitSeconds, signal);
        if (log.versionOf(after) === log.head.version && !signal.aborted) await log.refresh();
      }
      return documents.after(after);
    },
    get waiting() {
      return waiters.count;
    },
    get size() {
      return log.size;
    },
    release: () => waiters.close(),
  };
}
