/** GET /resources/roles: roles, and what they give. */
import { answerOf } from '@gatehouse/admin-client';
import { html } from '@gatehouse/http/html';
import { code } from '../../pages/facts.ts';
import { table } from '../../pages/table.ts';
import { resources as texts } from '../../texts/resources.ts';
import type { ConsolePage } from '../../visit.ts';
import { lists } from './resource.ts';
import { roleAddress } from './role.ts';

const perPage = 50;

/** As many APIs of a role as its row names. */
const most = 3;

export const rolesPage: ConsolePage = {
  path: '/resources/roles',
  scope: 'resources:read',
  async show(visit) {
    const words = texts(visit.language);
    const cursor = visit.query.get('cursor') ?? '';
    const query = { limit: perPage, ...(cursor !== '' && { cursor }) };
    const { items, next } = answerOf(await visit.api.GET('/roles', { params: { query } }));
    const list = table(visit, {
      id: 'roles',
      caption: words.roles,
      entries: items,
      next,
      columns: [
        { label: words.roleName, cell: ({ name }) => html`<a href="${roleAddress(name)}">${code(name)}</a>` },
        {
          label: words.givesApis,
          cell: ({ scopes }) => {
            const names = Object.keys(scopes);
            const further = names.length > most ? html`<li>+ ${names.length - most}</li>` : '';
            return html`<ul class="unmarked">${names.slice(0, most).map((name) => html`<li>${code(name)}</li>`)}${further}</ul>`;
          },
        },
        { label: words.count, cell: ({ scopes }) => Object.values(scopes).flat().length, isNumber: true },
      ],
    });
    const actions = visit.may('resources:write')
      ? html`<a class="button" id="new" href="/resources/roles/new">${words.newRole}</a>`
      : undefined;
    const body = html`${lists(visit, 'roles')}<p class="soft intro">${words.rolesIntro}</p>${list}`;
    return { title: words.roles, body, actions };
  },
};
