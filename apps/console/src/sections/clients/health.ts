/** How well a client is set up: findings first, the worst on top, each with what to do and where. */
import type { components } from '@gatehouse/admin-client';
import { tick } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http';
import { badge, facts, part } from '../../pages/facts.ts';
import { when } from '../../pages/when.ts';
import { clientHealth as texts } from '../../texts/client-health.ts';
import { clients } from '../../texts/clients.ts';
import type { Visit } from '../../visit.ts';
import type { Client } from './client.ts';

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
      : html`<ul class="findings">${findings.map((finding) => shown(visit, finding))}</ul>`;
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

/** A finding that this console does not know is shown in the words of the API. */
function shown(visit: Visit, { code, severity, message }: Finding): SafeHtml {
  const words = texts(visit.language);
  const known: Readonly<Record<string, string>> = words.findings;
  return html`<li data-finding="${code}">${badge(colours[severity], words.severities[severity])}<div dir="auto">${known[code] ?? message}</div></li>`;
}
