/**
 * Proving what can be guessed: one rule for passwords, codes and passkeys. The attempt is counted before anything is looked at
 * (AS-14), then compared; one that is right is taken back with the writes that make it count.
 */
import type { Write } from '@gatehouse/storage';
import type { KnownBrowsers } from '../accounts/known-browsers.ts';
import type { ThrottledAction } from '../throttle/limits.ts';
import type { Attempt, Throttle } from '../throttle/throttle.ts';

export interface ProvingDependencies {
  readonly throttle: Pick<Throttle, 'attempt'>;
  readonly knownBrowsers: Pick<KnownBrowsers, 'isKnown'>;
}

/** Whom an attempt is about, and where it comes from. */
export interface About {
  readonly action: ThrottledAction;
  /** What is counted besides the address; absent: the address alone. */
  readonly key?: string | undefined;
  /** Whose known browsers are spared the limits that strangers share; absent: nobody's. */
  readonly accountId?: string | undefined;
  /** The client's address. */
  readonly address: string;
  readonly browserId: string | undefined;
}

export async function countAttempt(
  { throttle, knownBrowsers }: ProvingDependencies,
  { action, key, accountId, address, browserId }: About,
): Promise<Attempt> {
  const known = accountId !== undefined && (await knownBrowsers.isKnown(accountId, browserId));
  return throttle.attempt(action, { account: key, address, knownBrowser: known ? browserId : undefined });
}

/** What was compared. What is right comes with the writes that use it up; the reason is a stable code. */
export type Compared =
  | { readonly ok: true; readonly writes: readonly Write[] }
  | { readonly ok: false; readonly reason: string };

/** There were too many attempts. */
export interface TooMany {
  readonly ok: false;
  readonly reason: 'throttled';
  readonly retryAfterSeconds: number;
}

/**
 * What too many attempts do. `stop`: nothing is looked at. `disguise`: the same, but at one account it is to look like a wrong
 * one, and to take as long, so that it says nothing about the account (AS-15). `pass_right`: only what is wrong is stopped.
 */
type Policy = 'stop' | 'disguise' | 'pass_right';

/** @param compare is told when there were too many attempts at the account: whatever was given is wrong then */
export async function prove<Result extends Compared>(
  dependencies: ProvingDependencies,
  { whenTooMany = 'stop', ...about }: About & { readonly whenTooMany?: Policy },
  compare: (refused: boolean) => Result | Promise<Result>,
): Promise<Result | TooMany> {
  const attempt = await countAttempt(dependencies, about);
  const { refusedBy, retryAfterSeconds } = attempt;
  const tooMany: TooMany = { ok: false, reason: 'throttled', retryAfterSeconds };
  const disguised = whenTooMany === 'disguise' && refusedBy === 'account';
  if (refusedBy !== undefined && !disguised && whenTooMany !== 'pass_right') return tooMany;
  const compared = await compare(disguised);
  if (compared.ok) return { ...compared, writes: [...compared.writes, ...attempt.succeeded()] };
  return refusedBy === undefined || disguised ? compared : tooMany;
}
