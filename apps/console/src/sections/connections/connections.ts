/** GET /connections: upstream providers that users sign in with. */
import { answerOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http';
import { badge, code } from '../../pages/facts.ts';
import { table } from '../../pages/table.ts';
import { connectionForm } from '../../texts/connection-form.ts';
import { connections as texts } from '../../texts/connections.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { acts } from './acts.ts';
import { addressOf, type Connection, connectionPage, mayWrite } from './connection.ts';
import { editConnectionPage } from './edit.ts';
import { newConnectionPages } from './new.ts';

const listPage: ConsolePage = {
  path: '/connections',
  scope: 'connections:read',
  async show(visit) {
    const words = texts(visit.language);
    const cursor = visit.query.get('cursor');
    const query = cursor === null ? {} : { cursor };
    const { items, next } = answerOf(await visit.api.GET('/connections', { params: { query } }));
    const list = table(visit, {
      id: 'connections',
      caption: visit.text.sections.connections,
      entries: items,
      next,
      columns: [
        {
          label: words.connection,
          cell: ({ name }) => html`<a href="${addressOf(name)}">${code(name)}</a>`,
        },
        { label: words.kind, cell: ({ kind }) => code(kind) },
        { label: words.state, cell: (one) => stateBadge(visit, one) },
        { label: words.issuer, cell: (one) => ('issuer' in one ? code(one.issuer) : '–') },
      ],
    });
    const add = html`<a class="button" id="new" href="/connections/new">${connectionForm(visit.language).add}</a>`;
    return {
      title: visit.text.sections.connections,
      actions: mayWrite(visit) ? add : undefined,
      body: html`<p class="soft intro">${words.intro}</p>${list}`,
    };
  },
};

const stateBadge = ({ language }: Visit, one: Connection): SafeHtml => {
  const words = texts(language);
  if (!one.enabled) return badge('plain', words.disabled);
  const needsSecret = !('token_endpoint_auth_method' in one) || one.token_endpoint_auth_method !== 'none';
  return needsSecret && !one.has_secret ? badge('bad', words.noSecret) : badge('good', words.enabled);
};

export const connectionPages: readonly ConsolePage[] = [
  listPage,
  ...newConnectionPages,
  connectionPage,
  editConnectionPage,
  ...acts,
];
