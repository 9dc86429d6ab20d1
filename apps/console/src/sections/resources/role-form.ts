/** Scopes of APIs as boxes to tick: some APIs at a time, and only of those something is given or taken. */
import { answerOf } from '@gatehouse/admin-client';
import { inLanguage } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Form } from '../../form-values.ts';
import { checkBoxes, type Faults } from '../../pages/form-controls.ts';
import { paging } from '../../pages/table.ts';
import { resources as texts } from '../../texts/resources.ts';
import type { Visit } from '../../visit.ts';
import { nameOf, type Resource } from './resource.ts';

/** Scopes by the identifier of the API. */
export type Scopes = Readonly<Record<string, string[]>>;

const perPage = 10;

/** A scope of an API as the value of its box. Identifiers of APIs have no fragment (RFC 8707, section 2). */
const valueOf = (indicator: string, scope: string): string => `${indicator}#${scope}`;

/** The scopes that are ticked, of the APIs that the form shows. */
export function tickedOf(form: Form): Scopes {
  const values = form.all('scopes');
  return Object.fromEntries(
    form.all('api').map((indicator) => {
      const beginning = valueOf(indicator, '');
      const ticked = values.filter((value) => value.startsWith(beginning));
      return [indicator, ticked.map((value) => value.slice(beginning.length))];
    }),
  );
}

/** Without the APIs of which there is nothing. */
export const withoutEmpty = (scopes: Scopes): Record<string, string[]> =>
  Object.fromEntries(Object.entries(scopes).filter(([, names]) => names.length > 0));

/** The boxes of a page of APIs, and the way to the next. @param given what is ticked */
export async function scopeBoxes(
  visit: Visit,
  given: Scopes,
  faults: Faults,
): Promise<{ readonly boxes: SafeHtml; readonly further: SafeHtml }> {
  const cursor = visit.query.get('cursor') ?? visit.form.text('cursor');
  const query = { limit: perPage, ...(cursor !== '' && { cursor }) };
  const { items, next } = answerOf(await visit.api.GET('/resources', { params: { query } }));
  if (items.length === 0) return { boxes: html`<p>${texts(visit.language).noApis}</p>`, further: html`` };
  const boxes = items.map((resource) => boxesOf(visit, resource, given[resource.indicator] ?? [], faults));
  const carriedCursor = cursor === '' ? '' : html`<input type="hidden" name="cursor" value="${cursor}">`;
  return { boxes: html`${carriedCursor}${boxes}`, further: paging(visit, next) };
}

function boxesOf(visit: Visit, resource: Resource, given: readonly string[], faults: Faults): SafeHtml {
  const { indicator, scopes } = resource;
  const boxes = checkBoxes({
    name: 'scopes',
    id: `scopes-${indicator}`,
    label: `${nameOf(resource, visit)} (${indicator})`,
    pointer: `/scopes/${indicator.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    faults,
    options: Object.entries(scopes).map(([scope, text]) => [
      valueOf(indicator, scope),
      `${scope}: ${inLanguage(text, visit.language)}`,
    ]),
    chosen: given.map((scope) => valueOf(indicator, scope)),
  });
  return html`<input type="hidden" name="api" value="${indicator}">${boxes}`;
}
