/** What a user has at the moment, as tables: sessions, access of applications, API keys. */
import type { components } from '@gatehouse/admin-client';
import { deviceOf, fillPlain } from '@gatehouse/html';
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';
import { badge, chips } from '../../pages/facts.ts';
import { postForm } from '../../pages/form-controls.ts';
import type { Column } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { users as texts } from '../../texts/users.ts';
import type { Visit } from '../../visit.ts';
import { pathOf } from './user.ts';

export type Session = components['schemas']['Session'];
export type Grant = components['schemas']['Grant'];
export type Identity = components['schemas']['UserIdentity'];
export type ApiKey = components['schemas']['ApiKey'];

/** Which browser on which system. */
export function deviceWords({ language }: Visit, userAgent: string | undefined): string {
  const words = texts(language);
  const { browser, system } = deviceOf(userAgent);
  if (browser === undefined || system === undefined) return browser ?? system ?? words.unknownDevice;
  return fillPlain(words.deviceWords, { browser, system });
}

/** An application by its identifier, with its page for whoever may see it. */
export const clientLink = (visit: Visit, id: string): SafeHtml =>
  visit.may('clients:read')
    ? html`<a href="/clients/${id === 'new' ? '%6Eew' : encodeURIComponent(id)}"><code>${id}</code></a>`
    : html`<code>${id}</code>`;

const listed = (lines: readonly HtmlValue[]): HtmlValue =>
  html`<ul class="chips">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;

export function sessionColumns(visit: Visit, userId: string): Column<Session>[] {
  const words = texts(visit.language);
  const end = (session: Session) =>
    postForm(visit, '', {
      action: pathOf(userId, `/sessions/${encodeURIComponent(session.id)}/end`),
      submit: words.endOne,
      submitId: `end-${session.id}`,
    });
  return [
    { label: words.device, cell: (session) => deviceWords(visit, session.user_agent) },
    { label: words.lastUsed, cell: (session) => when(visit, session.last_used_at) },
    { label: words.since, cell: (session) => when(visit, session.signed_in_at) },
    { label: words.address, cell: ({ address }) => html`<bdi>${address}</bdi>` },
    { label: words.applications, cell: (session) => listed(session.client_ids.map((id) => clientLink(visit, id))) },
    ...(visit.may('sessions:revoke') ? [{ label: visit.text.list.actions, cell: end }] : []),
  ];
}

export function grantColumns(visit: Visit, userId: string): Column<Grant>[] {
  const words = texts(visit.language);
  const revoke = (grant: Grant) =>
    postForm(visit, '', {
      action: pathOf(userId, `/grants/${encodeURIComponent(grant.id)}/revoke`),
      submit: words.revokeOne,
      submitId: `revoke-${grant.id}`,
    });
  return [
    { label: words.application, cell: (grant) => clientLink(visit, grant.client_id) },
    { label: words.scopes, cell: (grant) => chips([...grant.openid_scopes, ...Object.values(grant.resources).flat()]) },
    { label: words.lastUsed, cell: (grant) => when(visit, grant.last_used_at) },
    { label: words.since, cell: (grant) => when(visit, grant.granted_at) },
    ...(visit.may('sessions:revoke') ? [{ label: visit.text.list.actions, cell: revoke }] : []),
  ];
}

/** Identities at upstream providers. */
export function identityColumns(visit: Visit, userId: string): Column<Identity>[] {
  const words = texts(visit.language);
  const unlink = (identity: Identity) =>
    postForm(visit, '', {
      action: pathOf(userId, `/identities/${encodeURIComponent(identity.id)}/unlink`),
      submit: words.unlinkOne,
      submitId: `unlink-${identity.id}`,
    });
  const provider = ({ connection, enabled }: Identity) =>
    html`<code>${connection}</code>${enabled ? '' : html` ${badge('caution', words.providerOff)}`}`;
  return [
    { label: words.provider, cell: provider },
    { label: words.whoThere, cell: ({ email, name, subject }) => html`<bdi>${email ?? name ?? subject}</bdi>` },
    { label: words.linked, cell: (identity) => when(visit, identity.linked_at) },
    { label: words.lastUsed, cell: (identity) => when(visit, identity.last_used_at) },
    ...(visit.may('users:credentials') ? [{ label: visit.text.list.actions, cell: unlink }] : []),
  ];
}

/** @param owner a column before the others */
export function apiKeyColumns(visit: Visit, owner: readonly Column<ApiKey>[] = []): Column<ApiKey>[] {
  const words = texts(visit.language);
  const revoke = (key: ApiKey) =>
    key.status === 'revoked'
      ? ''
      : postForm(visit, '', {
          action: pathOf(key.user_id, `/api-keys/${encodeURIComponent(key.id)}/revoke`),
          submit: words.revokeOne,
          submitId: `revoke-${key.id}`,
        });
  return [
    { label: words.name, cell: (key) => html`<bdi>${key.name}</bdi>` },
    ...owner,
    { label: words.scopes, cell: (key) => chips(Object.values(key.scopes).flat()) },
    { label: words.state, cell: (key) => credentialBadge(visit, key.status) },
    { label: words.lastUsed, cell: (key) => when(visit, key.last_used_at) },
    { label: words.expires, cell: (key) => when(visit, key.expires_at) ?? words.neverExpires },
    ...(visit.may('users:credentials') ? [{ label: visit.text.list.actions, cell: revoke }] : []),
  ];
}

export function credentialBadge({ language }: Visit, status: ApiKey['status']): SafeHtml {
  const kind = ({ active: 'good', expired: 'caution', revoked: 'bad' } as const)[status];
  return badge(kind, texts(language).keyStates[status]);
}
