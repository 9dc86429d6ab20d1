import { html, type SafeHtml } from '@gatehouse/http/html';
import type { InLanguage } from './texts.ts';

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** What is said of a moment less than a minute ago, where `Intl` knows "now" alone. */
export interface AgoTexts extends InLanguage {
  readonly justNow: string;
}

/**
 * A moment in the past, in words and relative to now: the server does not know the user's time zone. The moment itself
 * stands in the attributes.
 */
export function ago(texts: AgoTexts, atSeconds: number, nowSeconds: number): SafeHtml {
  const { language, justNow } = texts;
  const seconds = Math.max(0, nowSeconds - atSeconds);
  const found = units.find(([, length]) => seconds >= length);
  if (!found) return timeOf(texts, atSeconds, justNow);
  const [unit, size] = found;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return timeOf(texts, atSeconds, format.format(-Math.floor(seconds / size), unit));
}

/** One for each language: making it costs more than using it. */
const moments = new Map<string, Intl.DateTimeFormat>();

/** A moment in full, in UTC: "28 November 2026 at 14:41:05 UTC". */
export function moment(language: InLanguage['language'], atSeconds: number): string {
  let format = moments.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' });
    moments.set(language, format);
  }
  return `${format.format(atSeconds * 1000)} UTC`;
}

/** A moment to come, in the same way: in days, begun ones counted, or in what is left of the last one. */
export function ahead(texts: InLanguage, atSeconds: number, nowSeconds: number): SafeHtml {
  const seconds = Math.max(0, atSeconds - nowSeconds);
  const [unit, size] = units.slice(2).find(([, length]) => seconds >= length) ?? (['minute', 60] as const);
  const words = new Intl.RelativeTimeFormat(texts.language).format(Math.ceil(seconds / size), unit);
  return timeOf(texts, atSeconds, words);
}

/** @param words as `Intl` says them; in Hebrew it repeats in brackets a number that is a word already */
function timeOf({ language }: InLanguage, atSeconds: number, words: string): SafeHtml {
  const utc = new Date(atSeconds * 1000).toISOString();
  return html`<time datetime="${utc}" title="${moment(language, atSeconds)}">${words.replace(/ \(\d\)$/u, '')}</time>`;
}
