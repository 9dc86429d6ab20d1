/**
 * How often a device may ask for its tokens (RFC 8628, section 3.5). Each instance remembers what it saw itself: a poll that
 * comes too early is refused without a look at the database, and none is written.
 */
import { errors, type KoaContextWithOIDC, type TokenEndpointGrantContext } from 'oidc-provider';

/** What the device is told at the start (section 3.2). */
export const pollIntervalSeconds = 5;
/** What each `slow_down` adds. */
const stepSeconds = 5;
/** A device that never listens is still answered once a minute while its code lives. */
const longestIntervalSeconds = 60;
/** Networks are not punctual. */
const toleranceMs = 1000;
const mostRemembered = 10_000;

interface Polls {
  lastMs: number;
  intervalSeconds: number;
}

/** A listener of oidc-provider's `device_authorization.success`: the answer names the interval. */
export const announceInterval = (_ctx: KoaContextWithOIDC, answer: object): void => {
  Object.assign(answer, { interval: pollIntervalSeconds });
};

/** Goes around oidc-provider's grant. Made once, so that a change of keys forgets nothing. */
export function createDevicePolling(clock: () => number) {
  const pending = new Map<string, Polls>();

  return async (
    ctx: TokenEndpointGrantContext,
    original: (ctx: TokenEndpointGrantContext) => Promise<void>,
  ): Promise<void> => {
    const { device_code: code } = ctx.oidc.params as { device_code?: unknown };
    const key = JSON.stringify([ctx.oidc.client?.clientId, code]);
    const nowMs = clock();
    const polls = pending.get(key);
    if (polls) {
      const sinceMs = nowMs - polls.lastMs;
      polls.lastMs = nowMs;
      if (sinceMs >= 0 && sinceMs < polls.intervalSeconds * 1000 - toleranceMs) {
        polls.intervalSeconds = Math.min(longestIntervalSeconds, polls.intervalSeconds + stepSeconds);
        throw new errors.SlowDown();
      }
    }
    try {
      await original(ctx);
      pending.delete(key);
    } catch (error) {
      if (!(error instanceof errors.AuthorizationPending)) pending.delete(key);
      else if (!polls) {
        // Only codes that exist are remembered. The oldest goes first: most of them are over.
        if (pending.size >= mostRemembered) pending.delete(pending.keys().next().value as string);
        pending.set(key, { lastMs: nowMs, intervalSeconds: pollIntervalSeconds });
      }
      throw error;
    }
  };
}
