/** GET /connections: upstream providers that users sign in with. */
import { answerOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { badge, code } from '../../pages/facts.ts';
import { table } from '../../pages/table.ts';
import { connectionForm } from '../../texts/connection-form.ts';
import { connections as texts } from '../../texts/connections.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { acts } from './acts.ts';
import { addressOf, type Connection, connectionPage, displayNameOf, mayWrite } from './connection.ts';
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
          cell: (one) =>
            html`<span class="thing"><a href="${addressOf(one.name)}">${code(one.name)}</a> <small>${displayNameOf(visit, one)}</small></span>`,
        },
        { label: words.kind, cell: ({ kind }) => code(kind) },
        { label: words.state, cell: (one) => stateOf(visit, one) },
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

const stateOf = ({ language }: Visit, one: Connection): SafeHtml => {
  const words = texts(language);
  const needsSecret = !('token_endpoint_auth_method' in one) || one.token_endpoint_auth_method !== 'none';
  const state = one.enabled ? badge('good', words.enabled) : badge('plain', words.disabled);
  return html`<span>${state}${needsSecret && !one.has_secret ? html` ${badge('bad', words.noSecret)}` : ''}</span>`;
};

export const connectionPages: readonly ConsolePage[] = [
  listPage,
  ...newConnectionPages,
  connectionPage,
  editConnectionPage,
  ...acts,
];
