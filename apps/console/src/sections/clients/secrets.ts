/** The secrets of a client, of which nothing is shown but what tells them apart. */
import { html, type SafeHtml } from '@gatehouse/http';
import { badge, code, part } from '../../pages/facts.ts';
import { when } from '../../pages/when.ts';
import { clients as texts } from '../../texts/clients.ts';
import type { Visit } from '../../visit.ts';
import type { Client } from './client.ts';

type Secret = Client['secrets'][number];

/** Whether it proves itself by a secret. */
const usesSecret = ({ token_endpoint_auth_method: method }: Client): boolean => method.startsWith('client_secret_');

export function secretsPart(visit: Visit, client: Client): SafeHtml {
  if (!usesSecret(client) && client.secrets.length === 0) return html``;
  const words = texts(visit.language);
  return part(
    words.secrets,
    client.secrets.length === 0 ? html`<p>${words.noSecrets}</p>` : secretTable(visit, client),
    {
      id: 'secrets',
    },
  );
}

function secretTable(visit: Visit, { secrets }: Client): SafeHtml {
  const words = texts(visit.language);
  return html`<table class="cards"><thead><tr><th scope="col">${words.fingerprint}</th><th scope="col">${words.made}</th><th scope="col">${words.expires}</th></tr></thead><tbody>${secrets.map(
    (secret) =>
      html`<tr><th scope="row">${code(secret.fingerprint)}</th><td data-label="${words.made}">${when(visit, secret.created_at)}</td><td data-label="${words.expires}">${expiry(visit, secret)}</td></tr>`,
  )}</tbody></table>`;
}

function expiry(visit: Visit, { expires_at: at }: Secret): SafeHtml {
  const words = texts(visit.language);
  if (at === undefined) return html`${words.noExpiry}`;
  if (Date.parse(at) / 1000 <= visit.nowSeconds)
    return html`<span>${badge('bad', words.expired)} ${when(visit, at)}</span>`;
  return html`${when(visit, at)}`;
}
