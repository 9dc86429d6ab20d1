/** Proved domains are looked at again once a week; what is not proved any more counts no more, at once and in every process. */
import type { Logger } from '@gatehouse/logging';
import type { LookForChallenge } from '../connections/challenge.ts';
import { OperationRefused } from '../operation-refused.ts';
import { type Commit, committed } from './commit.ts';
import { type CheckDependencies, checkDomain } from './domains.ts';
import type { Caller } from './work.ts';

const daySeconds = 86_400;
/** After an answer of the DNS. */
const checkedAgainSeconds = 7 * daySeconds;
/** A domain whose DNS does not work for so long may be somebody else's tomorrow. */
const patienceSeconds = 28 * daySeconds;
/** Between two looks at what is due; a DNS that is down is not asked more often. */
const pauseMs = 3_600_000;

const byTime: Caller = { actor: { type: 'system', id: 'domains' } };

export interface DomainWatchDependencies extends CheckDependencies {
  readonly commit: Commit;
  readonly logger: Pick<Logger, 'warn'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/**
 * To be called often. Several processes may look at the same moment: one of them writes what has changed. Rejects with
 * StorageUnavailableError alone; what the DNS does not answer is asked again an hour later.
 */
export function createDomainWatch(dependencies: DomainWatchDependencies): (signal: AbortSignal) => Promise<void> {
  const { storage, lookForChallenge, commit, logger, clock } = dependencies;
  let nextMs = 0;
  return async (signal) => {
    if (clock() < nextMs) return;
    nextMs = clock() + pauseMs;
    const nowSeconds = Math.floor(clock() / 1000);
    for (const { connection, domain, provedAtSeconds, checkedAtSeconds } of await storage.domainProofs.list()) {
      const answeredSeconds = checkedAtSeconds ?? provedAtSeconds;
      if (provedAtSeconds === undefined || answeredSeconds === undefined) continue;
      const sinceSeconds = nowSeconds - answeredSeconds;
      if (sinceSeconds < checkedAgainSeconds || signal.aborted) continue;
      const look: LookForChallenge = async (...asked) => {
        const seen = await lookForChallenge(...asked);
        return seen.kind === 'unknown' && sinceSeconds > patienceSeconds ? { kind: 'missing' } : seen;
      };
      try {
        // eslint-disable-next-line no-await-in-loop -- there is time
        const work = await checkDomain({ storage, lookForChallenge: look }, byTime, { connection, domain });
        // eslint-disable-next-line no-await-in-loop -- there is time
        if ((await committed(commit, work)) && work.became === 'lost')
          logger.warn({ connection, domain }, `the domain ${domain} is not proved any more: no sign-in goes by it`);
      } catch (error) {
        if (!(error instanceof OperationRefused)) throw error;
        logger.warn({ connection, domain }, error.message);
      }
    }
  };
}
