/** GET /resources/:resource: an API, its scopes, and who uses it. */
import { answerOf, type components } from '@gatehouse/admin-client';
import { inLanguage } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { duration } from '../../pages/duration.ts';
import { chips, code, facts, part } from '../../pages/facts.ts';
import { postForm } from '../../pages/form-controls.ts';
import { markedList } from '../../pages/marked-list.ts';
import { resources as texts } from '../../texts/resources.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { addressOf, isAdminApi, nameOf, type Resource, readResource } from './resource.ts';

type Uses = components['schemas']['ResourceUses'];

export const resourcePage: ConsolePage = {
  path: '/resources/:resource',
  scope: 'resources:read',
  async show(visit) {
    const words = texts(visit.language);
    const path = { resource: visit.params['resource'] ?? '' };
    const [{ resource, etag }, uses] = await Promise.all([
      readResource(visit),
      visit.api.GET('/resources/{resource}/uses', { params: { path } }).then(answerOf),
    ]);
    const isOwn = isAdminApi(resource);
    const mayChange = visit.may('resources:write') && !isOwn;
    const edit = mayChange
      ? html`<a class="button quiet" id="edit" href="${addressOf(resource.indicator)}/edit">${words.edit}</a>`
      : undefined;
    const note = isOwn ? html`<p class="soft intro">${words.ownApi}</p>` : '';
    const body = html`${note}${whatPart(visit, resource)}${scopesPart(visit, resource)}${usesPart(visit, uses)}${mayChange ? removePart(visit, resource, uses, etag) : ''}`;
    return { title: nameOf(resource, visit), body, actions: edit };
  },
};

function whatPart(visit: Visit, resource: Resource): SafeHtml {
  const words = texts(visit.language);
  const { indicator, required_acr: acr, access_token_ttl_seconds: lasts, max_auth_age_seconds: age } = resource;
  const factors = acr === undefined ? undefined : acr.endsWith(':2') ? words.twoFactors : words.oneFactor;
  const history = `/audit?target_type=resource&target_id=${encodeURIComponent(indicator)}`;
  return part(
    words.api,
    facts([
      [words.indicator, code(indicator)],
      [words.format, words[resource.token_format]],
      [words.lasts, lasts === undefined ? words.usual : duration(visit.language, lasts)],
      [words.algorithm, code(resource.access_token_signing_alg ?? 'RS256')],
      [words.claims, chips(resource.claims)],
      [words.defaults, chips(resource.default_scopes)],
      [words.factors, factors],
      [words.maxAgeShown, age === undefined ? undefined : duration(visit.language, age)],
    ]),
    { actions: visit.may('audit:read') && html`<a class="button quiet" href="${history}">${words.history}</a>` },
  );
}

function scopesPart({ language }: Visit, { scopes }: Resource): SafeHtml {
  const entries = Object.entries(scopes).map(([name, words]) => ({ name, words: inLanguage(words, language) }));
  return part(texts(language).scopes, markedList(entries), { id: 'scopes' });
}

/** As many of a kind as a page names. */
const most = 50;

function links(names: readonly string[], place: string, mayFollow: boolean): SafeHtml | undefined {
  if (names.length === 0) return undefined;
  const shown = names.slice(0, most).map((name) => {
    const label = code(name);
    return html`<li>${mayFollow ? html`<a href="${place}${encodeURIComponent(name)}">${label}</a>` : label}</li>`;
  });
  return html`<ul class="unmarked">${shown}${names.length > most ? html`<li>+ ${names.length - most}</li>` : ''}</ul>`;
}

function usesPart(visit: Visit, { roles, clients, bound }: Uses): SafeHtml {
  const words = texts(visit.language);
  const mayClients = visit.may('clients:read');
  const isUnused = roles.length + clients.length + bound.length === 0;
  const list = facts([
    [words.usesRoles, links(roles, '/resources/roles/', true)],
    [words.usesClients, links(clients, '/clients/', mayClients)],
    [words.usesBound, links(bound, '/clients/', mayClients)],
  ]);
  return part(words.uses, isUnused ? html`<p class="soft">${words.usesNone}</p>` : list, { id: 'uses' });
}

function removePart(visit: Visit, { indicator }: Resource, { bound }: Uses, etag: string): SafeHtml {
  const words = texts(visit.language);
  const form = postForm(visit, '', {
    action: `${addressOf(indicator)}/remove`,
    etag,
    submit: words.remove,
    submitId: 'remove',
    danger: true,
  });
  const body = bound.length > 0 ? html`<p>${words.isBound}</p>` : html`<p>${words.removeApiText}</p>${form}`;
  return part(words.remove, body);
}
