/** The pages below /unregistered-clients/tokens: initial access tokens, with which applications register themselves (RFC 7591). */
import { randomUUID } from 'node:crypto';
import { answerOf, type components } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { badge, chips } from '../../pages/facts.ts';
import { type Faults, input, noFaults, postForm, textArea } from '../../pages/form-controls.ts';
import { shownOnce } from '../../pages/shown-once.ts';
import { type Column, table } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { registrationTokens as texts } from '../../texts/registration-tokens.ts';
import { unregistered } from '../../texts/unregistered.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { linesOf, scopesOf } from './api-ceiling.ts';
import { listPath } from './hosts.ts';

type Token = components['schemas']['RegistrationToken'];

const tokensPath = `${listPath}/tokens`;

const crumbsOf = ({ language }: Visit) => [{ label: texts(language).title, path: tokensPath }];

const listPage: ConsolePage = {
  path: tokensPath,
  scope: 'clients:read',
  async show(visit) {
    const words = texts(visit.language);
    const cursor = visit.query.get('cursor') ?? '';
    const query = cursor === '' ? {} : { cursor };
    const { items, next } = answerOf(await visit.api.GET('/registration-tokens', { params: { query } }));
    const columns = columnsOf(visit);
    const list = table(visit, { id: 'tokens', caption: words.title, entries: items, next, columns });
    const add = visit.may('clients:write')
      ? html`<a class="button" id="add" href="${tokensPath}/new">${words.add}</a>`
      : '';
    return {
      title: words.title,
      actions: html`${add}`,
      body: html`<p class="soft intro">${words.intro}</p>${list}`,
    };
  },
};

function columnsOf(visit: Visit): readonly Column<Token>[] {
  const words = texts(visit.language);
  const known: readonly Column<Token>[] = [
    { label: words.label, cell: ({ label }) => html`<bdi>${label}</bdi>` },
    { label: words.usesLeft, cell: ({ uses_left: left }) => left, isNumber: true },
    {
      label: words.expires,
      cell: (token) =>
        html`<span>${when(visit, token.expires_at)} ${isOver(visit, token) ? badge('plain', words.expired) : ''}</span>`,
    },
    {
      label: unregistered(visit.language).mostOfUser,
      cell: ({ scope }) => mostOf(scope?.split(' ').filter(Boolean), words),
    },
    { label: unregistered(visit.language).mostOfApis, cell: ({ scopes }) => mostOf(scopes && linesOf(scopes), words) },
    {
      label: words.madeBy,
      cell: ({ made_by: by, created_at: at }) => html`<span><bdi>${by}</bdi> ${when(visit, at)}</span>`,
    },
  ];
  if (!visit.may('clients:write')) return known;
  return [...known, { label: visit.text.list.actions, cell: (token) => revokeButton(visit, token) }];
}

const isOver = ({ nowSeconds }: Visit, { expires_at: at }: Token): boolean => Date.parse(at) / 1000 <= nowSeconds;

/** None is not the same as no limit. */
const mostOf = (names: readonly string[] | undefined, words: { readonly all: string; readonly none: string }) =>
  names === undefined ? words.all : (chips(names) ?? words.none);

const revokeButton = (visit: Visit, { id, label }: Token): SafeHtml =>
  postForm(visit, html`<input type="hidden" name="label" value="${label}">`, {
    action: `${tokensPath}/${encodeURIComponent(id)}/revoke`,
    submit: texts(visit.language).revoke,
    submitId: `revoke-${id}`,
  });

const revokePage: ConsolePage = {
  path: `${tokensPath}/:token/revoke`,
  scope: 'clients:read',
  changeScope: 'clients:write',
  show: () => ({ goTo: tokensPath }),
  change(visit) {
    const words = texts(visit.language);
    const path = { registration_token_id: visit.params['token'] ?? '' };
    return change<unknown>(visit, {
      title: fillPlain(words.revokeTitle, { label: visit.form.text('label') }),
      crumbs: crumbsOf(visit),
      send: (header: WriteHeaders) =>
        visit.api.DELETE('/registration-tokens/{registration_token_id}', { params: { path, header } }),
      reason: 'optional',
      danger: true,
      confirm: words.revoke,
      about: html`<p class="intro">${words.revokeAbout}</p>`,
      cancel: tokensPath,
      done: () => ({ goTo: tokensPath, notice: words.revoked }),
    });
  },
};

function tokenForm(visit: Visit, faults: Faults, problem?: string): SafeHtml {
  const words = texts(visit.language);
  const most = unregistered(visit.language);
  const { form } = visit;
  // A form that is sent twice makes one.
  const key = form.text('key') || randomUUID();
  const controls = html`<input type="hidden" name="key" value="${key}">${input({ name: 'label', label: words.label, hint: words.labelHint, value: form.text('label'), required: true, faults })}${input({ name: 'uses', label: words.uses, hint: words.usesHint, value: form.text('uses') || '1', type: 'number', faults })}${input({ name: 'expires_in_days', label: words.days, hint: words.daysHint, value: form.text('expires_in_days') || '7', type: 'number', faults })}${input({ name: 'scope', label: most.mostOfUser, hint: words.scopeHint, value: form.text('scope'), faults })}${textArea({ name: 'scopes', label: most.mostOfApis, hint: words.scopesHint, value: form.text('scopes'), faults })}`;
  return html`<p class="intro">${words.newIntro}</p>${postForm(visit, controls, { faults, problem: faults.size > 0 ? undefined : problem, submit: words.add, cancel: tokensPath })}`;
}

/** What is not a number goes as 0, which the API says something about. */
function bodyOf({ form }: Visit) {
  const [scope, lines] = [form.text('scope').trim(), form.lines('scopes')];
  return {
    label: form.text('label').trim(),
    uses: Number(form.text('uses')) || 0,
    expires_in_days: Number(form.text('expires_in_days')) || 0,
    ...(scope !== '' && { scope: scope.split(/\s+/u).join(' ') }),
    ...(lines.length > 0 && { scopes: scopesOf(lines) }),
  };
}

const newPage: ConsolePage = {
  path: `${tokensPath}/new`,
  scope: 'clients:write',
  show: (visit) => ({ title: texts(visit.language).add, crumbs: crumbsOf(visit), body: tokenForm(visit, noFaults) }),
  change(visit) {
    const words = texts(visit.language);
    return change(visit, {
      title: words.add,
      crumbs: crumbsOf(visit),
      send: (header) => visit.api.POST('/registration-tokens', { params: { header }, body: bodyOf(visit) }),
      // Nothing is overwritten or ended.
      preview: false,
      cancel: tokensPath,
      form: (faults, { detail }) => tokenForm(visit, faults, detail),
      done: ({ token: secret, expires_at: expires }) => ({
        title: words.madeTitle,
        crumbs: crumbsOf(visit),
        body: shownOnce({
          about: words.madeAbout,
          label: words.token,
          secret,
          known: [[words.expires, when(visit, expires)]],
          on: { label: words.done, path: tokensPath },
        }),
      }),
    });
  },
};

export const tokenPages: readonly ConsolePage[] = [listPage, newPage, revokePage];
