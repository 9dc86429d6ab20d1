import { expiryAfter } from '../directory/accounts/api-credentials.ts';
import { UsageError } from './failure.ts';

/** When what is made now expires, in seconds since the epoch; undefined when it need not. Throws UsageError. */
export function expiryIn(days: string | undefined): number | undefined {
  if (days === undefined) return undefined;
  const number = Number(days);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--expires-in-days takes a whole number of days above 0, not ${days}`);
  return expiryAfter(number, Math.floor(Date.now() / 1000));
}
