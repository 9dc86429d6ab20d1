/** GET /unregistered-clients/hosts/:host: the clients of a host; POST …/remove: the end of all of them. */
import { answerOf } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { code, part } from '../../pages/facts.ts';
import { checkBox, postForm } from '../../pages/form-controls.ts';
import { table } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { unregistered as texts } from '../../texts/unregistered.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { clientPath } from './client.ts';
import { hostIn as hostOf, hostPath, listPath } from './hosts.ts';

const nameOf = (visit: Visit): string => hostOf(visit) || texts(visit.language).noHost;

export const hostPage: ConsolePage = {
  path: `${listPath}/hosts/:host`,
  scope: 'clients:read',
  async show(visit) {
    const words = texts(visit.language);
    const cursor = visit.query.get('cursor') ?? '';
    const query = { host: hostOf(visit), ...(cursor !== '' && { cursor }) };
    const { items, next } = answerOf(await visit.api.GET('/unregistered-clients', { params: { query } }));
    const list = table(visit, {
      id: 'unregistered-clients',
      caption: nameOf(visit),
      entries: items,
      next,
      columns: [
        {
          label: words.client,
          cell: ({ client_id: id, client_name: name = '' }) =>
            html`<a href="${clientPath(id)}">${name === '' ? words.nameless : html`<bdi>${name}</bdi>`}</a>${code(id)}`,
        },
        { label: words.kind, cell: ({ kind }) => words.kinds[kind] },
        { label: words.grants, cell: ({ grants }) => grants, isNumber: true },
        { label: words.users, cell: ({ users }) => users, isNumber: true },
        { label: words.lastUse, cell: ({ last_used_at: used }) => when(visit, used) ?? words.never },
        { label: words.came, cell: ({ created_at: at }) => when(visit, at) },
      ],
    });
    const body = html`<p class="soft intro">${words.hostIntro}</p>${list}${items.length > 0 ? endPart(visit) : ''}`;
    return { title: nameOf(visit), body };
  },
};

const mayRemove = (visit: Visit): boolean => visit.may('clients:write') && visit.may('sessions:revoke');

/** The form that ends all of them, for whoever may. */
function endPart(visit: Visit): SafeHtml {
  if (!mayRemove(visit)) return html``;
  const words = texts(visit.language);
  const block = visit.may('config:apply')
    ? checkBox({ name: 'block', label: words.block, hint: words.blockHint, checked: false })
    : '';
  const form = postForm(visit, block, {
    action: `${hostPath(hostOf(visit))}/remove`,
    submit: words.removeAll,
    submitId: 'remove-all',
    danger: true,
  });
  return part(words.removeAll, html`<p class="soft">${words.removeAllAbout}</p>${form}`, { id: 'end' });
}

export const removeHostPage: ConsolePage = {
  path: `${listPath}/hosts/:host/remove`,
  scope: 'clients:read',
  changeScope: 'clients:write',
  change(visit) {
    const words = texts(visit.language);
    const host = hostOf(visit);
    const query = { block: String(visit.form.has('block')) };
    return change(visit, {
      title: fillPlain(words.removeHostTitle, { host: nameOf(visit) }),
      crumbs: [{ label: nameOf(visit), path: hostPath(host) }],
      send: (header: WriteHeaders) =>
        visit.api.DELETE('/unregistered-hosts/{host}', { params: { path: { host }, query, header } }),
      reason: 'optional',
      danger: true,
      confirm: words.removeAll,
      hidden: ['clients'],
      cancel: hostPath(host),
      // Of very many, a request removes some: the page says how many are left, with the same button.
      done: ({ removed, remaining }) => ({
        goTo: remaining > 0 ? hostPath(host) : listPath,
        notice: fillPlain(remaining > 0 ? words.someRemoved : words.allRemoved, {
          removed: String(removed),
          remaining: String(remaining),
        }),
      }),
    });
  },
};
