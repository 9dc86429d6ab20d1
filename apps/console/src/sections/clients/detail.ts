/** GET /clients/:client_id: what a client is, how well it is set up, and what can be done with it. */
import { answerOf } from '@gatehouse/admin-client';
import { alert } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { duration } from '../../pages/duration.ts';
import { badge, code, facts, part } from '../../pages/facts.ts';
import { markedList } from '../../pages/marked-list.ts';
import { clients as texts } from '../../texts/clients.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { codeLink } from '../new-client/ready-code.ts';
import { endPart } from './acts.ts';
import { type Client, kindOf, nameOf, pathOf, readClient, stateBadge } from './client.ts';
import { type Health, healthPart } from './health.ts';
import { scopesPart } from './scopes.ts';
import { secretsPart } from './secrets.ts';

export const clientPage: ConsolePage = {
  path: '/clients/:client_id',
  scope: 'clients:read',
  async show(visit) {
    const words = texts(visit.language);
    const path = { client_id: visit.params['client_id'] ?? '' };
    const [{ client, etag }, health] = await Promise.all([
      readClient(visit),
      visit.api.GET('/clients/{client_id}/health', { params: { path } }).then(answerOf),
    ]);
    const isDisabled = html`<div class="notice caution" id="disabled">${alert}<p>${words.isDisabled}</p></div>`;
    return {
      title: nameOf(client, visit.language),
      actions: actionsOf(visit, client),
      body: html`${client.disabled ? isDisabled : ''}${whatPart(visit, client)}${healthPart(visit, client, health)}
${addressesPart(visit, client, health)}${await scopesPart(visit, client, health)}${secretsPart(visit, client, etag)}
${endPart(visit, client, etag)}`,
    };
  },
};

function actionsOf(visit: Visit, { client_id: id }: Client): SafeHtml | undefined {
  if (!visit.may('clients:write')) return undefined;
  return html`<a class="button" id="edit" href="${pathOf(id)}/edit">${texts(visit.language).edit}</a>`;
}

function whatPart(visit: Visit, client: Client): SafeHtml {
  const words = texts(visit.language);
  const { token_endpoint_auth_method: method, required_acr: acr, default_max_age: age } = client;
  const signsIn = client.grant_types.includes('authorization_code');
  const ways = html`<ul class="unmarked">${client.grant_types.map((grant) => html`<li>${words.grants[grant]}</li>`)}</ul>`;
  const needed = acr === undefined ? words.asServer : acr.endsWith(':2') ? words.twoFactors : words.oneFactor;
  return part(
    words.what,
    facts([
      [words.id, code(client.client_id)],
      [words.state, stateBadge(words, client)],
      [words.kind, words.kinds[kindOf(client)]],
      [words.ways, client.grant_types.length === 0 ? undefined : ways],
      [words.authentication, words.methods[method]],
      [words.pkce, signsIn ? (client.require_pkce ? words.required : words.notRequired) : undefined],
      [words.constraint, words.constraints[client.sender_constrained]],
      [words.requests, signsIn ? pushed(words, client) : undefined],
      [words.consent, signsIn ? (client.first_party ? words.ours : words.asked) : undefined],
      [words.factors, signsIn ? needed : undefined],
      [words.freshness, age === undefined ? undefined : duration(visit.language, age)],
      [words.homePage, code(client.client_uri)],
      [words.contacts, client.contacts?.join(', ')],
      [words.isApi, named(client.resource_server_for ?? [])],
    ]),
    { id: 'what', actions: codeLink(visit, client) },
  );
}

const pushed = (words: ReturnType<typeof texts>, { require_pushed_authorization_requests: isPushed }: Client) =>
  isPushed ? words.pushed : words.notPushed;

const named = (names: readonly string[]) => markedList(names.map((name) => ({ name })));

function addressesPart({ language }: Visit, client: Client, health: Health): SafeHtml {
  const words = texts(language);
  const isUnused = (uri: string) => health.last_used_at !== undefined && health.unused.redirect_uris.includes(uri);
  const redirects = client.redirect_uris.map((name) => ({
    name,
    mark: isUnused(name) ? badge('plain', words.neverUsed) : undefined,
  }));
  const lists = [
    [words.redirects, markedList(redirects)],
    [words.afterwards, named(client.post_logout_redirect_uris)],
    [words.origins, named(client.allowed_origins)],
    [words.logout, named(client.backchannel_logout_uri === undefined ? [] : [client.backchannel_logout_uri])],
  ] as const;
  const known = lists.filter(([, list]) => list !== undefined);
  if (known.length === 0) return html``;
  return part(words.addresses, html`${known.map(([label, list]) => html`<h3>${label}</h3>${list}`)}`, {
    id: 'addresses',
  });
}
