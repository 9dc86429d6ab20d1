/** The end of the guide: the client that was made, its secret this once, and ready code. */
import type { components } from '@gatehouse/admin-client';
import { key } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { chips, code, facts, part } from '../../pages/facts.ts';
import { newClient as texts } from '../../texts/new-client.ts';
import type { Visit } from '../../visit.ts';
import { readyCode } from './ready-code.ts';

/** @param made as `POST /clients` answers it */
export function madeBody(
  visit: Visit,
  { client, client_secret: secret }: components['schemas']['MadeClient'],
): SafeHtml {
  const words = texts(visit.language);
  const known = facts([
    [words.clientId, code(client.client_id)],
    [words.redirectUris, client.redirect_uris.length === 0 ? undefined : chips(client.redirect_uris)],
    [
      words.scope,
      chips([client.scope ?? '', ...Object.values(client.scopes).flat()].join(' ').split(' ').filter(Boolean)),
    ],
  ]);
  const shown =
    secret === undefined
      ? ''
      : html`<div class="notice caution" id="secret">${key}<div><p><b>${words.secret}</b></p><p><code class="once" data-secret>${secret}</code></p><p>${words.secretOnce}</p></div></div>`;
  return html`${shown}${part(words.title, known)}${readyCode(visit, client)}`;
}
