/** What is known of one thing. */
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';
import type { FrameTexts } from '../texts/frame.ts';

/** A name and what it is; nothing for undefined. */
export type Fact = readonly [label: string, value: HtmlValue];

/** A definition list. */
export function facts(entries: readonly Fact[]): SafeHtml {
  const known = entries.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return html`<dl class="facts">${known.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A part of a page with a heading. */
export function part(
  title: string,
  body: HtmlValue,
  { id, actions }: { readonly id?: string; readonly actions?: HtmlValue } = {},
): SafeHtml {
  return html`<section class="sheet part"${id === undefined ? '' : html` id="${id}"`}><div class="part-heading"><h2>${title}</h2>${actions}</div>
${body}</section>`;
}

/** A short word with a colour that only repeats what the word says. */
export function badge(kind: 'good' | 'caution' | 'bad' | 'plain', words: string): SafeHtml {
  return html`<span class="badge ${kind}">${words}</span>`;
}

/** Short words beside each other. */
export function chips(words: readonly string[]): SafeHtml | undefined {
  return words.length === 0 ? undefined : html`<ul class="chips">${words.map((word) => html`<li>${word}</li>`)}</ul>`;
}

/** What machines say: identifiers, addresses. */
export const code = (value: string | undefined): SafeHtml | undefined =>
  value === undefined ? undefined : html`<code>${value}</code>`;

/** Several lines for a machine, to be copied. @param label names them for who cannot see them */
export const codeBlock = (label: string, text: string): SafeHtml =>
  html`<pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;

/** An address that is copied: wraps where it is long. */
export const addressBlock = (label: string, address: string): SafeHtml =>
  html`<pre class="address" tabindex="0" role="region" aria-label="${label}"><code>${address}</code></pre>`;

/** Yes or no. */
export const yesNo = ({ list }: FrameTexts, value: boolean): string => (value ? list.yes : list.no);
