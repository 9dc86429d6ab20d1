/** What `/audit` can be searched for: the filters of the API under the same names, so that other pages can link to them. */
import { answerOf, type operations } from '@gatehouse/admin-client';
import { fill } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { code } from '../../pages/facts.ts';
import { checkBox, input, select } from '../../pages/form-controls.ts';
import { searchForm } from '../../pages/table.ts';
import type { AuditTexts } from '../../texts/audit.ts';
import { audit as texts } from '../../texts/audit.ts';
import { auditEvents } from '../../texts/audit-events.ts';
import type { Visit } from '../../visit.ts';

/** Query parameters of `GET /audit`. */
export type AuditQuery = NonNullable<operations['listAuditRecords']['parameters']['query']>;

const perPage = 25;

const plain = ['cursor', 'client', 'target_type', 'target_id'] as const;

/** The API's query for the page's own. Users are found by their logins too. */
export async function auditQuery(visit: Visit): Promise<AuditQuery> {
  const { query } = visit;
  const given = (name: string): string | undefined => query.get(name)?.trim() || undefined;
  const events = query.getAll('event').filter(Boolean);
  const [user, actor] = await Promise.all([identifier(visit, given('user')), identifier(visit, given('actor'))]);
  const [since, until, outcome] = [momentOf(given('since')), momentOf(given('until')), given('outcome')];
  return {
    limit: perPage,
    ...Object.fromEntries(plain.flatMap((name) => (given(name) === undefined ? [] : [[name, given(name)]]))),
    ...(events.length > 0 && { event: events }),
    ...(user !== undefined && { user }),
    ...(actor !== undefined && { actor }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...((outcome === 'success' || outcome === 'failure') && { outcome }),
    ...(given('order') === 'oldest' && { order: 'oldest' as const }),
    ...(given('tokens') === 'false' && { tokens: 'false' }),
  };
}

/** The identifier of a user who is named by the login; else what was given, which may be an identifier itself. */
async function identifier(visit: Visit, given: string | undefined): Promise<string | undefined> {
  const isIdentifier = given === undefined || /^[\da-f-]{36}$/u.test(given);
  if (isIdentifier || !visit.may('users:read')) return given;
  const { items } = answerOf(await visit.api.GET('/users', { params: { query: { login: given, limit: 1 } } }));
  return items[0]?.id ?? given;
}

/** What a browser's field for a moment holds, taken as UTC, or a moment as the API writes it; undefined for anything else. */
function momentOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const milliseconds = Date.parse(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/u.test(given) ? `${given}Z` : given);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

/** The search form. @param events names of all events, as the API lists them */
export function filterForm(visit: Visit, events: readonly string[]): SafeHtml {
  const words = texts(visit.language);
  const value = (name: string): string => visit.query.get(name) ?? '';
  const first = html`${select({ name: 'event', label: words.event, value: value('event'), options: eventOptions(visit, words, events) })}
${input({ name: 'user', label: words.user, hint: words.userHint, value: value('user') })}
${input({ name: 'client', label: words.client, hint: words.clientHint, value: value('client') })}`;
  const further = ['actor', 'since', 'until', 'outcome', 'order', 'tokens'];
  const isOpen = further.some((name) => value(name) !== '');
  const more = html`<details class="further"${isOpen ? html` open` : ''}><summary>${words.more}</summary><div class="search">
${input({ name: 'since', label: words.since, type: 'datetime-local', value: localOf(value('since')) })}
${input({ name: 'until', label: words.until, type: 'datetime-local', value: localOf(value('until')) })}
${select({
  name: 'outcome',
  label: words.outcome,
  value: value('outcome'),
  options: [
    ['', words.any],
    ['success', words.success],
    ['failure', words.failure],
  ],
})}
${select({
  name: 'order',
  label: words.order,
  value: value('order'),
  options: [
    ['', words.newest],
    ['oldest', words.oldest],
  ],
})}
${input({ name: 'actor', label: words.actor, hint: words.actorHint, value: value('actor') })}
${input({ name: 'request', label: words.request, hint: words.requestHint, value: '' })}
${checkBox({ name: 'tokens', label: words.noTokens, value: 'false', checked: value('tokens') === 'false' })}
</div></details>`;
  return searchForm(visit, html`${about(visit, words)}${first}${more}`);
}

/** What a link of another page asked for beside the controls: one object. */
function about({ query }: Visit, words: AuditTexts): SafeHtml {
  const [type, id] = [query.get('target_type') ?? '', query.get('target_id') ?? ''];
  if (type === '') return html``;
  const kind = (words.kinds as Readonly<Record<string, string>>)[type] ?? type;
  return html`<input type="hidden" name="target_type" value="${type}"><input type="hidden" name="target_id" value="${id}">
<p class="about">${fill(words.about, { what: html`${kind} ${code(id)}` })}</p>`;
}

const localOf = (given: string): string => momentOf(given)?.slice(0, 16) ?? '';

/** All, then group by group: the whole group where it has several, and each event. */
function eventOptions({ language }: Visit, words: AuditTexts, events: readonly string[]): [string, string][] {
  const known = auditEvents(language) as Readonly<Record<string, string>>;
  const groups = Map.groupBy(events, (event) => event.split('.', 1)[0] as string);
  const options = [...groups].flatMap(([group, names]): [string, string][] => [
    ...(names.length > 1 ? [[`${group}.*`, words.allOf.replace('{group}', group)] as [string, string]] : []),
    ...names.map((name): [string, string] => [name, known[name] ?? name]),
  ]);
  return [['', words.any], ...options];
}
