/** The pages below /service-accounts: programs' credentials, and the API keys of all users. */
import { answerOf, type components } from '@gatehouse/admin-client';
import { html } from '@gatehouse/http/html';
import { change } from '../../change.ts';
import { chips } from '../../pages/facts.ts';
import { formAlert, input, postForm } from '../../pages/form-controls.ts';
import { shownOnce } from '../../pages/shown-once.ts';
import { table } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { services as texts } from '../../texts/services.ts';
import { users as userTexts } from '../../texts/users.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { credentialBadge } from '../users/possessions.ts';
import { apiKeysPage } from './api-keys.ts';
import { credentialForm, credentialOf } from './credential-form.ts';

type ServiceAccount = components['schemas']['ServiceAccount'];

const path = '/service-accounts';

const listPage: ConsolePage = {
  path,
  scope: 'users:read',
  async show(visit) {
    const words = texts(visit.language);
    const labels = userTexts(visit.language);
    const cursor = visit.query.get('cursor') ?? '';
    const { items, next } = answerOf(
      await visit.api.GET('/service-accounts', { params: { query: cursor === '' ? {} : { cursor } } }),
    );
    const title = visit.text.sections.services;
    const list = table(visit, {
      id: 'service-accounts',
      caption: title,
      entries: items,
      next,
      columns: [
        {
          label: labels.login,
          cell: ({ login, name }: ServiceAccount) =>
            html`<bdi>${login}</bdi>${name === login ? '' : html` <small><bdi>${name}</bdi></small>`}`,
        },
        { label: labels.scopes, cell: ({ scopes }: ServiceAccount) => chips(Object.values(scopes).flat()) },
        { label: labels.state, cell: ({ status }: ServiceAccount) => credentialBadge(visit, status) },
        { label: labels.lastUsed, cell: (one: ServiceAccount) => when(visit, one.last_used_at) },
        { label: labels.expires, cell: (one: ServiceAccount) => when(visit, one.expires_at) ?? labels.neverExpires },
        ...(visit.may('users:credentials')
          ? [{ label: visit.text.list.actions, cell: (one: ServiceAccount) => revokeButton(visit, one) }]
          : []),
      ],
    });
    const add = visit.may('users:credentials') && visit.may('resources:read');
    return {
      title,
      actions: html`<a class="button quiet" id="api-keys" href="${path}/api-keys">${words.keys}</a>${add ? html`<a class="button" id="add" href="${path}/new">${words.add}</a>` : ''}`,
      body: html`<p class="soft intro">${words.intro}</p>${list}`,
    };
  },
};

function revokeButton(visit: Visit, { id, login, status }: ServiceAccount) {
  if (status === 'revoked') return '';
  return postForm(visit, html`<input type="hidden" name="login" value="${login}">`, {
    action: `${path}/${encodeURIComponent(id)}/revoke`,
    submit: userTexts(visit.language).revokeOne,
    submitId: `revoke-${id}`,
  });
}

const revokePage: ConsolePage = {
  path: `${path}/:service_account_id/revoke`,
  scope: 'users:read',
  changeScope: 'users:credentials',
  // Whoever comes here by an address, or chooses another language, begins again.
  show: () => ({ goTo: path }),
  change(visit) {
    const words = texts(visit.language);
    const params = { path: { service_account_id: visit.params['service_account_id'] ?? '' } };
    return change(visit, {
      title: words.revoke,
      send: (header) => visit.api.DELETE('/service-accounts/{service_account_id}', { params: { ...params, header } }),
      reason: 'required',
      danger: true,
      confirm: words.revoke,
      about: html`<p class="intro"><strong><bdi>${visit.form.text('login')}</bdi></strong>: ${words.revokeAbout}</p>`,
      cancel: path,
      form: (_faults, { detail }) =>
        html`<div lang="en" dir="ltr">${formAlert(visit.text, detail)}</div><div class="actions"><a class="button quiet" href="${path}">${visit.text.sections.services}</a></div>`,
      done: () => ({ goTo: path, notice: words.revoked }),
    });
  },
};

const loginField = (visit: Visit, faults?: ReadonlyMap<string, string>) =>
  input({
    name: 'login',
    label: userTexts(visit.language).login,
    hint: texts(visit.language).loginHint,
    value: visit.form.text('login'),
    required: true,
    faults,
  });

const newPage: ConsolePage = {
  path: `${path}/new`,
  scope: 'users:credentials',
  async show(visit) {
    const body = await credentialForm(visit, { first: loginField(visit), cancel: path });
    return { title: texts(visit.language).add, body };
  },
  change(visit) {
    const words = texts(visit.language);
    const body = { ...credentialOf(visit), login: visit.form.text('login').trim() };
    return change(visit, {
      title: words.add,
      send: (header) => visit.api.POST('/service-accounts', { params: { header }, body }),
      // Nothing is overwritten or ended.
      preview: false,
      cancel: path,
      form: (faults, { detail }) =>
        credentialForm(visit, { first: loginField(visit, faults), cancel: path, faults, problem: detail }),
      done: ({ login, secret, expires_at: expires }) => ({
        title: words.secretTitle,
        body: shownOnce({
          about: words.secretAbout,
          label: words.secret,
          secret,
          known: [
            [userTexts(visit.language).login, html`<code>${login}</code>`],
            [userTexts(visit.language).expires, when(visit, expires)],
          ],
          on: { label: words.done, path },
        }),
      }),
    });
  },
};

export const servicePages: readonly ConsolePage[] = [listPage, newPage, apiKeysPage, revokePage];
