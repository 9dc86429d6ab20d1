/** What a client may ask for: of the user, and of each API in the API's own words. */
import { AdminRefused, answerOf, type components } from '@gatehouse/admin-client';
import { fill, inLanguage } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { duration } from '../../pages/duration.ts';
import { badge, code, part } from '../../pages/facts.ts';
import { markedList } from '../../pages/marked-list.ts';
import { clients as texts } from '../../texts/clients.ts';
import type { Visit } from '../../visit.ts';
import { type Client, pathOf } from './client.ts';
import type { Health } from './health.ts';

/** An API as it is answered. */
export type Resource = components['schemas']['Resource'];

/** What is known of an API; nothing for one that is gone, or that the user may not see. */
export async function resourceOf(visit: Visit, indicator: string): Promise<Resource | undefined> {
  if (!visit.may('resources:read')) return undefined;
  try {
    return answerOf(await visit.api.GET('/resources/{resource}', { params: { path: { resource: indicator } } }));
  } catch (error) {
    if (error instanceof AdminRefused && error.problem.status === 404) return undefined;
    throw error;
  }
}

export async function scopesPart(visit: Visit, client: Client, health: Health): Promise<SafeHtml> {
  const words = texts(visit.language);
  const { unused, last_used_at: lastUsed } = health;
  const mark = (isUnused: boolean | undefined) =>
    lastUsed !== undefined && isUnused ? badge('plain', words.neverUsed) : undefined;
  const ofUser = client.scope.split(' ').filter(Boolean);
  const userWords: Readonly<Record<string, string>> = words.userScopes;
  const apis = await Promise.all(
    Object.entries(client.scopes).map(async ([indicator, names]) => {
      const resource = await resourceOf(visit, indicator);
      const entries = names.map((name) => ({
        name,
        words: sentenceOf(resource, name, visit),
        mark: mark(unused.scopes[indicator]?.includes(name)),
      }));
      return html`<h3>${heading(visit, indicator, resource)}${changeLink(visit, client, indicator)}</h3>${markedList(entries)}${lifetime(visit, resource)}`;
    }),
  );
  const user = ofUser.map((name) => ({ name, words: userWords[name], mark: mark(unused.scope.includes(name)) }));
  const isNothing = ofUser.length + apis.length === 0;
  const body = html`${ofUser.length === 0 ? '' : html`<h3>${words.aboutUsers}</h3>${markedList(user)}`}${apis}`;
  return part(words.asks, isNothing ? html`<p class="soft">${words.noScopes}</p>` : body, {
    id: 'scopes',
    actions: addLink(visit, client),
  });
}

/** The way to the form of one API: `api-scopes.ts`. */
function changeLink(visit: Visit, { client_id: id }: Client, indicator: string): SafeHtml {
  if (!visit.may('clients:write')) return html``;
  return html` <a href="${pathOf(id)}/scopes/${encodeURIComponent(indicator)}">${texts(visit.language).edit}<span class="visually-hidden"> ${indicator}</span></a>`;
}

function addLink(visit: Visit, { client_id: id }: Client): SafeHtml | undefined {
  if (!visit.may('clients:write') || !visit.may('resources:read')) return undefined;
  return html`<a class="button quiet" id="add-api" href="${pathOf(id)}/scopes">${texts(visit.language).addApi}</a>`;
}

/** What the API says of a scope. */
export function sentenceOf(
  resource: Resource | undefined,
  scope: string,
  { language }: Pick<Visit, 'language'>,
): string | undefined {
  const text = resource?.scopes[scope];
  return text === undefined ? undefined : inLanguage(text, language);
}

function heading({ language }: Visit, indicator: string, resource: Resource | undefined): SafeHtml {
  if (resource === undefined) return html`${code(indicator)}`;
  return html`<bdi>${inLanguage(resource.name, language)}</bdi> ${code(indicator)}`;
}

function lifetime({ language }: Visit, resource: Resource | undefined): SafeHtml {
  if (resource === undefined) return html``;
  const words = texts(language);
  const seconds = resource.access_token_ttl_seconds;
  const sentence = seconds === undefined ? words.lastsUsual : fill(words.lasts, { time: duration(language, seconds) });
  return html`<p class="soft">${sentence}</p>`;
}
