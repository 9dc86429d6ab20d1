/** When instances know of a change to a client or connection. */
import { setTimeout as delay } from 'node:timers/promises';

/** Instances take it for what it was for another second. */
const followedAfterMs = 1500;

export interface Following {
  /** Resolves when every instance has followed a change. Absent: when the time that this takes is over. */
  readonly untilFollowed?: (() => Promise<unknown>) | undefined;
}

/** Resolves when every instance has followed a change that was just committed. */
export async function allFollow({ untilFollowed }: Following): Promise<void> {
  await (untilFollowed ? untilFollowed() : delay(followedAfterMs));
}
