/** Things by the names that machines use, with what they mean, and a mark where there is something to see. */
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';

export interface Marked {
  readonly name: string;
  readonly words?: string | undefined;
  readonly mark?: HtmlValue;
}

/** Nothing for an empty list. */
export function markedList(entries: readonly Marked[]): SafeHtml | undefined {
  if (entries.length === 0) return undefined;
  return html`<ul class="marked">${entries.map(
    ({ name, words, mark }) =>
      html`<li><code dir="auto">${name}</code>${words === undefined ? '' : html` <span class="soft" dir="auto">${words}</span>`}${mark}</li>`,
  )}</ul>`;
}
