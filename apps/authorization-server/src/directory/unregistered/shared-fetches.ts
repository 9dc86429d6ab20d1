/**
 * The limits by the minute for all processes on one database together; what runs at once is limited in each of them. It costs two
 * small writes for what is fetched, and is asked only where the governor of the process lets it be: no path without a fetch writes.
 */
import type { Storage } from '@gatehouse/storage';
import { type FetchLimits, shareOf } from './fetch-governor.ts';

export interface SharedFetches {
  /**
   * Counts what is to be fetched. Throws StorageUnavailableError.
   * @param used as for the governor
   * @returns false when there were too many
   */
  take(clientId: string, used: boolean): Promise<boolean>;
}

const windowSeconds = 60;

/** @param what tells what is fetched from all else that is counted */
export function createSharedFetches(
  { counters }: Pick<Storage, 'counters'>,
  what: 'document' | 'keys' | 'logo',
  limits: Pick<FetchLimits, 'aMinute' | 'aMinuteOfOrigin'>,
): SharedFetches {
  const count = async (key: string, most: number) => {
    // It stops one above: what is refused takes nothing from the share of clients that are in use.
    const value = await counters.increment({ key: `fetches:${what}${key}`, windowSeconds, ceiling: most + 1 });
    return value.count <= most;
  };
  return {
    async take(clientId, used) {
      const share = shareOf(used);
      const { origin } = new URL(clientId);
      // The origin first: what is refused for it counts for no other.
      return (
        (await count(`:${origin}`, Math.ceil(limits.aMinuteOfOrigin * share))) &&
        (await count('', Math.ceil(limits.aMinute * share)))
      );
    },
  };
}
