/** GET /resources: the APIs that access tokens are for. */
import { answerOf } from '@gatehouse/admin-client';
import { html } from '@gatehouse/http/html';
import { duration } from '../../pages/duration.ts';
import { code } from '../../pages/facts.ts';
import { table } from '../../pages/table.ts';
import { resources as texts } from '../../texts/resources.ts';
import type { ConsolePage } from '../../visit.ts';
import { addressOf, lists, nameOf } from './resource.ts';

const perPage = 50;

export const resourcesPage: ConsolePage = {
  path: '/resources',
  scope: 'resources:read',
  async show(visit) {
    const words = texts(visit.language);
    const cursor = visit.query.get('cursor') ?? '';
    const query = { limit: perPage, ...(cursor !== '' && { cursor }) };
    const { items, next } = answerOf(await visit.api.GET('/resources', { params: { query } }));
    const list = table(visit, {
      id: 'resources',
      caption: words.apis,
      entries: items,
      next,
      columns: [
        {
          label: words.name,
          cell: (one) => html`<a href="${addressOf(one.indicator)}"><bdi>${nameOf(one, visit)}</bdi></a>`,
        },
        { label: words.indicator, cell: ({ indicator }) => code(indicator) },
        {
          label: words.lasts,
          cell: ({ access_token_ttl_seconds: seconds }) =>
            seconds === undefined ? words.usual : duration(visit.language, seconds),
        },
        { label: words.count, cell: ({ scopes }) => Object.keys(scopes).length, isNumber: true },
      ],
    });
    const actions = visit.may('resources:write')
      ? html`<a class="button" id="new" href="/resources/new">${words.newApi}</a>`
      : undefined;
    const body = html`${lists(visit, 'apis')}<p class="soft intro">${words.apisIntro}</p>${list}`;
    return { title: visit.text.sections.resources, body, actions };
  },
};
