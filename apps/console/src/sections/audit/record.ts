/** The parts of an audit record in words: what, who, on what, how it went, and everything else. */
import type { components } from '@gatehouse/admin-client';
import { fill } from '@gatehouse/html';
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';
import { badge, chips, code, type Fact, facts } from '../../pages/facts.ts';
import { audit as texts } from '../../texts/audit.ts';
import { auditEvents } from '../../texts/audit-events.ts';
import type { Visit } from '../../visit.ts';

/** A record as the API gives it. */
export type AuditRecord = components['schemas']['AuditRecord'];

/** Logins by the identifier of the user. */
export type Names = ReadonlyMap<string, string>;

interface Thing {
  readonly type: string;
  readonly id: string;
}

/** What happened, in words; the name of the event where there are none yet. */
export const eventWords = (language: Visit['language'], event: string): string =>
  (auditEvents(language) as Readonly<Record<string, string>>)[event] ?? event;

/** Where the page of a thing is, and the scope that it needs. */
const places = {
  user: ['users:read', (id: string) => `/users/${id}`],
  client: ['clients:read', (id: string) => `/clients/${id}`],
  resource: ['resources:read', (id: string) => `/resources/${id}`],
  role: ['resources:read', (id: string) => `/resources/roles/${id}`],
} as const;

/** A thing by its name, as a link where its page may be seen. */
export function thing(visit: Visit, { type, id }: Thing, names: Names): SafeHtml {
  const label = type === 'user' && names.has(id) ? html`<bdi>${names.get(id)}</bdi>` : code(id);
  const place = Object.hasOwn(places, type) ? places[type as keyof typeof places] : undefined;
  const isLinked = place !== undefined && visit.may(place[0]) && (type !== 'user' || names.has(id));
  return isLinked ? html`<a href="${place[1](encodeURIComponent(id))}">${label}</a>` : html`${label}`;
}

const kindOf = (visit: Visit, type: string): string =>
  (texts(visit.language).kinds as Readonly<Record<string, string>>)[type] ?? type;

/** A thing with what kind of thing it is. */
const kindly = (visit: Visit, one: Thing, names: Names): SafeHtml =>
  html`<span class="thing">${thing(visit, one, names)} <small>${kindOf(visit, one.type)}</small></span>`;

/** Who did it, and for whom they acted. */
export function who(visit: Visit, { actor }: AuditRecord, names: Names): SafeHtml | undefined {
  return actor && kindly(visit, actor, names);
}

/** What it was done to: the target, or the user or client that it is about where that is somebody else. */
export function onWhat(visit: Visit, record: AuditRecord, names: Names): SafeHtml | undefined {
  const { target, subject, client_id: clientId, actor } = record;
  if (target !== undefined) return kindly(visit, target, names);
  if (subject !== undefined && subject !== actor?.id) return kindly(visit, { type: 'user', id: subject }, names);
  if (clientId === undefined || clientId === actor?.id) return undefined;
  return kindly(visit, { type: 'client', id: clientId }, names);
}

/** How it went; a code says why where one is known. */
export function outcome({ language }: Visit, { outcome: how, reason }: AuditRecord): SafeHtml {
  const words = texts(language);
  const word = how === 'failure' ? badge('bad', words.failure) : badge('good', words.success);
  return html`${word}${reason === undefined ? '' : html` <code>${reason}</code>`}`;
}

/** Members with a place of their own; what is neither here nor in `order` is shown as it is. */
const shown = new Set(['explanation', 'time', 'outcome', 'actor', 'target', 'client_id', 'subject', 'act']);
const order = [
  'event',
  'reason',
  'changed',
  'ended',
  'before',
  'after',
  'ip',
  'user_agent',
  'session_id',
  'grant_id',
  'jti',
  'request_id',
  'id',
] as const;

/** Who it was, for whom, on what and why: what is read first. */
export function mainFacts(visit: Visit, record: AuditRecord, names: Names): SafeHtml {
  const words = texts(visit.language);
  const { act = [], explanation } = record;
  return facts([
    [words.who, who(visit, record, names)],
    [words.on, onWhat(visit, record, names)],
    [words.facts.chain, act.length === 0 ? undefined : chain(visit, record, names)],
    [words.facts.explanation, valueOf('explanation', explanation)],
  ]);
}

/** Everything else that a record holds. */
export function furtherFacts(visit: Visit, record: AuditRecord, names: Names): SafeHtml {
  const words = texts(visit.language);
  const { subject, client_id: clientId } = record;
  const known = order.map((name): Fact => [words.facts[name], valueOf(name, record[name])]);
  const others = Object.entries(record)
    .filter(([name]) => !shown.has(name) && !(order as readonly string[]).includes(name))
    .map(([name, value]): Fact => [name, valueOf(name, value)]);
  return facts([
    [words.user, subject && thing(visit, { type: 'user', id: subject }, names)],
    [words.client, clientId && thing(visit, { type: 'client', id: clientId }, names)],
    ...known,
    ...others,
  ]);
}

function valueOf(name: string, value: unknown): HtmlValue {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return chips(value.map(String));
  if (typeof value !== 'string') return code(JSON.stringify(value));
  return name === 'explanation' || name === 'user_agent' ? html`<span dir="auto">${value}</span>` : code(value);
}

/** "gateway for web-app for alice": the newest acts for the one before, and the first for the user (RFC 8693, section 4.1). */
function chain(visit: Visit, { act = [], actor, subject }: AuditRecord, names: Names): SafeHtml {
  const words = texts(visit.language);
  const user = subject ?? (act.includes(actor?.id ?? '') ? undefined : actor?.id);
  const whom = user === undefined ? [] : [thing(visit, { type: 'user', id: user }, names)];
  const steps = [...act.map((id) => html`${code(id)}`), ...whom];
  return html`${steps.reduceRight((rest, one) => fill(words.chain, { who: one, whom: rest }))}`;
}
