/** How well a client is set up: findings first, the worst on top, each with what to do and where. */
import type { components } from '@gatehouse/admin-client';
import { tick } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { badge, facts, part } from '../../pages/facts.ts';
import { when } from '../../pages/when.ts';
import { clientHealth as texts } from '../../texts/client-health.ts';
import { clients } from '../../texts/clients.ts';
import type { Visit } from '../../visit.ts';
import { type Client, pathOf } from './client.ts';

/** As the API answers it. */
export type Health = components['schemas']['ClientHealth'];
type Finding = Health['findings'][number];

const colours = { critical: 'bad', warning: 'caution', info: 'plain' } as const;

export function healthPart(visit: Visit, client: Client, health: Health): SafeHtml {
  const words = texts(visit.language);
  const { findings, pkce, sender_constraint: constraint } = health;
  const signsIn = client.grant_types.includes('authorization_code');
  const at = (moment: string | undefined) => when(visit, moment) ?? words.never;
  const list =
    findings.length === 0
      ? html`<p class="well">${tick} ${words.well}</p>`
      : html`<ul class="findings">${findings.map((finding) => shown(visit, client, finding))}</ul>`;
  const seen = health.last_used_at !== undefined;
  return part(
    words.title,
    html`${list}${facts([
      [words.lastUse, when(visit, health.last_used_at) ?? words.nothingSeen],
      [words.withChallenge, seen && signsIn ? at(pkce.used_at) : undefined],
      [words.withoutChallenge, seen && signsIn ? at(pkce.skipped_at) : undefined],
      [words.bound, seen ? at(constraint.used_at) : undefined],
      [words.unbound, seen ? at(constraint.skipped_at) : undefined],
      [clients(visit.language).refresh, clients(visit.language).refreshKinds[health.refresh_tokens]],
    ])}`,
    { id: 'health' },
  );
}

/** Where it is put right, and what is needed for it. */
const places: Readonly<Record<string, readonly [form: 'edit' | 'secrets' | 'end' | 'scopes', fragment: string]>> = {
  pkce_not_required: ['edit', 'require_pkce'],
  sender_constraint_not_required: ['edit', 'sender_constrained'],
  never_used: ['end', 'end'],
  idle: ['end', 'end'],
  secret_expired: ['secrets', 'secrets'],
  secret_expires_soon: ['secrets', 'secrets'],
  secret_old: ['secrets', 'secrets'],
  redirect_uri_unused: ['edit', 'redirect_uris'],
  grant_type_unused: ['edit', 'grant_types'],
  scope_unused: ['scopes', 'scopes'],
};

function link(visit: Visit, { client_id: id }: Client, code: string): SafeHtml {
  const [form, fragment] = places[code] ?? [];
  if (form === undefined || !visit.may(form === 'secrets' ? 'clients:secrets' : 'clients:write')) return html``;
  const href = `${form === 'edit' ? `${pathOf(id)}/edit` : ''}#${fragment}`;
  return html` <a href="${href}">${texts(visit.language).toForm[form]}</a>`;
}

/** A finding that this console does not know is shown in the words of the API. */
function shown(visit: Visit, client: Client, { code, severity, message }: Finding): SafeHtml {
  const words = texts(visit.language);
  const known: Readonly<Record<string, string>> = words.findings;
  return html`<li data-finding="${code}">${badge(colours[severity], words.severities[severity])}<div dir="auto">${known[code] ?? message}${link(visit, client, code)}</div></li>`;
}
