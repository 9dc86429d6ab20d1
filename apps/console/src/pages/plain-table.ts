/** A table inside a part of a page, without paging. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Column } from './table.ts';

/** @param caption names the table for who cannot see it */
export function plainTable<Entry>(
  caption: string,
  columns: readonly Column<Entry>[],
  entries: readonly Entry[],
): SafeHtml {
  const [first, ...others] = columns as [Column<Entry>, ...Column<Entry>[]];
  return html`<table class="cards"><caption class="visually-hidden">${caption}</caption><thead><tr>${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${entries.map(
    (entry) =>
      html`<tr><th scope="row">${first.cell(entry)}</th>${others.map(({ label, cell }) => html`<td data-label="${label}">${cell(entry)}</td>`)}</tr>`,
  )}</tbody></table>`;
}
