import { expiryAfter } from '../directory/accounts/api-credentials.ts';
import { UsageError } from './failure.ts';

/** A lifetime in days; undefined for none. Throws UsageError. */
export function daysToExpiry(days: string | undefined): number | undefined {
  if (days === undefined) return undefined;
  const number = Number(days);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--expires-in-days takes a whole number of days above 0, not ${days}`);
  return number;
}

/** When what is made now expires, in seconds since the epoch; undefined when it need not. Throws UsageError. */
export function expiryIn(given: string | undefined): number | undefined {
  const days = daysToExpiry(given);
  return days === undefined ? undefined : expiryAfter(days, Math.floor(Date.now() / 1000));
}
