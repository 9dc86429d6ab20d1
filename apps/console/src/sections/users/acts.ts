/** POST /users/:user_id/…: what is done to a user by a button, after a look at what will happen. */
import { html } from '@gatehouse/http/html';
import { type Answered, change, type WriteHeaders } from '../../change.ts';
import type { AdminScope } from '../../scopes.ts';
import { userActs as texts } from '../../texts/user-acts.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { crumbsOf, idOf, listPath, nameOf, pathOf, readUser, refusal } from './user.ts';

type Act = keyof ReturnType<typeof texts>;

interface ActOptions {
  readonly name: Act;
  /** Below the user; `/<name>` by default. */
  readonly path?: string;
  readonly scope: AdminScope;
  readonly reason: 'required' | 'optional';
  /** What it ends cannot be had back by another button. */
  readonly danger?: boolean;
  readonly send: (visit: Visit, header: WriteHeaders) => Promise<Answered<unknown>>;
  readonly doneAt?: string;
}

/** The path of an act on a user. */
export const actPath = (id: string, name: Act): string => pathOf(id, `/${name}`);

function act({ name, path = `/${name}`, scope, reason, danger = false, send, doneAt }: ActOptions): ConsolePage {
  return {
    path: `${listPath}/:user_id${path}`,
    scope: 'users:read',
    changeScope: scope,
    // Whoever comes here by an address, or chooses another language, begins again.
    show: (visit) => ({ goTo: pathOf(idOf(visit)) }),
    async change(visit) {
      const words = texts(visit.language)[name];
      const { user } = await readUser(visit);
      const back = pathOf(user.id);
      return change(visit, {
        title: words.label,
        crumbs: crumbsOf(user),
        send: (header) => send(visit, header),
        reason,
        danger,
        confirm: words.label,
        about: html`<p class="intro"><strong><bdi>${nameOf(user)}</bdi></strong>: ${words.about}</p>`,
        cancel: back,
        form: (_faults, { detail }) => refusal(visit, user, detail),
        done: () => ({ goTo: doneAt ?? back, notice: words.done }),
      });
    },
  };
}

const of = (visit: Visit, header: WriteHeaders) => ({ path: { user_id: idOf(visit) }, header });

export const actPages: readonly ConsolePage[] = [
  act({
    name: 'enable',
    scope: 'users:write',
    reason: 'optional',
    send: (visit, header) =>
      visit.api.PATCH('/users/{user_id}', { params: of(visit, header), body: { disabled: false } }),
  }),
  act({
    name: 'disable',
    scope: 'users:write',
    reason: 'optional',
    danger: true,
    send: (visit, header) =>
      visit.api.PATCH('/users/{user_id}', { params: of(visit, header), body: { disabled: true } }),
  }),
  act({
    name: 'delete',
    scope: 'users:write',
    reason: 'optional',
    danger: true,
    send: (visit, header) => visit.api.DELETE('/users/{user_id}', { params: of(visit, header) }),
    doneAt: listPath,
  }),
  act({
    name: 'unlock',
    scope: 'users:write',
    reason: 'optional',
    send: (visit, header) => visit.api.POST('/users/{user_id}/unlock', { params: of(visit, header) }),
  }),
  act({
    name: 'remove-factors',
    scope: 'users:credentials',
    reason: 'required',
    danger: true,
    send: (visit, header) => visit.api.DELETE('/users/{user_id}/factors', { params: of(visit, header) }),
  }),
  act({
    name: 'end-sessions',
    scope: 'sessions:revoke',
    reason: 'optional',
    danger: true,
    send: (visit, header) => visit.api.DELETE('/users/{user_id}/sessions', { params: of(visit, header) }),
  }),
  act({
    name: 'end-session',
    path: '/sessions/:session_id/end',
    scope: 'sessions:revoke',
    reason: 'optional',
    send(visit, header) {
      const path = { user_id: idOf(visit), session_id: visit.params['session_id'] ?? '' };
      return visit.api.DELETE('/users/{user_id}/sessions/{session_id}', { params: { path, header } });
    },
  }),
  act({
    name: 'revoke-grants',
    scope: 'sessions:revoke',
    reason: 'optional',
    danger: true,
    send: (visit, header) => visit.api.DELETE('/users/{user_id}/grants', { params: of(visit, header) }),
  }),
  act({
    name: 'revoke-grant',
    path: '/grants/:grant_id/revoke',
    scope: 'sessions:revoke',
    reason: 'optional',
    send(visit, header) {
      const path = { user_id: idOf(visit), grant_id: visit.params['grant_id'] ?? '' };
      return visit.api.DELETE('/users/{user_id}/grants/{grant_id}', { params: { path, header } });
    },
  }),
  act({
    name: 'unlink-identity',
    path: '/identities/:identity_id/unlink',
    scope: 'users:credentials',
    reason: 'required',
    danger: true,
    send(visit, header) {
      const path = { user_id: idOf(visit), identity_id: visit.params['identity_id'] ?? '' };
      return visit.api.DELETE('/users/{user_id}/identities/{identity_id}', { params: { path, header } });
    },
  }),
  act({
    name: 'revoke-api-keys',
    scope: 'users:credentials',
    reason: 'required',
    danger: true,
    send: (visit, header) => visit.api.DELETE('/users/{user_id}/api-keys', { params: of(visit, header) }),
  }),
  act({
    name: 'revoke-api-key',
    path: '/api-keys/:key_id/revoke',
    scope: 'users:credentials',
    reason: 'required',
    danger: true,
    send(visit, header) {
      const path = { user_id: idOf(visit), key_id: visit.params['key_id'] ?? '' };
      return visit.api.DELETE('/users/{user_id}/api-keys/{key_id}', { params: { path, header } });
    },
  }),
];
