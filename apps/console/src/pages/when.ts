/** Moments, in words and relative to now: the server does not know the user's time zone. */
import { ago, ahead } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Visit } from '../visit.ts';

type Reader = Pick<Visit, 'language' | 'text' | 'nowSeconds'>;

/** @param moment as the API writes it (RFC 3339); nothing for none */
export function when({ language, text, nowSeconds }: Reader, moment: string | undefined): SafeHtml | undefined {
  if (moment === undefined) return undefined;
  const seconds = Math.floor(Date.parse(moment) / 1000);
  if (seconds > nowSeconds) return ahead({ language }, seconds, nowSeconds);
  return ago({ language, justNow: text.list.justNow }, seconds, nowSeconds);
}

/** The moment itself, in UTC, with how long ago it was below it: for what is compared with logs. */
export function exactly(reader: Reader, moment: string): SafeHtml {
  const format = new Intl.DateTimeFormat(reader.language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'UTC',
  });
  return html`<span class="moment">${format.format(Date.parse(moment))} <small>${when(reader, moment)}</small></span>`;
}
