/** GET /audit: what happened, searched. */
import { answerOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { table } from '../../pages/table.ts';
import { exactly } from '../../pages/when.ts';
import { audit as texts } from '../../texts/audit.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { auditQuery, filterForm } from './filters.ts';
import { type AuditRecord, eventWords, furtherFacts, mainFacts, type Names, onWhat, outcome, who } from './record.ts';
import { trailPage, trailPath } from './trail.ts';
import { userNames, usersOf } from './user-names.ts';

const auditPage: ConsolePage = {
  path: '/audit',
  scope: 'audit:read',
  async show(visit) {
    const words = texts(visit.language);
    const request = visit.query.get('request')?.trim() ?? '';
    if (request !== '') return { goTo: trailPath(request) };
    const [events, { items, next }] = await Promise.all([
      visit.api.GET('/audit/events').then(answerOf),
      auditQuery(visit).then(async (query) => answerOf(await visit.api.GET('/audit', { params: { query } }))),
    ]);
    const names = await userNames(visit, items.flatMap(usersOf));
    const list = table(visit, {
      id: 'audit',
      caption: visit.text.sections.audit,
      entries: items,
      next,
      columns: [
        { label: words.what, cell: (record) => what(visit, record, names) },
        { label: words.when, cell: ({ time }) => exactly(visit, time) },
        { label: words.who, cell: (record) => who(visit, record, names) },
        { label: words.on, cell: (record) => onWhat(visit, record, names) },
        { label: words.outcome, cell: (record) => html`<span class="thing">${outcome(visit, record)}</span>` },
      ],
    });
    const body = html`<p class="soft intro">${words.intro}</p>${filterForm(visit, events.items)}${list}`;
    return { title: visit.text.sections.audit, body };
  },
};

/** In words, and the way to all that the same request did; what no request did has its details here. */
function what(visit: Visit, record: AuditRecord, names: Names): SafeHtml {
  const words = eventWords(visit.language, record.event);
  const { request_id: request, id } = record;
  if (request !== undefined) return html`<a href="${trailPath(request)}?record=${id}#${id}">${words}</a>`;
  return html`<details class="record"><summary>${words}</summary>${mainFacts(visit, record, names)}${furtherFacts(visit, record, names)}</details>`;
}

export const auditPages: readonly ConsolePage[] = [auditPage, trailPage];
