import type { ABrowser } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AConsole, aConsole } from './a-console.ts';
import { sendForm, valuesOf } from './a-form.ts';
import { type AdminCall, problem } from './an-admin-api.ts';

const corp = {
  name: 'corp',
  kind: 'oidc',
  display_name: { en: 'Corp', de: 'Firma' },
  issuer: 'https://idp.example.com',
  client_id: 'gatehouse',
  token_endpoint_auth_method: 'client_secret_basic',
  logo: `data:image/png;base64,${'A'.repeat(800)}`,
  enabled: true,
  domains: ['corp.example', 'other.example'],
  proved_domains: ['corp.example'],
  sign_up: true,
  trust_email: false,
  roles: { staff: ['clerk'], 'a = b': ['clerk', 'reader'] },
  mapping: {
    name: 'name',
    email: 'email',
    email_verified: 'email_verified',
    locale: 'locale',
    groups: '/deep/groups',
    claims: { team: 'dept' },
  },
  required_acr: { 'urn:gatehouse:acr:2': { request: [], acr: ['https://refeds.org/profile/mfa'], amr: [] } },
  sync: 'first',
  keep_tokens: false,
  check_at_refresh: false,
  has_secret: true,
  redirect_uri: 'https://id.example.com/federation/corp/callback',
};
const preview = {
  dry_run: true,
  operation: 'declare a connection otherwise',
  changes: [{ pointer: '/sign_up', before: true, after: false }],
  ends: [],
  counts: {},
  tells: [],
  audited: ['connection.changed'],
  notes: [],
};
const edit = '/connections/corp/edit';

describe('the form of a connection', () => {
  let app: AConsole;
  let browser: ABrowser;
  let connection: object = corp;
  let etag = '"1.a"';
  beforeAll(async () => {
    app = await aConsole();
    browser = await app.signedIn();
  });
  beforeEach(() => {
    connection = corp;
    etag = '"1.a"';
    app.api.calls.length = 0;
    app.api.answer = ({ method, headers }) => {
      if (method === 'GET') return { body: connection, headers: { etag } };
      const given = headers['if-match'];
      if (given !== undefined && given !== etag) return problem(412, 'precondition_failed', 'It was changed.');
      return headers['prefer'] === 'dry-run' ? { body: preview } : { body: connection };
    };
  });
  afterAll(() => app.stop());

  const open = (path: string) => browser.get(app.origin + path);
  const writes = () => app.api.calls.filter(({ method }) => method !== 'GET');
  const last = () => writes().at(-1) as AdminCall;
  const sent = async (changes: Parameters<typeof sendForm>[4]) => {
    await sendForm(app.origin, browser, await open(edit), edit, changes);
    return last().body;
  };

  it('sends what was changed and nothing else, after a look at what it does', async () => {
    const page = await open('/connections/corp');
    expect(page.text).toContain(`href="${edit}"`);
    const form = await open(edit);
    const before = await sendForm(app.origin, browser, form, edit, { 'display_name.de': 'Die Firma', sign_up: [] });
    expect(before.text).toContain('Nothing has been changed yet.');
    const after = await sendForm(app.origin, browser, before, edit);
    expect([after.url.pathname, after.text.includes('Saved.')]).toEqual(['/connections/corp', true]);
    const body = { display_name: { de: 'Die Firma' }, sign_up: false };
    expect(writes().map((call) => [call.method, call.path, call.headers['if-match'], call.body])).toEqual([
      ['PATCH', '/connections/corp', '"1.a"', body],
      ['PATCH', '/connections/corp', '"1.a"', body],
    ]);
  });

  it('left as it was it changes nothing, and has neither the secret nor the bytes of the logo', async () => {
    expect(await sent({})).toEqual({});
    const { text } = await open(edit);
    expect(text).not.toContain('AAAA');
    expect(text).not.toMatch(/name="(?:secret|client_secret|name|kind|enabled)"/u);
  });

  it.each<[string, Record<string, string>, object]>([
    [
      'roles by group',
      { roles: 'staff = clerk, reader\r\n admins = reader' },
      { roles: { staff: ['clerk', 'reader'], admins: ['reader'], 'a = b': null } },
    ],
    [
      'where claims stand',
      { 'mapping.claims': 'office = /a/office', 'mapping.groups': '' },
      { mapping: { groups: null, claims: { team: null, office: '/a/office' } } },
    ],
    [
      'what counts as factors',
      { 'required_acr.urn:gatehouse:acr:2.amr': 'mfa\r\nhwk' },
      { required_acr: { 'urn:gatehouse:acr:2': { amr: ['mfa', 'hwk'] } } },
    ],
    ['a list that is emptied', { domains: '' }, { domains: [] }],
    ['another logo', { logo: 'data:image/png;base64,BBBB' }, { logo: 'data:image/png;base64,BBBB' }],
  ])('writes %s as the API has it', async (_what, changes, body) => {
    expect(await sent(changes)).toEqual(body);
  });

  it('tenants of Microsoft and Workspaces of Google are lists, all, or none', async () => {
    connection = { ...corp, kind: 'microsoft', tenant: 'organizations', tenants: '*' };
    expect(Object.fromEntries(valuesOf(await open(edit), edit))).toMatchObject({
      tenants: '*',
      tenant: 'organizations',
    });
    expect(await sent({ tenants: 'a\r\nb' })).toEqual({ tenants: ['a', 'b'] });
    expect(await sent({ tenants: '' })).toEqual({ tenants: null });
    connection = { ...corp, kind: 'google' };
    expect(await sent({ hosted_domains: 'corp.example' })).toEqual({ hosted_domains: ['corp.example'] });
  });

  it('of two who change it at one time the later one sees both versions, and neither loses anything', async () => {
    const form = await open(edit);
    connection = {
      ...corp,
      roles: { ...corp.roles, theirs: ['reader'] },
      domains: ['corp.example', 'theirs.example'],
      trust_email: true,
    };
    etag = '"2.b"';
    const mine = { roles: 'staff = reader\r\na = b = clerk, reader', domains: 'corp.example\r\nmine.example' };
    const conflict = await sendForm(app.origin, browser, form, edit, mine);
    expect([conflict.status, conflict.text.includes('id="conflict"')]).toEqual([412, true]);
    await sendForm(app.origin, browser, conflict, edit);
    expect(last().headers['if-match']).toBe('"2.b"');
    expect(last().body).toEqual({
      roles: { 'a = b': ['clerk', 'reader'], staff: ['reader'], theirs: ['reader'] },
      domains: ['corp.example', 'theirs.example', 'mine.example'],
    });
  });

  it('what the API finds wrong stands at its control, in a part that is open then, or over the form', async () => {
    const usual = app.api.answer;
    const errors = [
      { pointer: '/domains/0', detail: 'must be a domain' },
      { pointer: '/check_at_refresh', detail: 'needs keep_tokens' },
      { pointer: '/nowhere', detail: 'is odd' },
    ];
    app.api.answer = (call) => (call.method === 'GET' ? usual(call) : problem(400, 'invalid_request', '', { errors }));
    const form = await open(edit);
    expect(form.text).not.toContain('<details class="further" open');
    const again = await sendForm(app.origin, browser, form, edit, { domains: '<bad>' });
    expect(again.status).toBe(400);
    expect(again.text).toContain('<p class="fault" id="domains-fault">must be a domain</p>');
    expect(again.text).toContain('&lt;bad&gt;');
    expect(again.text).toContain('nowhere: is odd');
    const opened = again.text.split('<details').filter((part) => part.startsWith(' class="further" open'));
    expect(opened).toHaveLength(1);
    expect(opened[0]).toContain('id="check_at_refresh-fault"');
  });
});

describe('a new connection', () => {
  let app: AConsole;
  let browser: ABrowser;
  beforeAll(async () => {
    app = await aConsole();
    browser = await app.signedIn();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = ({ method, headers }) => {
      if (method !== 'POST') return { body: { ...corp, name: 'new' }, headers: { etag: '"1.a"' } };
      return headers['prefer'] === 'dry-run' ? { body: preview } : { status: 201, body: { ...corp, name: 'new' } };
    };
  });
  afterAll(() => app.stop());

  const writes = () => app.api.calls.filter(({ method }) => method === 'POST');
  const open = (path: string) => browser.get(app.origin + path);

  it.each([
    ['oidc', 'issuer', 'token_endpoint_auth_method'],
    ['oauth2', 'issuer', 'token_endpoint_auth_method', 'token_endpoint', 'pkce', 'mapping.subject'],
    ['google', 'hosted_domains'],
    ['microsoft', 'tenant', 'tenants'],
    ['apple', 'team_id', 'key_id'],
    ['github'],
  ])('of the kind %s is asked for its own members, with help', async (kind, ...own) => {
    const list = await open('/connections/new');
    expect(list.text).toContain(`href="/connections/new/${kind}"`);
    const page = await open(`/connections/new/${kind}`);
    const names = new Set(valuesOf(page, `/connections/new/${kind}`).map(([name]) => name));
    const ofKinds = ['issuer', 'token_endpoint_auth_method', 'token_endpoint', 'pkce', 'hosted_domains', 'tenant'];
    const others = [...ofKinds, 'tenants', 'team_id', 'key_id', 'mapping.subject'].filter(
      (name) => !own.includes(name),
    );
    // A box that is not ticked is sent by no browser.
    expect(own.filter((name) => !names.has(name))).toEqual([]);
    expect(others.filter((name) => names.has(name))).toEqual([]);
    expect(page.text).toContain('/federation/NAME/callback');
    expect(page.text).toMatch(/id="client_id-hint">[^<]+\./u);
    expect(page.text).not.toMatch(/name="(?:secret|client_secret)"/u);
  });

  it('is made turned off, of what was typed alone, after a look at it', async () => {
    const path = '/connections/new/oauth2';
    const given = {
      name: ' new ',
      client_id: 'x',
      issuer: 'https://idp.example.com',
      'mapping.subject': 'id',
      // The usual one.
      'mapping.email': '',
      pkce: [],
      roles: 'staff = clerk',
    };
    const before = await sendForm(app.origin, browser, await open(path), path, given);
    expect(before.text).toContain('id="preview"');
    const after = await sendForm(app.origin, browser, before, path);
    // Its page, and not the one where connections are made.
    expect(after.url.pathname).toBe('/connections/%6Eew');
    expect(after.text).toContain('turned off. Register its redirect URI');
    const body = {
      kind: 'oauth2',
      name: 'new',
      client_id: 'x',
      issuer: 'https://idp.example.com',
      enabled: false,
      pkce: false,
      mapping: { subject: 'id' },
      roles: { staff: ['clerk'] },
    };
    expect(writes().map((call) => call.body)).toEqual([body, body]);
  });

  it('a name that is taken, and what else is wrong, stand at their controls with all that was typed', async () => {
    const path = '/connections/new/github';
    app.api.answer = () => problem(409, 'connection_exists', 'There is a connection corp already.');
    const typed = { name: 'corp', client_id: 'Iv1.x', trust_email: 'on', sign_up: [] };
    const taken = await sendForm(app.origin, browser, await open(path), path, typed);
    expect(taken.text).toContain('<p class="fault" id="name-fault">There is a connection corp already.</p>');
    expect(Object.fromEntries(valuesOf(taken, path))).toMatchObject({ client_id: 'Iv1.x', trust_email: 'on' });
    expect(valuesOf(taken, path).map(([name]) => name)).not.toContain('sign_up');
    const errors = [{ pointer: '/name', detail: 'must be 1 to 40' }];
    app.api.answer = () => problem(400, 'invalid_request', '/name: must be 1 to 40', { errors });
    const wrong = await sendForm(app.origin, browser, taken, path);
    expect(wrong.text).toContain('<p class="fault" id="name-fault">must be 1 to 40</p>');
    expect(wrong.text).not.toContain('name: must be 1 to 40');
  });

  it('of a kind that there is not leads to those that there are', async () => {
    expect((await open('/connections/new/saml')).url.pathname).toBe('/connections/new');
  });
});

it.each([
  [['connections:read'], false],
  [['connections:read', 'connections:write'], false],
  [['connections:read', 'connections:write', 'users:credentials'], true],
])('whose roles give %j is offered the forms: %s', async (scopes, isOffered) => {
  const app = await aConsole({ scopes });
  app.api.answer = ({ path }) =>
    path === '/connections' ? { body: { items: [corp] } } : { body: corp, headers: { etag: '"1.a"' } };
  const browser = await app.signedIn();
  const [list, page] = [
    await browser.get(`${app.origin}/connections`),
    await browser.get(`${app.origin}/connections/corp`),
  ];
  expect([list.text.includes('href="/connections/new"'), page.text.includes(`href="${edit}"`)]).toEqual([
    isOffered,
    isOffered,
  ]);
  await app.stop();
});
