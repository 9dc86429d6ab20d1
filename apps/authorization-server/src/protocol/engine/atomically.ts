/** The unit of work of a request that does not go through the engine's own middleware: a step of a sign-in. */
import type { Storage } from '@gatehouse/storage';
import type { Audit } from '../../directory/audit/audit.ts';
import type { Work } from '../../directory/operations/work.ts';
import { runInUnit, UnitOfWork } from './unit-of-work.ts';

interface AtomicallyDependencies {
  readonly storage: Pick<Storage, 'commit'>;
  readonly audit: Pick<Audit, 'prepare'>;
  /** Something may be in the outbox. */
  readonly wake: () => void;
}

/** Runs a step as one unit of work. */
export type Atomically = <Result>(step: (add: (work: Work) => void) => Promise<Result>) => Promise<Result>;

/**
 * Runs the step and commits what it wrote or added, with the records of it, before it resolves. Rejects with LostRaceError or
 * StorageUnavailableError, and then nothing was written.
 */
export const createAtomically =
  ({ storage, audit, wake }: AtomicallyDependencies): Atomically =>
  async (step) => {
    const unit = new UnitOfWork();
    const later: (() => Promise<unknown>)[] = [];
    const add = ({ writes, events, afterwards }: Work) => {
      if (events.length > 0) {
        const records = audit.prepare(events);
        unit.add(records.write);
        unit.afterCommit(records.publish);
        unit.afterCommit(wake);
      }
      for (const write of writes) unit.add(write);
      if (afterwards) later.push(afterwards);
    };
    const result = await runInUnit(unit, () => step(add));
    const writes = unit.writes(false);
    if (writes.length > 0) await storage.commit(writes);
    unit.committed();
    for (const afterwards of later) await afterwards();
    return result;
  };
