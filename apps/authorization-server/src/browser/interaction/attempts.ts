/** Attempts of a sign-in: each is counted before anything is compared (AS-14), and one that turns out right is taken back. */
import type { FormError } from '@gatehouse/html';
import type { Request } from 'express';
import type { KnownBrowsers } from '../../directory/accounts/known-browsers.ts';
import type { ThrottledAction } from '../../directory/throttle/limits.ts';
import type { Attempt, Throttle } from '../../directory/throttle/throttle.ts';
import { type Catalog, duration, type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { browserIdOf } from '../browser-cookie.ts';
import type { Interaction } from './step.ts';

export interface AttemptDependencies {
  readonly throttle: Pick<Throttle, 'attempt'>;
  readonly knownBrowsers: Pick<KnownBrowsers, 'isKnown'>;
  /** The address that an attempt comes from. */
  readonly clientAddress: (request: Request) => string;
}

/** Whom an attempt is about. */
interface About {
  /** What is counted besides the address; absent: the address alone. */
  readonly key?: string | undefined;
  /** Whose known browsers are spared the limits that strangers share; absent: nobody's. */
  readonly accountId?: string | undefined;
}

export async function countAttempt(
  { throttle, knownBrowsers, clientAddress }: AttemptDependencies,
  { request }: Interaction,
  action: ThrottledAction,
  { key, accountId }: About,
): Promise<Attempt> {
  const browserId = browserIdOf(request);
  const known = accountId !== undefined && (await knownBrowsers.isKnown(accountId, browserId));
  return throttle.attempt(action, {
    account: key,
    address: clientAddress(request),
    knownBrowser: known ? browserId : undefined,
  });
}

/** An error of a form, in words. */
export const formErrorOf = (text: Catalog, code: FormErrorCode, seconds = 0): FormError => ({
  code,
  text: fillPlain(text.formErrors[code], { count: '', word: '', duration: duration(text, seconds) }),
});

/** There were too many attempts. */
export const throttled = ({ text }: Interaction, retryAfterSeconds: number) => ({
  error: formErrorOf(text, 'throttled', retryAfterSeconds),
  status: 429,
  retryAfterSeconds,
});

/** More work waits than can be done soon. */
export const busy = ({ text }: Interaction, retryAfterSeconds: number) => ({
  error: formErrorOf(text, 'busy'),
  status: 503,
  retryAfterSeconds,
});
