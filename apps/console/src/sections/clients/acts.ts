/** What ends with one button: POST /clients/:client_id/{disable, enable, revoke, remove}. */
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { actList } from '../../pages/act-list.ts';
import { part } from '../../pages/facts.ts';
import { clientActs as texts } from '../../texts/client-acts.ts';
import { clients } from '../../texts/clients.ts';
import type { Answer, ConsolePage, Visit } from '../../visit.ts';
import { type Client, crumbOf, listPath, nameOf, pathOf, readClient } from './client.ts';

const acts = ['disable', 'enable', 'revoke', 'remove'] as const;
type Act = (typeof acts)[number];

/** The part of the page with the buttons, for whoever may use them. */
export function endPart(visit: Visit, client: Client, etag: string): SafeHtml {
  if (!visit.may('clients:write')) return html``;
  const words = texts(visit.language);
  const offered: readonly Act[] = [client.disabled ? 'enable' : 'disable', 'revoke', 'remove'];
  const list = offered.map((name) => ({
    id: name,
    label: words[name].label,
    about: words[name].about,
    action: `${pathOf(client.client_id)}/${name}`,
    // Tokens are no part of what has a version.
    etag: name === 'revoke' ? undefined : etag,
    danger: name !== 'enable',
  }));
  return part(words.stop, actList(visit, list), { id: 'end' });
}

/** What somebody else changed of a client between seeing it and ending it. */
export async function differingSince(visit: Visit, yours: { readonly state: string }) {
  const words = clients(visit.language);
  const { client, etag } = await readClient(visit);
  const theirs = client.disabled ? words.disabled : words.active;
  return {
    etag,
    differing: [
      { label: words.state, yours: yours.state, theirs },
      { label: words.changed, yours: undefined, theirs: client.updated_at },
    ],
  };
}

async function act(visit: Visit, name: Act): Promise<Answer> {
  const words = texts(visit.language)[name];
  const { client } = await readClient(visit);
  const { client_id: id } = client;
  const about = html`<p class="intro">${words.about}</p>`;
  const states = clients(visit.language);
  const wanted = {
    disable: states.disabled,
    enable: states.active,
    revoke: '',
    remove: texts(visit.language).remove.label,
  };
  return change<unknown>(visit, {
    title: fillPlain(words.title, { name: nameOf(client, visit.language) }),
    crumbs: [crumbOf(client, visit.language)],
    send: (header) => sent(visit, name, id, header),
    reason: 'optional',
    danger: name !== 'enable',
    confirm: words.label,
    about,
    cancel: pathOf(id),
    current: () => differingSince(visit, { state: wanted[name] }),
    done: () => ({ goTo: name === 'remove' ? listPath : pathOf(id), notice: words.done }),
  });
}

function sent({ api }: Visit, name: Act, id: string, header: WriteHeaders) {
  const params = { path: { client_id: id }, header };
  if (name === 'remove') return api.DELETE('/clients/{client_id}', { params });
  if (name === 'revoke') return api.POST('/clients/{client_id}/revocation', { params, body: {} });
  return api.PATCH('/clients/{client_id}', { params, body: { disabled: name === 'disable' } });
}

export const actPages: readonly ConsolePage[] = acts.map((name) => ({
  path: `/clients/:client_id/${name}`,
  scope: 'clients:read',
  changeScope: 'clients:write',
  change: (visit) => act(visit, name),
}));
