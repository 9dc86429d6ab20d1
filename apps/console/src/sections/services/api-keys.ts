/** GET /service-accounts/api-keys: API keys of all users. */
import { answerOf } from '@gatehouse/admin-client';
import { html } from '@gatehouse/http/html';
import { table } from '../../pages/table.ts';
import { services as texts } from '../../texts/services.ts';
import type { ConsolePage } from '../../visit.ts';
import { type ApiKey, apiKeyColumns } from '../users/possessions.ts';
import { pathOf } from '../users/user.ts';

export const apiKeysPage: ConsolePage = {
  path: '/service-accounts/api-keys',
  scope: 'users:read',
  async show(visit) {
    const words = texts(visit.language);
    const cursor = visit.query.get('cursor') ?? '';
    const { items, next } = answerOf(
      await visit.api.GET('/api-keys', { params: { query: cursor === '' ? {} : { cursor } } }),
    );
    const owner = {
      label: words.owner,
      cell: ({ user_id: id, login }: ApiKey) => html`<a href="${pathOf(id)}"><bdi>${login ?? id}</bdi></a>`,
    };
    const columns = apiKeyColumns(visit, [owner]);
    const list = table(visit, { id: 'api-keys', caption: words.keys, entries: items, next, columns });
    return { title: words.keys, body: html`<p class="soft intro">${words.keysIntro}</p>${list}` };
  },
};
