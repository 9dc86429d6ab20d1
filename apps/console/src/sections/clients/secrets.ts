/** The secrets of a client, of which nothing is shown but what tells them apart; a new one is shown once. */
import { randomUUID } from 'node:crypto';
import { fillPlain } from '@gatehouse/html';
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';
import { change } from '../../change.ts';
import { badge, code, part } from '../../pages/facts.ts';
import { type Faults, input, postForm } from '../../pages/form-controls.ts';
import { shownOnce } from '../../pages/shown-once.ts';
import { when } from '../../pages/when.ts';
import { clientActs as acts } from '../../texts/client-acts.ts';
import { clients as texts } from '../../texts/clients.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { differingSince } from './acts.ts';
import { type Client, crumbOf, nameOf, pathOf, readClient } from './client.ts';

type Secret = Client['secrets'][number];

/** Whether it proves itself by a secret. */
const usesSecret = ({ token_endpoint_auth_method: method }: Client): boolean => method.startsWith('client_secret_');

export function secretsPart(visit: Visit, client: Client, etag: string): SafeHtml {
  if (!usesSecret(client) && client.secrets.length === 0) return html``;
  const words = texts(visit.language);
  const list = client.secrets.length === 0 ? html`<p>${words.noSecrets}</p>` : secretTable(visit, client, etag);
  const form = visit.may('clients:secrets') && usesSecret(client) ? addForm(visit, client) : '';
  return part(words.secrets, html`${list}${form}`, { id: 'secrets' });
}

function secretTable(visit: Visit, client: Client, etag: string): SafeHtml {
  const words = texts(visit.language);
  const remove = acts(visit.language).removeSecret;
  const mayRemove = visit.may('clients:secrets');
  const heading = mayRemove ? html`<th scope="col">${visit.text.list.actions}</th>` : '';
  return html`<table class="cards"><thead><tr><th scope="col">${words.fingerprint}</th><th scope="col">${words.made}</th><th scope="col">${words.expires}</th>${heading}</tr></thead><tbody>${client.secrets.map(
    (secret) => {
      const action = `${pathOf(client.client_id)}/secrets/${encodeURIComponent(secret.fingerprint)}/remove`;
      const button = postForm(visit, '', { action, etag, submit: remove, submitId: `remove-${secret.fingerprint}` });
      const cell: HtmlValue = mayRemove ? html`<td data-label="${visit.text.list.actions}">${button}</td>` : '';
      return html`<tr><th scope="row">${code(secret.fingerprint)}</th><td data-label="${words.made}">${when(visit, secret.created_at)}</td><td data-label="${words.expires}">${expiry(visit, secret)}</td>${cell}</tr>`;
    },
  )}</tbody></table>`;
}

function expiry(visit: Visit, { expires_at: at }: Secret): SafeHtml {
  const words = texts(visit.language);
  if (at === undefined) return html`${words.noExpiry}`;
  if (Date.parse(at) / 1000 <= visit.nowSeconds) {
    return html`<span>${badge('bad', words.expired)} ${when(visit, at)}</span>`;
  }
  return html`${when(visit, at)}`;
}

/** The key makes one secret of a form that is sent twice. */
function addForm(visit: Visit, client: Client, faults?: Faults, problem?: string): SafeHtml {
  const words = acts(visit.language);
  const days = input({
    name: 'expires_in_days',
    label: `${words.days} (${visit.text.form.optional})`,
    hint: words.daysHint,
    type: 'number',
    value: visit.form.text('expires_in_days'),
    faults,
  });
  return postForm(visit, html`${days}<input type="hidden" name="key" value="${randomUUID()}">`, {
    action: `${pathOf(client.client_id)}/secrets`,
    submit: words.addSecret,
    submitId: 'add-secret',
    faults,
    problem,
  });
}

const added: ConsolePage = {
  path: '/clients/:client_id/secrets',
  scope: 'clients:read',
  changeScope: 'clients:secrets',
  async change(visit) {
    const words = acts(visit.language);
    const { client } = await readClient(visit);
    const name = nameOf(client, visit.language);
    const days = visit.form.text('expires_in_days').trim();
    const crumbs = [crumbOf(client, visit.language)];
    return change(visit, {
      title: words.addSecret,
      crumbs,
      send: (header) =>
        visit.api.POST('/clients/{client_id}/secrets', {
          params: { path: { client_id: client.client_id }, header },
          body: days === '' ? {} : { expires_in_days: Number(days) },
        }),
      // Nothing ends: earlier secrets stay.
      preview: false,
      cancel: pathOf(client.client_id),
      form: (faults, { detail }) => addForm(visit, client, faults, faults.size === 0 ? detail : undefined),
      done: (made) => ({
        title: words.newSecret,
        crumbs,
        body: shownOnce({
          about: words.once,
          label: words.newSecret,
          secret: made.client_secret,
          known: [
            [texts(visit.language).fingerprint, code(made.fingerprint)],
            [texts(visit.language).expires, when(visit, made.expires_at)],
          ],
          on: { label: name, path: pathOf(client.client_id) },
        }),
      }),
    });
  },
};

const removed: ConsolePage = {
  path: '/clients/:client_id/secrets/:fingerprint/remove',
  scope: 'clients:read',
  changeScope: 'clients:secrets',
  async change(visit) {
    const words = acts(visit.language);
    const { client } = await readClient(visit);
    const { client_id: id } = client;
    const fingerprint = visit.params['fingerprint'] ?? '';
    return change(visit, {
      title: fillPlain(words.removeSecretTitle, { name: nameOf(client, visit.language) }),
      crumbs: [crumbOf(client, visit.language)],
      send: (header) =>
        visit.api.DELETE('/clients/{client_id}/secrets/{fingerprint}', {
          params: { path: { client_id: id, fingerprint }, header },
        }),
      reason: 'optional',
      danger: true,
      confirm: words.removeSecret,
      about: html`<p class="intro">${code(fingerprint)} ${words.removeSecretAbout}</p>`,
      cancel: pathOf(id),
      current: () => differingSince(visit, { state: words.removeSecret }),
      done: () => ({ goTo: pathOf(id), notice: words.secretRemoved }),
    });
  },
};

export const secretPages: readonly ConsolePage[] = [added, removed];
