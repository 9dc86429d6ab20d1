/**
 * Throttling (AS-14). This folder owns how often somebody may try: every attempt is counted in the shared store, in one
 * transaction and before anything costly or telling is done; one that turns out right is taken back.
 */
import { isIP } from 'node:net';
import { networkOf } from '@gatehouse/http/network';
import type { CounterValue, Storage, Write } from '@gatehouse/storage';
import type { Limit, LimitScope, Limits, ThrottledAction } from './limits.ts';

/** Whom an attempt is about and where it comes from. */
export interface Attempted {
  /** The account's id, or what was typed when there is no such account: both are counted alike (AS-15). */
  readonly account?: string | undefined;
  /** The client's address, as `clientAddress` gives it. */
  readonly address: string;
  /** A wider network that it is in, where that is limited too. */
  readonly site?: string | undefined;
  /**
   * A browser in which this account has signed in before. It has a count of its own and is spared the limits that
   * strangers share, so that nobody can lock a user out.
   */
  readonly knownBrowser?: string | undefined;
}

/** An attempt that was counted. */
export interface Attempt {
  /** Present: there were too many; nothing may be looked at. */
  readonly refusedBy?: LimitScope;
  /** Until the refusing window ends; 0 when the attempt is allowed. */
  readonly retryAfterSeconds: number;
  /** For the commit that makes the success durable: forgets the account's count, and takes the others back. */
  readonly succeeded: () => Write[];
}

export interface Throttle {
  /** Counts an attempt. Rejects with StorageUnavailableError: what cannot be counted is not tried. */
  attempt(action: ThrottledAction, about: Attempted): Promise<Attempt>;
  /** Writes that forget what was counted against the account, for its recovery. */
  forgive(accountId: string): Write[];
  /** What was refused since the start. */
  refusals(): { readonly action: ThrottledAction; readonly scope: LimitScope; readonly count: number }[];
}

export interface ThrottleOptions {
  readonly storage: Storage;
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Called for each refusal. */
  readonly onRefusal?: (action: ThrottledAction, scope: LimitScope) => void;
}

interface Counted {
  readonly key: string;
  readonly limit: Limit;
}

/**
 * A network that was refused is refused for so long without asking the store: a flood must not become a flood of
 * writes. Short, because attempts under way count too and may all turn out right.
 */
const rememberForSeconds = 1;
/** As many refused networks are remembered at most. */
const mostRemembered = 10_000;

const scopeOrder: readonly LimitScope[] = ['everyone', 'site', 'address', 'account'];

/** A caller whom a trusted proxy does not name, as `clientAddress` gives it. */
const unknown = 'unknown';
/** Callers whom proxies do not name by an address count together as so many addresses. */
const unnamedAddresses = 10;

function keyOf(action: ThrottledAction, limit: Limit, about: Attempted): string | undefined {
  const name = `throttle:${action}:${limit.windowSeconds}:${limit.per}`;
  if (limit.per === 'everyone') return name;
  if (limit.per === 'address') return about.address === unknown ? undefined : `${name}:${networkOf(about.address)}`;
  if (limit.per === 'site') return about.site === undefined ? undefined : `${name}:${about.site}`;
  if (about.account === undefined) return undefined;
  return about.knownBrowser === undefined
    ? `${name}:${about.account}`
    : `${name}:${about.account}:browser:${about.knownBrowser}`;
}

export function createThrottle({ storage, limits, clock, onRefusal }: ThrottleOptions): Throttle {
  const { counters } = storage;
  const remembered = new Map<string, { untilMs: number; resetsAtSeconds: number }>();
  const refused = new Map<ThrottledAction, Map<LimitScope, number>>();
  const nowSeconds = () => Math.floor(clock() / 1000);

  const remember = (key: string, resetsAtSeconds: number) => {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, { untilMs: clock() + rememberForSeconds * 1000, resetsAtSeconds });
  };
  const refuse = (action: ThrottledAction, scope: LimitScope, untilSeconds: number): Attempt => {
    onRefusal?.(action, scope);
    const refusals = refused.get(action) ?? new Map<LimitScope, number>();
    refused.set(action, refusals.set(scope, (refusals.get(scope) ?? 0) + 1));
    return { refusedBy: scope, retryAfterSeconds: Math.max(1, untilSeconds - nowSeconds()), succeeded: () => [] };
  };

  return {
    async attempt(action, about) {
      const counted: Counted[] = [];
      for (const limit of limits[action]) {
        if (about.knownBrowser !== undefined && limit.per !== 'account') continue;
        const key = keyOf(action, limit, about);
        if (key !== undefined) counted.push({ key, limit });
        if (limit.per === 'address' && isIP(about.address) === 0) {
          // What names no address may differ on each request: those callers share a bound, and no others do.
          const most = limit.most * unnamedAddresses;
          counted.push({ key: `throttle:${action}:${limit.windowSeconds}:unnamed`, limit: { ...limit, most } });
        }
      }
      for (const { key, limit } of counted) {
        const before = limit.per === 'address' ? remembered.get(key) : undefined;
        if (before === undefined) continue;
        if (before.untilMs > clock()) return refuse(action, limit.per, before.resetsAtSeconds);
        remembered.delete(key);
      }
      const values = await counters.incrementAll(
        counted.map(({ key, limit }) => ({
          key,
          windowSeconds: limit.windowSeconds,
          // What is refused does not pile up: the count stays that of failures, and of what is under way.
          ceiling: limit.most + 1,
        })),
      );
      let refusal: { scope: LimitScope; untilSeconds: number } | undefined;
      for (const [index, { key, limit }] of counted.entries()) {
        const { count, resetsAtSeconds } = values[index] as CounterValue;
        if (count <= limit.most) continue;
        if (limit.per === 'address') remember(key, resetsAtSeconds);
        const stronger = !refusal || scopeOrder.indexOf(limit.per) < scopeOrder.indexOf(refusal.scope);
        if (stronger) refusal = { scope: limit.per, untilSeconds: resetsAtSeconds };
      }
      if (refusal) return refuse(action, refusal.scope, refusal.untilSeconds);
      return {
        retryAfterSeconds: 0,
        succeeded: () =>
          counted.map(({ key, limit }) =>
            limit.per === 'account' ? counters.writes.reset(key) : counters.writes.giveBack(key),
          ),
      };
    },
    refusals: () =>
      [...refused].flatMap(([action, scopes]) => [...scopes].map(([scope, count]) => ({ action, scope, count }))),
    forgive: (accountId) =>
      (Object.keys(limits) as ThrottledAction[]).flatMap((action) =>
        limits[action]
          .filter(({ per }) => per === 'account')
          .map((limit) => counters.writes.reset(keyOf(action, limit, { account: accountId, address: '' }) as string)),
      ),
  };
}
