/** Lists: a search form, a table that becomes cards on a phone, and the way to the next page. */
import { sheet } from '@gatehouse/html';
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';
import type { Visit } from '../visit.ts';

/** A column: its heading, and its cell for an entry. The first one names the entry and is its row's heading. */
export interface Column<Entry> {
  readonly label: string;
  readonly cell: (entry: Entry) => HtmlValue;
  /** Numbers stand at the end. */
  readonly isNumber?: boolean;
}

/** What a list shows. */
export interface TableOptions<Entry> {
  readonly id: string;
  /** Names the table for who cannot see it. */
  readonly caption: string;
  readonly columns: readonly Column<Entry>[];
  readonly entries: readonly Entry[];
  /** `next` of the API's answer: an address with the cursor of the following page. */
  readonly next?: string | undefined;
}

/** `<table id>` with its paging; what to say when it is empty depends on whether something was searched for. */
export function table<Entry>(
  { text, path, query }: Pick<Visit, 'text' | 'path' | 'query'>,
  { id, caption, columns, entries, next }: TableOptions<Entry>,
): SafeHtml {
  const searched = [...query.keys()].some((name) => name !== 'cursor');
  if (entries.length === 0) {
    const words = searched ? text.list.noneFound : text.list.none;
    // What a filter looks for may still come.
    return html`<div class="sheet empty" id="${id}" data-empty>${sheet}<p>${words}</p></div>
${paging({ text, path, query }, next)}`;
  }
  return html`<div class="sheet"><table id="${id}" class="cards"><caption class="visually-hidden">${caption}</caption>
<thead><tr>${columns.map(({ label, isNumber }) => html`<th scope="col"${number(isNumber)}>${label}</th>`)}</tr></thead>
<tbody>
${entries.map((entry) => row(columns, entry))}
</tbody></table></div>
${paging({ text, path, query }, next)}`;
}

const number = (isNumber: boolean | undefined): HtmlValue => (isNumber === true ? html` class="number"` : '');

function row<Entry>(columns: readonly Column<Entry>[], entry: Entry): SafeHtml {
  const cells = columns.map(({ label, cell, isNumber }, index) =>
    index === 0
      ? html`<th scope="row">${cell(entry)}</th>`
      : html`<td data-label="${label}"${number(isNumber)}>${cell(entry)}</td>`,
  );
  return html`<tr>${cells}</tr>
`;
}

/** The ways to the first and the next page. @param next `next` of the API's answer */
export function paging(
  { text, path, query }: Pick<Visit, 'text' | 'path' | 'query'>,
  next: string | undefined,
): SafeHtml {
  const cursor = next === undefined ? undefined : URL.parse(next, 'https://this.invalid')?.searchParams.get('cursor');
  const isFirst = !query.has('cursor');
  if (isFirst && cursor == null) return html``;
  const first = withQuery(path, query, { cursor: undefined });
  return html`<nav class="paging" aria-label="${text.list.pages}">
${isFirst ? '' : html`<a class="button quiet" href="${first}">${text.list.first}</a>`}
${cursor == null ? '' : html`<a class="button quiet" id="next" rel="next" href="${withQuery(path, query, { cursor })}">${text.list.next}</a>`}
</nav>`;
}

/** The address with some parameters changed; undefined takes one out. */
export function withQuery(
  path: string,
  query: URLSearchParams,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) changed.delete(name);
    else changed.set(name, value);
  }
  const text = changed.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A form that searches: GET, so that what was found can be linked to. @param controls of `form-controls.ts` */
export function searchForm(
  { text, path, query }: Pick<Visit, 'text' | 'path' | 'query'>,
  controls: HtmlValue,
): SafeHtml {
  const searched = [...query.keys()].some((name) => name !== 'cursor');
  return html`<form class="search" method="get" action="${path}" role="search">${controls}
<button type="submit">${text.list.search}</button>${searched ? html`<a class="button quiet" href="${path}">${text.list.reset}</a>` : ''}
</form>`;
}
