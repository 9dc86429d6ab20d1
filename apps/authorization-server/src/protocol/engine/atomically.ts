/** The unit of work of a request that does not go through the engine's own middleware: a step of a sign-in. */
import type { Storage, Write } from '@gatehouse/storage';
import { runInUnit, UnitOfWork } from './unit-of-work.ts';

/**
 * Runs the work and commits what it wrote or added before it resolves. Rejects with LostRaceError or
 * StorageUnavailableError, and then nothing was written.
 */
export const createAtomically =
  (storage: Pick<Storage, 'commit'>) =>
  async <Result>(work: (add: (write: Write) => void) => Promise<Result>): Promise<Result> => {
    const unit = new UnitOfWork();
    const result = await runInUnit(unit, () => work((write) => unit.add(write)));
    const writes = unit.writes(false);
    if (writes.length > 0) await storage.commit(writes);
    unit.committed();
    return result;
  };
