/** The one way by which the work of operations is done: act and record in one commit, then the stream, then the outbox. */
import { ConflictError, LostRaceError, type Storage } from '@gatehouse/storage';
import type { Audit } from '../audit/audit.ts';
import { isByOperators } from '../audit/events.ts';
import { type Aside, type Revised, type Work, wholeRegistry } from './work.ts';

/**
 * Does the work as a whole or not at all; when it resolves it is on disk, with its audit records.
 * @throws {LostRaceError} a conditional write came second; nothing was done
 * @throws {ConflictError} a unique value is taken; nothing was done
 * @throws {StorageUnavailableError}
 */
export type Commit = (work: Work) => Promise<void>;

/** An operation as a handler is handed it: with all that it needs, and committed. */
export type Bound<Operation> = Operation extends (dependencies: never, ...given: infer Given) => unknown
  ? (...given: Given) => Promise<void>
  : never;

/** Gives operations to handlers. */
export const createBind =
  <Dependencies>(commit: Commit, dependencies: Dependencies) =>
  <Given extends unknown[]>(operation: (dependencies: Dependencies, ...given: Given) => Work | Promise<Work>) =>
  async (...given: Given): Promise<void> =>
    commit(await operation(dependencies, ...given));

/** Does the work; false when somebody changed the same thing meanwhile, or took what is there once: then nothing was done. */
export async function committed(commit: Commit, work: Work): Promise<boolean> {
  try {
    await commit(work);
    return true;
  } catch (error) {
    if (error instanceof LostRaceError || error instanceof ConflictError) return false;
    throw error;
  }
}

export function createCommit({
  storage,
  audit,
  wake,
}: {
  readonly storage: Pick<Storage, 'commit' | 'revisions'>;
  readonly audit: Pick<Audit, 'prepare'>;
  /** Something may be in the outbox. */
  readonly wake: () => void;
}): Commit {
  return async (work) => {
    const { writes, events, beforehand, afterwards } = work;
    if (writes.length + events.length === 0) return;
    const aside: Aside = async (more) => {
      await storage.commit(more);
      wake();
    };
    await beforehand?.(aside);
    const records = audit.prepare(events);
    const revised = revisedBy(work).map(({ type, id, revision }) =>
      storage.revisions.writes.bump({ type, id }, revision),
    );
    // What is announced stands last among the writes: others wait for its row.
    await storage.commit(events.length > 0 ? [records.write, ...revised, ...writes] : [...revised, ...writes]);
    records.publish();
    wake();
    await afterwards?.(aside);
  };
}

const declaredTypes: ReadonlySet<string> = new Set(['client', 'connection', 'resource', 'role', 'policy']);

/** What has another revision afterwards: what operators changed, users who have one more factor, and what must be as it was. In one order, so that commits do not lock each other out. */
function revisedBy({ events, expected }: Work): (Revised & { readonly revision: number | undefined })[] {
  const found = new Map<string, Revised & { readonly revision: number | undefined }>();
  const add = ({ type, id }: Revised, revision?: number) => found.set(`${type} ${id}`, { type, id, revision });
  for (const { event, target, subject } of events) {
    // An identity is linked by itself only to an account without factors.
    if (event === 'factor.added' && subject !== undefined) add({ type: 'user', id: subject });
    // Nobody changes an unregistered client, and many may be removed: none has a revision to be kept for ever.
    if (!target || target.type === 'unregistered_client' || !isByOperators(event)) continue;
    add(target);
    if (declaredTypes.has(target.type)) add(wholeRegistry);
  }
  if (expected) add(expected, expected.revision);
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
