/** Pages that hold every component once, for tests of how they look and what they let through. */
import { html } from '@gatehouse/http/html';
import { chart } from '../src/pages/chart.ts';
import { conflictPart } from '../src/pages/conflict.ts';
import { badge, chips, code, codeBlock, facts, part, yesNo } from '../src/pages/facts.ts';
import { checkBox, checkBoxes, type Faults, input, postForm, select, textArea } from '../src/pages/form-controls.ts';
import { previewPart } from '../src/pages/preview.ts';
import { searchForm, table } from '../src/pages/table.ts';
import type { ConsolePage } from '../src/visit.ts';

const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmütze-and-https://login.example.com/a/very/long/address';
const entries = Array.from({ length: 50 }, (_, at) => ({
  id: `client-${at}`,
  name: at === 3 ? long : `Client <b>${at}</b>`,
  uses: at * 977,
}));
const hours = Array.from({ length: 48 }, (_, at) => 1_795_824_000 + at * 3600);

/** What the API found wrong in `formPage`. */
export const someFaults: Faults = new Map([
  ['/redirect_uris/0', 'must be https'],
  ['/client_name', 'must not be empty'],
]);

const listPage: ConsolePage = {
  path: '/clients',
  scope: 'clients:read',
  show: (visit) => ({
    title: 'Clients',
    actions: html`<a class="button" href="/clients/new">New client</a>`,
    body: html`${searchForm(visit, input({ name: 'q', label: 'Begins with', type: 'search', value: visit.query.get('q') ?? '' }))}${table(
      visit,
      {
        id: 'clients',
        caption: 'Clients',
        entries: visit.query.has('q') ? [] : entries,
        next: '/admin/v1/clients?cursor=a%2Fb',
        columns: [
          { label: 'Name', cell: ({ id, name }) => html`<a href="/clients/${id}">${name}</a>` },
          { label: 'Identifier', cell: ({ id }) => code(id) },
          { label: 'State', cell: ({ uses }) => (uses % 2 === 0 ? badge('good', 'active') : badge('bad', 'disabled')) },
          { label: 'Uses', cell: ({ uses }) => uses, isNumber: true },
        ],
      },
    )}`,
  }),
};

const detailPage: ConsolePage = {
  path: '/clients/one',
  scope: 'clients:read',
  show: ({ text, language }) => ({
    title: long,
    crumbs: [],
    body: html`${part(
      'What it is',
      facts([
        ['Identifier', code('web-app')],
        ['Name', long],
        ['Disabled', yesNo(text, false)],
        ['Scopes', chips(['openid', 'profile', long])],
        ['Absent', undefined],
      ]),
      { actions: html`<a class="button quiet" href="/clients/form">Change</a>` },
    )}
<div class="columns">${part(
      'Sign-ins',
      chart(text, language, {
        id: 'sign-ins',
        title: 'Sign-ins',
        kind: 'line',
        times: hours,
        series: [
          { label: 'succeeded', values: hours.map((_, at) => 40 + ((at * 7) % 31)) },
          { label: 'refused', values: hours.map((_, at) => at % 5) },
        ],
      }),
    )}${part('Tokens', chart(text, language, { id: 'tokens', title: 'Tokens', kind: 'bar', times: hours, series: [{ label: 'issued', values: hours.map((_, at) => (at * at) % 97) }] }))}</div>
${codeBlock('Ready code', `const answer = await fetch('${long}');`)}`,
  }),
};

const formPage: ConsolePage = {
  path: '/clients/form',
  scope: 'clients:read',
  show: (visit) => ({
    title: 'Change',
    crumbs: [{ label: long, path: '/clients/one' }],
    body: postForm(
      visit,
      html`${input({ name: 'client_name', label: 'Name', faults: someFaults, hint: 'Users see it.' })}${textArea({ name: 'redirect_uris', label: 'Redirect URIs', faults: someFaults, value: long })}${select(
        {
          name: 'kind',
          label: 'Kind',
          value: 'b',
          options: [
            ['a', 'A'],
            ['b', 'B'],
          ],
        },
      )}${checkBox({ name: 'first_party', label: 'First party', checked: true })}${checkBoxes({
        name: 'scopes',
        label: 'Scopes',
        options: [
          ['x', 'read'],
          ['y', 'write'],
        ],
        chosen: ['y'],
      })}`,
      { etag: '"1.a"', faults: someFaults, cancel: '/clients/one', danger: true },
    ),
  }),
};

const previewPage: ConsolePage = {
  path: '/clients/preview',
  scope: 'clients:read',
  show: (visit) => ({
    title: 'Disable',
    crumbs: [{ label: 'web-app', path: '/clients/one' }],
    body: previewPart(visit, {
      preview: {
        dry_run: true,
        operation: 'disable a client',
        changes: [
          { pointer: '/disabled', before: false, after: true },
          { pointer: '/redirect_uris', before: [long], after: [long, 'https://b.example/callback'] },
        ],
        ends: ['all tokens of the client'],
        counts: { refresh_tokens: 12 },
        tells: [],
        audited: [],
        notes: [],
      },
      reason: 'required',
      danger: true,
      cancel: '/clients/one',
      key: 'a-key-of-the-test',
    }),
  }),
};

const conflictPage: ConsolePage = {
  path: '/clients/conflict',
  scope: 'clients:read',
  show: (visit) => ({
    title: 'Change',
    body: conflictPart(visit, {
      etag: '"2.b"',
      cancel: '/clients/one',
      differing: [
        { label: 'Name', yours: long, theirs: 'Short' },
        { label: 'Logo', yours: undefined, theirs: 'b' },
      ],
    }),
  }),
};

const homePage: ConsolePage = {
  path: '/',
  scope: 'settings:read',
  show: ({ text }) => ({ title: text.sections.overview, body: html`` }),
};
const sections = ['/resources', '/users', '/service-accounts', '/keys', '/audit', '/outbox', '/settings'].map(
  (path): ConsolePage => ({
    path,
    scope: 'settings:read',
    show: ({ text }) => ({ title: text.sections.keys, body: html`` }),
  }),
);

/** All of them, with every section in the navigation. */
export const gallery: readonly ConsolePage[] = [
  homePage,
  ...sections,
  listPage,
  detailPage,
  formPage,
  previewPage,
  conflictPage,
];

/** Their addresses, and one that does not exist. */
export const galleryPaths = [
  '/',
  '/clients',
  '/clients?q=x',
  '/clients/one',
  '/clients/form',
  '/clients/preview',
  '/clients/conflict',
  '/nothing',
] as const;
