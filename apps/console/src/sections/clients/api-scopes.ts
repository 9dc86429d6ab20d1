/** What a client may ask of one API: GET /clients/:client_id/scopes, where the API is chosen, and GET and POST of …/scopes/:resource. */
import { answerOf } from '@gatehouse/admin-client';
import { fillPlain, inLanguage } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change } from '../../change.ts';
import { mergedSet } from '../../members.ts';
import { code } from '../../pages/facts.ts';
import { checkBoxes, type Faults, postForm } from '../../pages/form-controls.ts';
import { table } from '../../pages/table.ts';
import { clientActs as texts } from '../../texts/client-acts.ts';
import { clients } from '../../texts/clients.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { type Client, crumbOf, nameOf, pathOf, readClient } from './client.ts';
import { type Resource, resourceOf, sentenceOf } from './scopes.ts';

export const scopesPathOf = (clientId: string, indicator?: string): string =>
  `${pathOf(clientId)}/scopes${indicator === undefined ? '' : `/${encodeURIComponent(indicator)}`}`;

const choicePage: ConsolePage = {
  path: '/clients/:client_id/scopes',
  scope: 'resources:read',
  async show(visit) {
    const words = texts(visit.language);
    const { client } = await readClient(visit);
    const cursor = visit.query.get('cursor') ?? '';
    const asked = cursor === '' ? {} : { cursor };
    const { items, next } = answerOf(await visit.api.GET('/resources', { params: { query: asked } }));
    const list = table(visit, {
      id: 'apis',
      caption: words.chooseApi,
      entries: items,
      next,
      columns: [
        {
          label: words.api,
          cell: ({ indicator, name }) =>
            html`<a href="${scopesPathOf(client.client_id, indicator)}"><bdi>${inLanguage(name, visit.language)}</bdi></a>${code(indicator)}`,
        },
        {
          label: clients(visit.language).asks,
          cell: ({ indicator, scopes }) => `${client.scopes[indicator]?.length ?? 0} / ${Object.keys(scopes).length}`,
          isNumber: true,
        },
      ],
    });
    return {
      title: titleOf(visit, client),
      crumbs: [crumbOf(client, visit.language)],
      body: html`<p class="soft intro">${words.chooseApi}</p>${list}`,
    };
  },
};

const formPage: ConsolePage = {
  path: '/clients/:client_id/scopes/:resource',
  scope: 'clients:read',
  async show(visit) {
    const { client, etag } = await readClient(visit);
    const indicator = visit.params['resource'] ?? '';
    const has = client.scopes[indicator] ?? [];
    const body = scopesForm(visit, client, await resourceOf(visit, indicator), { etag, was: has, chosen: has });
    return { title: titleOf(visit, client), crumbs: [crumbOf(client, visit.language)], body };
  },
  changeScope: 'clients:write',
  async change(visit) {
    const { client } = await readClient(visit);
    const { client_id: id } = client;
    const indicator = visit.params['resource'] ?? '';
    const { form } = visit;
    const [was, chosen] = [form.text('was').split(' ').filter(Boolean), form.all('scopes')];
    const grant = chosen.filter((scope) => !was.includes(scope));
    const revoke = was.filter((scope) => !chosen.includes(scope));
    return change(visit, {
      title: titleOf(visit, client),
      crumbs: [crumbOf(client, visit.language)],
      send: (header) =>
        visit.api.POST('/clients/{client_id}/scopes', {
          params: { path: { client_id: id }, header },
          body: {
            grant: grant.length === 0 ? {} : { [indicator]: grant },
            revoke: revoke.length === 0 ? {} : { [indicator]: revoke },
          },
        }),
      reason: 'optional',
      cancel: pathOf(id),
      form: async (faults, { detail }) =>
        scopesForm(visit, client, await resourceOf(visit, indicator), {
          etag: form.text('etag'),
          was,
          chosen,
          faults,
          problem: detail,
        }),
      async current() {
        const now = await readClient(visit);
        const theirs = now.client.scopes[indicator] ?? [];
        const yours = mergedSet(was.join('\n'), chosen.join('\n'), theirs.join('\n'));
        return { etag: now.etag, differing: [{ label: indicator, yours, theirs }] };
      },
      done: () => ({ goTo: `${pathOf(id)}#scopes`, notice: visit.text.changed }),
    });
  },
};

const titleOf = ({ language }: Visit, client: Client): string =>
  fillPlain(texts(language).scopesOf, { name: nameOf(client, language) });

interface Shown {
  readonly etag: string;
  readonly was: readonly string[];
  readonly chosen: readonly string[];
  readonly faults?: Faults;
  readonly problem?: string;
}

function scopesForm(
  visit: Visit,
  client: Client,
  resource: Resource | undefined,
  { etag, was, chosen, faults, problem }: Shown,
): SafeHtml {
  // What the API knows no more can be taken away too.
  const names = [...new Set([...Object.keys(resource?.scopes ?? {}), ...was])];
  const options = names.map((name) => {
    const words = sentenceOf(resource, name, visit);
    return [name, words === undefined ? name : `${name} – ${words}`] as const;
  });
  const label = resource === undefined ? (visit.params['resource'] ?? '') : inLanguage(resource.name, visit.language);
  const controls = html`<input type="hidden" name="was" value="${was.join(' ')}">${checkBoxes({ name: 'scopes', label, options, chosen })}`;
  const { save } = texts(visit.language);
  return postForm(visit, controls, { etag, submit: save, cancel: pathOf(client.client_id), faults, problem });
}

export const apiScopePages: readonly ConsolePage[] = [choicePage, formPage];
