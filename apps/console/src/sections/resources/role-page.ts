/** GET /resources/roles/:role: what a role gives, and who has it. */
import { answerOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { chips, code, part } from '../../pages/facts.ts';
import { postForm } from '../../pages/form-controls.ts';
import { paging } from '../../pages/table.ts';
import { resources as texts } from '../../texts/resources.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { addressOf } from './resource.ts';
import { type Role, readRole, roleAddress, rolesCrumb } from './role.ts';

const perPage = 50;

export const rolePage: ConsolePage = {
  path: '/resources/roles/:role',
  scope: 'resources:read',
  async show(visit) {
    const words = texts(visit.language);
    const { role, etag } = await readRole(visit);
    const mayChange = visit.may('resources:write');
    const users = visit.may('users:read') ? await usersPart(visit, role) : '';
    const history = `/audit?target_type=role&target_id=${encodeURIComponent(role.name)}`;
    const actions = html`${visit.may('audit:read') && html`<a class="button quiet" href="${history}">${words.history}</a>`}${mayChange && html`<a class="button quiet" id="edit" href="${roleAddress(role.name)}/edit">${words.edit}</a>`}`;
    const body = html`${givesPart(visit, role)}${users}${mayChange ? removePart(visit, role, etag) : ''}`;
    return { title: role.name, crumbs: [rolesCrumb(visit)], body, actions };
  },
};

function givesPart({ language }: Visit, { scopes }: Role): SafeHtml {
  const words = texts(language);
  const apis = Object.entries(scopes).filter(([, names]) => names.length > 0);
  const list = apis.map(
    ([indicator, names]) => html`<h3><a href="${addressOf(indicator)}">${code(indicator)}</a></h3>${chips(names)}`,
  );
  return part(words.gives, apis.length === 0 ? html`<p class="soft">${words.givesNothing}</p>` : list, { id: 'gives' });
}

async function usersPart(visit: Visit, { name }: Role): Promise<SafeHtml> {
  const words = texts(visit.language);
  const cursor = visit.query.get('cursor') ?? '';
  const query = { limit: perPage, ...(cursor !== '' && { cursor }) };
  const found = await visit.api.GET('/roles/{role}/users', { params: { path: { role: name }, query } });
  const { items, next } = answerOf(found);
  const list = html`<ul class="unmarked several">${items.map(({ id, login }) => html`<li><a href="/users/${encodeURIComponent(id)}"><bdi>${login}</bdi></a></li>`)}</ul>${paging(visit, next)}`;
  return part(words.users, items.length === 0 ? html`<p class="soft">${words.usersNone}</p>` : list, { id: 'users' });
}

function removePart(visit: Visit, { name }: Role, etag: string): SafeHtml {
  const words = texts(visit.language);
  const form = postForm(visit, '', {
    action: `${roleAddress(name)}/remove`,
    etag,
    submit: words.remove,
    submitId: 'remove',
    danger: true,
  });
  return part(words.remove, html`<p>${words.removeRoleText}</p>${form}`);
}
