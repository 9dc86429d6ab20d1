/** GET and POST /clients/:client_id/edit. */
import { fillPlain } from '@gatehouse/html';
import { html } from '@gatehouse/http/html';
import { editChange, editPage as editPageOf } from '../../edit.ts';
import { clientActs as texts } from '../../texts/client-acts.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { type Client, crumbOf, nameOf, pathOf, readClient } from './client.ts';
import { groupsOf } from './members.ts';

const editFormOf = ({ language }: Visit, client: Client) => ({
  title: fillPlain(texts(language).editTitle, { name: nameOf(client, language) }),
  crumbs: [crumbOf(client, language)],
  groups: (one: Client) => groupsOf(one, language),
  submit: texts(language).save,
  cancel: pathOf(client.client_id),
});

const readVersion = async (visit: Visit) => {
  const { client, etag } = await readClient(visit);
  return { document: client, etag };
};

export const editPage: ConsolePage = {
  path: '/clients/:client_id/edit',
  scope: 'clients:read',
  async show(visit) {
    const seen = await readVersion(visit);
    const advanced = html`<a class="button quiet" id="advanced" href="${pathOf(seen.document.client_id)}/advanced">${texts(visit.language).advanced}</a>`;
    return { ...editPageOf(visit, editFormOf(visit, seen.document), seen), actions: advanced };
  },
  changeScope: 'clients:write',
  async change(visit) {
    const { document: client } = await readVersion(visit);
    return editChange(visit, client, {
      ...editFormOf(visit, client),
      read: () => readVersion(visit),
      send: (header, body) =>
        visit.api.PATCH('/clients/{client_id}', { params: { path: { client_id: client.client_id }, header }, body }),
      done: () => ({ goTo: pathOf(client.client_id), notice: visit.text.changed }),
    });
  },
};
