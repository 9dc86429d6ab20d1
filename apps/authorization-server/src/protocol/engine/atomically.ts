/** The unit of work of a request that does not go through oidc-provider's own middleware: a step of a sign-in. */
import type { Storage } from '@gatehouse/storage';
import type { Commit } from '../../directory/operations/commit.ts';
import { together, type Work } from '../../directory/operations/work.ts';
import { runInUnit, UnitOfWork } from './unit-of-work.ts';

/** Runs a step as one unit of work. */
export type Atomically = <Result>(step: (add: (work: Work) => void) => Promise<Result>) => Promise<Result>;

/**
 * Runs the step and commits what it wrote or added before it resolves. Rejects with LostRaceError or StorageUnavailableError, and
 * then nothing was written.
 */
export const createAtomically =
  ({ storage, commit }: { readonly storage: Pick<Storage, 'commit'>; readonly commit: Commit }): Atomically =>
  async (step) => {
    const unit = new UnitOfWork();
    const added: Work[] = [];
    const result = await runInUnit(unit, () => step((work) => void added.push(work)));
    const work = together(...added, { writes: unit.writes(false), events: [] });
    // Most steps prove something and record no act: for those nobody need look into the outbox.
    if (work.events.length > 0 || work.afterwards) await commit(work);
    else if (work.writes.length > 0) await storage.commit(work.writes);
    unit.committed();
    return result;
  };
