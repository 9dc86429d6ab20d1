/** What API keys and service accounts are made with: first the API, then what they may do there, and for how long. */
import { randomUUID } from 'node:crypto';
import { answerOf, type components } from '@gatehouse/admin-client';
import { inLanguage } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { checkBoxes, type Faults, input, postForm, select } from '../../pages/form-controls.ts';
import { type AdminScope, adminScopes } from '../../scopes.ts';
import { services as texts } from '../../texts/services.ts';
import { users as userTexts } from '../../texts/users.ts';
import type { Visit } from '../../visit.ts';

type Resource = components['schemas']['Resource'];

/** More than fit on a page are typed. */
const mostApis = 200;
const lifetimes = ['90', '30', '365', 'never'] as const;
const daySeconds = 86_400;

interface CredentialForm {
  /** Controls before the others. */
  readonly first?: SafeHtml | undefined;
  readonly cancel: string;
  readonly faults?: Faults | undefined;
  readonly problem?: string | undefined;
}

const chosenApi = ({ form, query }: Visit): string => form.text('resource') || (query.get('resource') ?? '');

/** The form for the API that was chosen, or the one that asks for it. */
export async function credentialForm(visit: Visit, options: CredentialForm): Promise<SafeHtml> {
  const indicator = chosenApi(visit);
  if (indicator === '') return apiForm(visit, options.cancel);
  const path = { resource: indicator };
  const resource = answerOf(await visit.api.GET('/resources/{resource}', { params: { path } }));
  return scopesForm(visit, resource, options);
}

async function apiForm(visit: Visit, cancel: string): Promise<SafeHtml> {
  const words = texts(visit.language);
  const { items, next } = answerOf(await visit.api.GET('/resources', { params: { query: { limit: mostApis } } }));
  if (items.length === 0) return html`<p>${words.noApis}</p>`;
  const control = { name: 'resource', label: words.api, hint: words.apiHint };
  const choice =
    next === undefined
      ? select({ ...control, options: items.map((one) => [one.indicator, labelOf(visit, one)]) })
      : input({ ...control, type: 'url' });
  return html`<form class="post" method="get" action="${visit.path}">${choice}
<div class="actions"><button type="submit" id="next-step">${words.next}</button><a class="button quiet" href="${cancel}">${visit.text.form.cancel}</a></div></form>`;
}

const labelOf = ({ language }: Visit, { name, indicator }: Resource): string =>
  name === undefined ? indicator : `${inLanguage(name, language)} – ${indicator}`;

function scopesForm(visit: Visit, resource: Resource, { first, cancel, faults, problem }: CredentialForm): SafeHtml {
  const words = texts(visit.language);
  const { form, language } = visit;
  const options = Object.entries(resource.scopes)
    .filter(([scope]) => mayGive(visit, resource, scope))
    .map(([scope, sentence]) => [scope, `${scope} – ${inLanguage(sentence, language)}`] as const);
  // A form that is sent twice makes one.
  const key = form.text('key') || randomUUID();
  return html`<p class="intro"><strong>${words.api}</strong>: <bdi>${labelOf(visit, resource)}</bdi></p>${postForm(
    visit,
    html`<input type="hidden" name="key" value="${key}"><input type="hidden" name="resource" value="${resource.indicator}">${first}${input(
      {
        name: 'name',
        label: userTexts(language).name,
        value: form.text('name'),
        hint: words.nameHint,
        faults,
      },
    )}${checkBoxes({ name: 'scopes', label: words.scopes, options, chosen: form.all('scopes'), faults })}${select({
      name: 'lifetime',
      label: words.lifetime,
      value: form.text('lifetime'),
      options: lifetimes.map((one) => [one, words.lifetimes[one]]),
      pointer: '/expires_at',
      faults,
    })}`,
    { faults, problem, submit: words.create, cancel },
  )}`;
}

const isAdminScope = (scope: string): scope is AdminScope => (adminScopes as readonly string[]).includes(scope);

/** Nobody gives scopes of the admin API that they lack. The API has the rule; this shows what it lets through. */
const mayGive = (visit: Visit, { indicator }: Resource, scope: string): boolean =>
  !/\/admin\/v1\/?$/u.test(indicator) || !isAdminScope(scope) || visit.may(scope);

/** What was asked for. */
export function credentialOf({ form, nowSeconds }: Visit) {
  const name = form.text('name').trim();
  const days = Number(form.text('lifetime'));
  return {
    resource: form.text('resource'),
    scopes: [...form.all('scopes')],
    ...(name !== '' && { name }),
    ...(days > 0 && { expires_at: new Date((nowSeconds + days * daySeconds) * 1000).toISOString() }),
  };
}
