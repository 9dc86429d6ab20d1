/** GET /users: search and list. */
import { answerOf } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { input, select } from '../../pages/form-controls.ts';
import { searchForm, table } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { users as texts } from '../../texts/users.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { emailOf, listPath, nameOf, pathOf, stateBadge, type User } from './user.ts';

const statuses = ['active', 'pending', 'disabled'] as const;
const rolesOfRow = 3;

export const usersPage: ConsolePage = {
  path: listPath,
  scope: 'users:read',
  async show(visit) {
    const words = texts(visit.language);
    const { text } = visit;
    const { items, next } = answerOf(await visit.api.GET('/users', { params: { query: askedOf(visit) } }));
    const list = table(visit, {
      id: 'users',
      caption: text.sections.users,
      entries: items,
      next,
      columns: [
        {
          label: words.name,
          cell: (user: User) =>
            html`<a href="${pathOf(user.id)}"><bdi>${nameOf(user)}</bdi></a>${user.name === undefined ? '' : html` <small><bdi>${user.login}</bdi></small>`}`,
        },
        { label: words.email, cell: (user: User) => emailOf(visit, user) },
        { label: words.roles, cell: ({ roles }: User) => someOf(visit, roles) },
        { label: words.state, cell: (user: User) => stateBadge(visit, user) },
        { label: words.added, cell: (user: User) => when(visit, user.created_at) },
      ],
    });
    return {
      title: text.sections.users,
      actions: visit.may('users:write')
        ? html`<a class="button" id="add" href="${listPath}/new">${words.add}</a>`
        : undefined,
      body: html`<p class="soft intro">${words.intro}</p>${search(visit)}${list}`,
    };
  },
};

/** The parameters of the API that the address of the page stands for. */
function askedOf({ query }: Visit) {
  const value = (name: string): string => (query.get(name) ?? '').trim();
  const [q, role, cursor] = [value('q'), value('role'), value('cursor')];
  const status = statuses.find((one) => one === value('status'));
  return {
    ...(q !== '' && { q }),
    ...(role !== '' && { role }),
    ...(cursor !== '' && { cursor }),
    ...(status && { status }),
    // What is searched for comes by login.
    ...(q === '' && value('order') === 'newest' && { sort: '-created' as const }),
  };
}

function search(visit: Visit): SafeHtml {
  const words = texts(visit.language);
  const value = (name: string): string => visit.query.get(name) ?? '';
  return searchForm(
    visit,
    html`${input({ name: 'q', label: words.begins, type: 'search', value: value('q') })}${select({
      name: 'status',
      label: words.state,
      value: value('status'),
      options: [['', words.any], ...statuses.map((one) => [one, words.states[one]] as const)],
    })}${input({ name: 'role', label: words.role, value: value('role') })}${select({
      name: 'order',
      label: words.order,
      value: value('order'),
      options: [
        ['', words.orders.login],
        ['newest', words.orders.newest],
      ],
    })}`,
  );
}

function someOf({ language }: Visit, roles: readonly string[]): SafeHtml | undefined {
  if (roles.length === 0) return undefined;
  const rest = roles.length - rolesOfRow;
  const more = rest > 0 ? ` ${fillPlain(texts(language).more, { count: String(rest) })}` : '';
  return html`<span><bdi>${roles.slice(0, rolesOfRow).join(', ')}</bdi>${more}</span>`;
}
