import { html, type SafeHtml } from '@gatehouse/http';
import type { InLanguage } from './texts.ts';

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/**
 * A moment in the past, in words and relative to now: the server does not know the user's time zone. The moment itself
 * stands in the attributes.
 */
export function ago({ language }: InLanguage, atSeconds: number, nowSeconds: number): SafeHtml {
  const seconds = Math.max(0, nowSeconds - atSeconds);
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? (['second', 1] as const);
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(
    unit === 'second' ? 0 : -Math.floor(seconds / size),
    unit,
  );
  return timeOf(atSeconds, words);
}

/** A moment to come, in the same way: in days, begun ones counted, or in what is left of the last one. */
export function ahead({ language }: InLanguage, atSeconds: number, nowSeconds: number): SafeHtml {
  const seconds = Math.max(0, atSeconds - nowSeconds);
  const [unit, size] = units.slice(2).find(([, length]) => seconds >= length) ?? (['minute', 60] as const);
  const words = new Intl.RelativeTimeFormat(language).format(Math.ceil(seconds / size), unit);
  return timeOf(atSeconds, words);
}

function timeOf(atSeconds: number, words: string): SafeHtml {
  const moment = new Date(atSeconds * 1000).toISOString();
  return html`<time datetime="${moment}" title="${moment.slice(0, 16).replace('T', ' ')} UTC">${words}</time>`;
}
