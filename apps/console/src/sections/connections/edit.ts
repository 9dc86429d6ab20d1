/** GET and POST /connections/:name/edit. */
import { fillPlain } from '@gatehouse/html';
import { editChange, editPage } from '../../edit.ts';
import { connectionForm as texts } from '../../texts/connection-form.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { addressOf, type Connection, nameOf, readConnection } from './connection.ts';
import { groupsOf } from './members.ts';

const editFormOf = (visit: Visit) => {
  const words = texts(visit.language);
  const name = nameOf(visit);
  return {
    title: fillPlain(words.editTitle, { name }),
    crumbs: [{ label: name, path: addressOf(name) }],
    groups: (one: Connection) => groupsOf(one, visit.language),
    submit: words.save,
    cancel: addressOf(name),
  };
};

const readVersion = async (visit: Visit) => {
  const { seen, etag } = await readConnection(visit);
  return { document: seen, etag };
};

export const editConnectionPage: ConsolePage = {
  path: '/connections/:name/edit',
  scope: 'connections:write',
  async show(visit) {
    return editPage(visit, editFormOf(visit), await readVersion(visit));
  },
  changeScope: 'users:credentials',
  async change(visit) {
    const { document } = await readVersion(visit);
    const name = nameOf(visit);
    return editChange(visit, document, {
      ...editFormOf(visit),
      read: () => readVersion(visit),
      send: (header, body) =>
        visit.api.PATCH('/connections/{connection_name}', {
          params: { path: { connection_name: name }, header },
          body,
        }),
      done: () => ({ goTo: addressOf(name), notice: visit.text.changed }),
    });
  },
};
