/** GET /audit/requests/:request_id: everything that one request did, as a line of steps in time. */
import { answerOf } from '@gatehouse/admin-client';
import { fill, number, sheet } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { code, facts, part } from '../../pages/facts.ts';
import { exactly } from '../../pages/when.ts';
import { audit as texts } from '../../texts/audit.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { type AuditRecord, eventWords, furtherFacts, mainFacts, type Names, outcome, thing } from './record.ts';
import { userNames, usersOf } from './user-names.ts';

/** Where everything of a request is. */
export const trailPath = (request: string): string => `/audit/requests/${encodeURIComponent(request)}`;

/** As many as the API answers at most, as many as a page shows, and up to how many each has its details at hand. */
const most = 200;
const perPage = 25;
const fewEnough = 10;

export const trailPage: ConsolePage = {
  path: '/audit/requests/:request_id',
  scope: 'audit:read',
  async show(visit) {
    const words = texts(visit.language);
    const request = visit.params['request_id'] ?? '';
    const path = { request_id: request };
    const { items } = answerOf(await visit.api.GET('/audit/requests/{request_id}', { params: { path } }));
    const title = words.trailTitle;
    if (items.length === 0) {
      const empty = html`<div class="sheet empty" id="trail" data-empty>${sheet}<p>${code(request)}</p><p>${words.trailNone}</p></div>`;
      return { title, body: empty };
    }
    // A record that a list links to is named by its identifier, wherever in the line it is.
    const record = items.findIndex(({ id }) => id === visit.query.get('record'));
    const from = record < 0 ? placeOf(visit, items.length) : record - (record % perPage);
    const shown = items.slice(from, from + perPage);
    const names = await userNames(visit, shown.flatMap(usersOf));
    const full = items.length < most ? '' : html`<p class="soft">${fill(words.trailFull, { count: String(most) })}</p>`;
    const body = html`<p class="soft intro">${words.trailIntro}</p>${summary(visit, request, items, names)}
<section class="sheet part"><ol class="timeline" id="trail" start="${from + 1}">${shown.map((one) => step(visit, one, items, names))}</ol>${full}</section>
${pages(visit, from, items.length)}`;
    return { title, body };
  },
};

/** Where the shown part begins. */
function placeOf({ query }: Visit, count: number): number {
  const from = Number(query.get('from') ?? 0);
  return Number.isInteger(from) && from > 0 && from < count ? from : 0;
}

/** The ways to the first and the next steps of a long line. */
function pages({ path, text }: Visit, from: number, count: number): SafeHtml {
  if (count <= perPage) return html``;
  const next = from + perPage;
  return html`<nav class="paging" aria-label="${text.list.pages}">
${from === 0 ? '' : html`<a class="button quiet" href="${path}">${text.list.first}</a>`}
${next >= count ? '' : html`<a class="button quiet" id="next" rel="next" href="${path}?from=${next}">${text.list.next}</a>`}
</nav>`;
}

const momentOf = ({ time }: AuditRecord): number => Date.parse(time);

/** What it was in all: when, how long, and whom it is about, with the way to all about them. */
function summary(visit: Visit, request: string, items: readonly AuditRecord[], names: Names): SafeHtml {
  const words = texts(visit.language);
  const [first, last] = [items[0] as AuditRecord, items.at(-1) as AuditRecord];
  const users = distinct(items.map(({ subject }) => subject));
  const clients = distinct(items.map(({ client_id: id }) => id));
  const all = (type: 'user' | 'client', ids: readonly string[], label: string) =>
    ids.length === 0
      ? undefined
      : ids.map(
          (id) =>
            html`<div class="thing">${thing(visit, { type, id }, names)} <a href="/audit?${type}=${encodeURIComponent(id)}"><small>${label}</small></a></div>`,
        );
  return part(
    words.whole,
    facts([
      [words.facts.request_id, code(request)],
      [words.began, exactly(visit, first.time)],
      [words.took, duration(visit, momentOf(last) - momentOf(first))],
      [words.records, number(visit, items.length)],
      [words.users, all('user', users, words.allOfUser)],
      [words.clients, all('client', clients, words.allOfClient)],
    ]),
  );
}

const distinct = (ids: readonly (string | undefined)[]): string[] => [...new Set(ids.filter((id) => id !== undefined))];

function duration({ language }: Pick<Visit, 'language'>, milliseconds: number): string {
  const isShort = milliseconds < 1000;
  const unit = isShort ? 'millisecond' : 'second';
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 });
  return format.format(isShort ? milliseconds : milliseconds / 1000);
}

/** One record: how long after the first, what, who, on what; everything else folded. */
function step(visit: Visit, record: AuditRecord, items: readonly AuditRecord[], names: Names): SafeHtml {
  const after = momentOf(record) - momentOf(items[0] as AuditRecord);
  return html`<li id="${record.id}"${record.outcome === 'failure' ? html` class="failed"` : ''}><p class="step"><strong>${eventWords(visit.language, record.event)}</strong> ${outcome(visit, record)} <small>+${duration(visit, after)}</small></p>
${mainFacts(visit, record, names)}
${details(visit, record, items.length, names)}</li>`;
}

/** Folded; in a long line only those of the record that was asked for, so that the page stays small. */
function details(visit: Visit, record: AuditRecord, count: number, names: Names): SafeHtml {
  const words = texts(visit.language);
  const isAsked = visit.query.get('record') === record.id;
  if (count > fewEnough && !isAsked) {
    const address = `${visit.path}?record=${encodeURIComponent(record.id)}#${record.id}`;
    return html`<p class="further"><a href="${address}">${words.details}</a></p>`;
  }
  return html`<details${isAsked ? html` open` : ''}><summary>${words.details}</summary>${furtherFacts(visit, record, names)}</details>`;
}
