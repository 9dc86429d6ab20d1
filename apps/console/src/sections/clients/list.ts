/** GET /clients: search and list. */
import { answerOf } from '@gatehouse/admin-client';
import { html } from '@gatehouse/http/html';
import { code } from '../../pages/facts.ts';
import { input, select } from '../../pages/form-controls.ts';
import { searchForm, table } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { clients as texts } from '../../texts/clients.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { type Client, kindOf, listPath, nameOf, pathOf, stateBadge } from './client.ts';

const statuses = ['active', 'disabled'] as const;

export const clientsPage: ConsolePage = {
  path: listPath,
  scope: 'clients:read',
  async show(visit) {
    const words = texts(visit.language);
    const { text } = visit;
    const asked = askedOf(visit);
    const { items, next } = answerOf(await visit.api.GET('/clients', { params: { query: asked } }));
    const list = table(visit, {
      id: 'clients',
      caption: text.sections.clients,
      entries: items,
      next,
      columns: [
        {
          label: words.name,
          cell: (client) =>
            html`<a href="${pathOf(client.client_id)}"><bdi>${nameOf(client, visit.language)}</bdi></a>${code(client.client_id)}`,
        },
        { label: words.kind, cell: (client: Client) => words.kinds[kindOf(client)] },
        { label: words.state, cell: (client: Client) => stateBadge(words, client) },
        { label: words.changed, cell: (client: Client) => when(visit, client.updated_at) },
      ],
    });
    return {
      title: text.sections.clients,
      actions: visit.may('clients:write')
        ? html`<a class="button" id="add" href="${listPath}/new">${words.add}</a>`
        : undefined,
      body: html`<p class="soft intro">${words.intro}</p>${search(visit)}${list}`,
    };
  },
};

/** The parameters of the API that the address of the page stands for. */
function askedOf({ query, language }: Visit) {
  const value = (name: string): string => query.get(name) ?? '';
  const [q, cursor] = [value('q').trim(), value('cursor')];
  const status = statuses.find((one) => one === value('status'));
  const grant = (Object.keys(texts(language).grants) as Client['grant_types']).find((one) => one === value('grant'));
  return {
    sort: value('by') === 'id' ? ('id' as const) : ('name' as const),
    ...(q !== '' && { q }),
    ...(cursor !== '' && { cursor }),
    ...(status && { status }),
    ...(grant && { grant }),
  };
}

function search(visit: Visit) {
  const words = texts(visit.language);
  const value = (name: string): string => visit.query.get(name) ?? '';
  const any = ['', words.any] as const;
  const grants = Object.entries(words.grants);
  return searchForm(
    visit,
    html`${input({ name: 'q', label: words.begins, type: 'search', value: value('q') })}${select({
      name: 'by',
      label: words.by,
      value: value('by'),
      options: [
        ['name', words.name],
        ['id', words.id],
      ],
    })}${select({
      name: 'status',
      label: words.state,
      value: value('status'),
      options: [any, ...statuses.map((one) => [one, words[one]] as const)],
    })}${select({ name: 'grant', label: words.ways, value: value('grant'), options: [any, ...grants] })}`,
  );
}
