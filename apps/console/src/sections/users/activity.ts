/** What was recorded of a user lately. */
import type { components } from '@gatehouse/admin-client';
import { deviceOf } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { badge, code, part } from '../../pages/facts.ts';
import { plainTable } from '../../pages/plain-table.ts';
import { when } from '../../pages/when.ts';
import { audit } from '../../texts/audit.ts';
import { auditEvents } from '../../texts/audit-events.ts';
import { users as texts } from '../../texts/users.ts';
import type { Visit } from '../../visit.ts';
import { deviceWords } from './possessions.ts';

type Activity = components['schemas']['Activity'];

export function activityPart(visit: Visit, userId: string, items: readonly Activity[]): SafeHtml {
  const words = texts(visit.language);
  if (items.length === 0)
    return part(words.activity, html`<p class="soft">${words.noActivity}</p>`, { id: 'activity' });
  const list = plainTable(
    words.activity,
    [
      { label: words.event, cell: (one) => what(visit, one) },
      { label: words.outcome, cell: (one) => outcomeOf(visit, one) },
      { label: words.application, cell: (one) => code(one.client_id) },
      { label: words.from, cell: (one) => whence(visit, one) },
      { label: words.when, cell: ({ time }) => when(visit, time) },
    ],
    items,
  );
  const all = visit.may('audit:read')
    ? html`<a class="button quiet" id="audit" href="/audit?user=${encodeURIComponent(userId)}">${words.inAudit}</a>`
    : '';
  return part(words.activity, list, { id: 'activity', actions: all });
}

/** In words, and the way to all that the same request did. */
function what(visit: Visit, { event, request_id: request }: Activity): SafeHtml {
  const words = (auditEvents(visit.language) as Readonly<Record<string, string>>)[event] ?? event;
  if (request === undefined || !visit.may('audit:read')) return html`${words}`;
  return html`<a href="/audit/requests/${encodeURIComponent(request)}">${words}</a>`;
}

/** Programs that act for the user have no device to recognise. */
function whence(visit: Visit, { user_agent: agent, ip }: Activity): SafeHtml | undefined {
  const device = deviceOf(agent).browser === undefined ? '' : deviceWords(visit, agent);
  if (device === '' && ip === undefined) return undefined;
  return html`<span>${device} <small><bdi>${ip}</bdi></small></span>`;
}

function outcomeOf({ language }: Visit, { outcome, reason }: Activity): SafeHtml | undefined {
  if (outcome === undefined) return undefined;
  const words = audit(language);
  const word = outcome === 'failure' ? badge('bad', words.failure) : badge('good', words.success);
  return html`<span>${word}${reason === undefined ? '' : html` <code>${reason}</code>`}</span>`;
}
