/** GET /users/:user_id: everything known of one user, and what can be done about it. */
import { answerOf, type components, seenOf } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';
import { actList } from '../../pages/act-list.ts';
import { badge, chips, code, facts, part } from '../../pages/facts.ts';
import { plainTable } from '../../pages/plain-table.ts';
import { valueOf } from '../../pages/preview.ts';
import type { Column } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { users as texts } from '../../texts/users.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { activityPart } from './activity.ts';
import { dangersOf, helpsOf } from './offered-acts.ts';
import { apiKeyColumns, grantColumns, type Identity, identityColumns, sessionColumns } from './possessions.ts';
import { emailOf, idOf, listPath, nameOf, pathOf, readUser, stateBadge, type User } from './user.ts';

type Summary = components['schemas']['UserSummary'];
type Factor = components['schemas']['Factors']['items'][number];

/** Rows of a list here; the page of the list has the others. */
const mostRows = 5;

export const userPage: ConsolePage = {
  path: `${listPath}/:user_id`,
  scope: 'users:read',
  async show(visit) {
    const words = texts(visit.language);
    const { api } = visit;
    const params = { path: { user_id: idOf(visit) } };
    const [{ user, etag }, summary, factors, identities, sessions, grants, keys, activity] = await Promise.all([
      readUser(visit),
      api.GET('/users/{user_id}/summary', { params }).then(answerOf),
      api.GET('/users/{user_id}/factors', { params }).then(seenOf),
      api.GET('/users/{user_id}/identities', { params }).then(answerOf),
      api.GET('/users/{user_id}/sessions', { params }).then(answerOf),
      api.GET('/users/{user_id}/grants', { params }).then(answerOf),
      api.GET('/users/{user_id}/api-keys', { params }).then(answerOf),
      api.GET('/users/{user_id}/activity', { params: { ...params, query: { limit: 8 } } }).then(answerOf),
    ]);
    const known = {
      user,
      etag,
      summary,
      factorsEtag: factors.etag,
      factors: factors.seen.items.length,
      keys: keys.items.filter(({ status }) => status !== 'revoked').length,
    };
    const list = <Entry>(
      id: string,
      title: string,
      none: string,
      columns: Column<Entry>[],
      items: Entry[],
      actions?: HtmlValue,
    ) => listPart(visit, { id, title, none, columns, items, all: pathOf(user.id, `/${id}`), actions });
    return {
      title: nameOf(user),
      actions: visit.may('users:write')
        ? html`<a class="button" id="edit" href="${pathOf(user.id, '/edit')}">${words.edit}</a>`
        : undefined,
      body: html`${whoPart(visit, user)}
<div class="columns">${rolesPart(visit, user)}${claimsPart(visit, user)}</div>
${signInPart(visit, summary, factors.seen.items)}
${identitiesPart(visit, user.id, identities.items)}
${list('sessions', words.sessions, words.noSessions, sessionColumns(visit, user.id), sessions.items)}
${list('grants', words.grants, words.noGrants, grantColumns(visit, user.id), grants.items)}
${list('api-keys', words.apiKeys, words.noApiKeys, apiKeyColumns(visit), keys.items, newKeyLink(visit, user))}
${activityPart(visit, user.id, activity.items)}
${actsPart(words.acts, 'acts', actList(visit, helpsOf(visit, known)))}
${actsPart(words.dangers, 'dangers', actList(visit, dangersOf(visit, known)))}`,
    };
  },
};

function whoPart(visit: Visit, user: User): SafeHtml {
  const words = texts(visit.language);
  return part(
    words.who,
    facts([
      [words.state, stateBadge(visit, user)],
      [words.login, html`<bdi>${user.login}</bdi>`],
      [words.email, emailOf(visit, user)],
      [words.language, user.locale ?? words.languageOfBrowser],
      [words.added, when(visit, user.created_at)],
      [words.changed, when(visit, user.updated_at)],
      [words.removedAt, when(visit, user.unconfirmed_until)],
      [words.terms, user.terms && html`<bdi>${user.terms.version}</bdi>, ${when(visit, user.terms.accepted_at)}`],
      [words.identifier, code(user.id)],
    ]),
    { id: 'who' },
  );
}

const changeLink = (visit: Visit, id: string, path: string, label: string): HtmlValue =>
  visit.may('users:write') ? html`<a class="button quiet" id="${id}" href="${path}">${label}</a>` : '';

function rolesPart(visit: Visit, { id, roles }: User): SafeHtml {
  const words = texts(visit.language);
  const body = chips(roles) ?? html`<p class="soft">${words.noRoles}</p>`;
  return part(words.roles, body, {
    id: 'roles',
    actions: changeLink(visit, 'change-roles', pathOf(id, '/roles'), words.changeRoles),
  });
}

function claimsPart(visit: Visit, { id, claims }: User): SafeHtml {
  const words = texts(visit.language);
  const entries = Object.entries(claims);
  const known = entries.map(([name, value]) => [name, valueOf(value, '–')] as const);
  const body = html`<p class="soft">${words.claimsAbout}${entries.length === 0 ? ` ${words.noClaims}` : ''}</p>${entries.length === 0 ? '' : facts(known)}`;
  return part(words.claims, body, {
    id: 'claims',
    actions: changeLink(visit, 'change-claims', pathOf(id, '/claims'), words.changeClaims),
  });
}

function signInPart(visit: Visit, summary: Summary, factors: readonly Factor[]): SafeHtml {
  const words = texts(visit.language);
  const { ways_to_sign_in: ways, open_invitations: invitations } = summary;
  const known = facts([
    [words.password, ways.password ? badge('good', words.passwordSet) : badge('caution', words.passwordUnset)],
    [words.invitation, invitations > 0 ? badge('plain', words.openInvitation) : undefined],
  ]);
  const columns: Column<Factor>[] = [
    {
      label: words.factor,
      cell: ({ kind, name }) =>
        html`${words.factorKinds[kind]}${name === undefined ? '' : html` <small><bdi>${name}</bdi></small>`}`,
    },
    { label: words.added, cell: (factor) => when(visit, factor.added_at) },
    {
      label: words.lastUsed,
      cell: ({ left, last_used_at: at }) =>
        left === undefined ? (when(visit, at) ?? '–') : fillPlain(words.codesLeft, { count: String(left) }),
    },
  ];
  const listed =
    factors.length === 0
      ? html`<p class="soft">${words.noFactors}</p>`
      : plainTable(words.factors, columns, factors.slice(0, 20));
  return part(words.signIn, html`${known}<h3>${words.factors}</h3>${listed}`, { id: 'sign-in-ways' });
}

/** All of them: there are few. Nothing where there are none. */
const identitiesPart = (visit: Visit, userId: string, identities: readonly Identity[]): HtmlValue => {
  if (identities.length === 0) return '';
  const title = texts(visit.language).identities;
  return part(title, plainTable(title, identityColumns(visit, userId), identities), { id: 'identities' });
};

interface ListPart<Entry> {
  readonly id: string;
  readonly title: string;
  readonly none: string;
  readonly columns: readonly Column<Entry>[];
  readonly items: readonly Entry[];
  readonly all: string;
  readonly actions: HtmlValue;
}

function listPart<Entry>(visit: Visit, { id, title, none, columns, items, all, actions }: ListPart<Entry>): SafeHtml {
  if (items.length === 0) return part(title, html`<p class="soft">${none}</p>`, { id, actions });
  const rest =
    items.length > mostRows
      ? html`<p class="below"><a id="all-${id}" href="${all}">${fillPlain(texts(visit.language).all, { count: String(items.length) })}</a></p>`
      : '';
  return part(title, html`${plainTable(title, columns, items.slice(0, mostRows))}${rest}`, { id, actions });
}

/** The way to another one, which has no more than the user. */
const newKeyLink = (visit: Visit, { id, status }: User): HtmlValue =>
  visit.may('users:credentials') && visit.may('resources:read') && status === 'active'
    ? html`<a class="button quiet" id="add-api-key" href="${pathOf(id, '/api-keys/new')}">${texts(visit.language).addApiKey}</a>`
    : '';

const actsPart = (title: string, id: string, acts: SafeHtml | undefined): HtmlValue =>
  acts === undefined ? '' : part(title, acts, { id });
