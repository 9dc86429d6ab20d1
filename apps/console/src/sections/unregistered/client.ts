/** GET /unregistered-clients/clients/:client: one client with its grants; POST …/remove: its end. */
import { type AdminClient, answerOf, type components } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { chips, code, codeBlock, facts, part } from '../../pages/facts.ts';
import { postForm } from '../../pages/form-controls.ts';
import { table } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { unregistered as texts } from '../../texts/unregistered.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { hostName, hostPath, listPath } from './hosts.ts';

type Client = components['schemas']['UnregisteredClient'];

export const clientPath = (id: string): string => `${listPath}/clients/${encodeURIComponent(id)}`;

const read = async (api: AdminClient, client: string): Promise<Client> =>
  answerOf(await api.GET('/unregistered-clients/{client}', { params: { path: { client } } }));

const crumbOf = (visit: Visit, { host }: Client) => ({
  label: host === '' ? texts(visit.language).noHost : host,
  path: hostPath(host),
});
const calledOf = (visit: Visit, { client_name: name = '' }: Client): string =>
  name === '' ? texts(visit.language).nameless : name;

export const clientPage: ConsolePage = {
  path: `${listPath}/clients/:client`,
  scope: 'clients:read',
  async show(visit) {
    const words = texts(visit.language);
    const client = await read(visit.api, visit.params['client'] ?? '');
    const known = facts([
      [words.client, code(client.client_id)],
      [words.kind, words.kinds[client.kind]],
      [words.host, hostName(visit, client.host)],
      [words.redirects, chips(client.redirect_uris)],
      [words.registeredFrom, code(client.registered_from)],
      [words.came, when(visit, client.created_at)],
      [words.lastUse, when(visit, client.last_used_at) ?? words.never],
    ]);
    const body = html`<p class="soft intro">${words.unchecked}</p>${part(words.known, known)}
${visit.may('users:read') ? await grantsPart(visit, client) : ''}
${part(words.says, html`<details><summary>${words.saysAbout}</summary>${codeBlock(words.says, JSON.stringify(client.metadata, undefined, 2))}</details>`)}
${endPart(visit, client)}`;
    return { title: calledOf(visit, client), crumbs: [crumbOf(visit, client)], body };
  },
};

/** Which users let it do what. */
async function grantsPart(visit: Visit, { client_id: client }: Client): Promise<SafeHtml> {
  const words = texts(visit.language);
  const cursor = visit.query.get('cursor') ?? '';
  const query = cursor === '' ? {} : { cursor };
  const answered = await visit.api.GET('/unregistered-clients/{client}/grants', {
    params: { path: { client }, query },
  });
  const { items, next } = answerOf(answered);
  const list = table(visit, {
    id: 'grants',
    caption: words.grants,
    entries: items,
    next,
    columns: [
      {
        label: words.user,
        cell: ({ user_id: id, login }) =>
          login === undefined ? code(id) : html`<a href="/users/${encodeURIComponent(id)}"><bdi>${login}</bdi></a>`,
      },
      {
        label: words.may,
        cell: ({ openid_scopes: scopes, resources }) =>
          chips([...scopes, ...Object.entries(resources).map(([api, names]) => `${api}: ${names.join(' ')}`)]),
      },
      { label: words.given, cell: ({ granted_at: at }) => when(visit, at) },
      { label: words.lastUse, cell: ({ last_used_at: at }) => when(visit, at) },
      { label: words.expires, cell: ({ expires_at: at }) => when(visit, at) },
    ],
  });
  return part(words.grants, list, { id: 'held' });
}

function endPart(visit: Visit, { client_id: id, kind }: Client): SafeHtml {
  if (!(visit.may('clients:write') && visit.may('sessions:revoke'))) return html``;
  const words = texts(visit.language);
  const form = postForm(visit, '', {
    action: `${clientPath(id)}/remove`,
    submit: words.remove,
    submitId: 'remove',
    danger: true,
  });
  const about = kind === 'document' ? words.removeDocumentAbout : words.removeAbout;
  return part(words.remove, html`<p class="soft">${about}</p>${form}`, { id: 'end' });
}

export const removeClientPage: ConsolePage = {
  path: `${listPath}/clients/:client/remove`,
  scope: 'clients:read',
  changeScope: 'clients:write',
  async change(visit) {
    const words = texts(visit.language);
    const client = await read(visit.api, visit.params['client'] ?? '');
    const { client_id: id } = client;
    return change<unknown>(visit, {
      title: fillPlain(words.removeTitle, { name: calledOf(visit, client) }),
      crumbs: [crumbOf(visit, client)],
      send: (header: WriteHeaders) =>
        visit.api.DELETE('/unregistered-clients/{client}', { params: { path: { client: id }, header } }),
      reason: 'optional',
      danger: true,
      confirm: words.remove,
      hidden: Object.keys(client),
      cancel: clientPath(id),
      done: () => ({ goTo: hostPath(client.host), notice: words.removed }),
    });
  },
};
