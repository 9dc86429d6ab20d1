/**
 * How many documents are read: anybody can name any address as a client, and this server must not be made to call it, nor to call
 * thousands of addresses. What is too much is refused and never waits. A document that is kept and fresh needs none of this.
 */

export interface FetchLimits {
  readonly atOnce: number;
  readonly atOnceOfOrigin: number;
  readonly aMinute: number;
  readonly aMinuteOfOrigin: number;
  /** Milliseconds from the end of one to the next of the same client. */
  readonly apartMs: number;
}

export const fetchLimits: FetchLimits = {
  atOnce: 16,
  atOnceOfOrigin: 4,
  aMinute: 120,
  aMinuteOfOrigin: 30,
  apartMs: 1000,
};

interface Fetch {
  readonly clientId: string;
  readonly origin: string;
  readonly beganMs: number;
  endedMs?: number;
}

export interface FetchGovernor {
  /**
   * Lets a document be read, or not.
   * @param used somebody has got a token by this client: a quarter of each limit is for these alone, whoever else comes
   * @returns what to call when it is read; undefined: not now
   */
  begin(clientId: string, used: boolean): (() => void) | undefined;
}

/** How much of each limit there is for a client. @param used somebody has got a token by it */
export const shareOf = (used: boolean): number => (used ? 1 : 0.75);

/** Of one process; see shared-fetches.ts for all of them. @param clock milliseconds since the epoch */
export function createFetchGovernor(clock: () => number, limits: FetchLimits = fetchLimits): FetchGovernor {
  /** Of the last minute, and those under way: never more than may begin in a minute and run at once. */
  let recent: Fetch[] = [];
  return {
    begin(clientId, used) {
      const now = clock();
      // What began later than now did so before the clock was set back.
      const isRecent = (beganMs: number) => beganMs > now - 60_000 && beganMs <= now;
      recent = recent.filter(({ beganMs, endedMs }) => endedMs === undefined || isRecent(beganMs));
      const { origin } = new URL(clientId);
      const share = shareOf(used);
      const ofOrigin = recent.filter((one) => one.origin === origin);
      const running = (all: readonly Fetch[]) => all.filter(({ endedMs }) => endedMs === undefined).length;
      const tooMany =
        recent.length >= limits.aMinute * share ||
        running(recent) >= limits.atOnce * share ||
        ofOrigin.length >= limits.aMinuteOfOrigin * share ||
        running(ofOrigin) >= limits.atOnceOfOrigin * share ||
        ofOrigin.some((one) => one.clientId === clientId && now - (one.endedMs ?? now) < limits.apartMs);
      if (tooMany) return undefined;
      const begun: Fetch = { clientId, origin, beganMs: now };
      recent.push(begun);
      return () => {
        begun.endedMs = clock();
      };
    },
  };
}
