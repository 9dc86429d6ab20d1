/** Moments, in words and relative to now: the server does not know the user's time zone. */
import { ago, ahead } from '@gatehouse/html';
import type { SafeHtml } from '@gatehouse/http';
import type { Visit } from '../visit.ts';

/** @param moment as the API writes it (RFC 3339); nothing for none */
export function when(
  { language, text, nowSeconds }: Pick<Visit, 'language' | 'text' | 'nowSeconds'>,
  moment: string | undefined,
): SafeHtml | undefined {
  if (moment === undefined) return undefined;
  const seconds = Math.floor(Date.parse(moment) / 1000);
  if (seconds > nowSeconds) return ahead({ language }, seconds, nowSeconds);
  return ago({ language, justNow: text.list.justNow }, seconds, nowSeconds);
}
