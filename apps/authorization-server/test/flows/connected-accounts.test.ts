/** Accounts elsewhere on the account pages: connecting one, disconnecting it, and never the last way in. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AccountVisitor, doneOf } from '../account.ts';
import { Browser, csrfOf, errorOf, follow, openPage, type Person, signIn } from '../browser.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { chooseConnection, type Federation, startFederation, throughUpstream } from '../upstream.ts';

let federation: Federation;
let mail: MailServer;
let there: Person;
let visitor: AccountVisitor;
const security = '/account/security';

beforeAll(async () => {
  mail = await startMailServer();
  federation = await startFederation({ further: [{ name: 'other' }], env: { GATEHOUSE_SMTP_URL: mail.url } });
});
afterAll(async () => {
  await federation?.stop();
  await mail?.stop();
});

const storage = () => federation.server.server.storage;
const accountOf = async (login: string) => (await storage().accounts.findByLogin(login))!;
const identitiesOf = async (login: string) => storage().identities.listOfAccount((await accountOf(login)).id);
/** The subject of the next mail to a user. */
const nextMailTo = async (login: string) => (await mail.mailTo((await accountOf(login)).email ?? '')).subject;

let users = 0;
/** A user of the upstream, with the password of alice there. */
async function upstreamUser(): Promise<Person> {
  const { accounts, credentials, commit } = federation.upstream.server.storage;
  const alice = await federation.upstream.person('alice');
  const password = (await credentials.find((await accounts.findByLogin('alice'))!.id, 'password'))!;
  const login = `there${(users += 1)}`;
  await commit([
    accounts.writes.put({
      id: login,
      login,
      name: login,
      email: `${login}@new.example`,
      emailVerified: true,
      status: 'active',
    }),
    credentials.writes.put({ accountId: login, kind: 'password', data: password.data, expectedVersion: 0 }),
  ]);
  return { login, password: alice.password };
}
/** Who is a user here by an upstream alone. */
async function federated(): Promise<{ person: Person; browser: Browser; login: string }> {
  const person = await upstreamUser();
  const browser = new Browser();
  const page = await openPage(browser, federation.client.request().url);
  expect(await throughUpstream(browser, await chooseConnection(browser, page), person)).toBeInstanceOf(URL);
  return { person, browser, login: `${person.login}@new.example` };
}

beforeEach(async () => {
  there = await upstreamUser();
});
const visit = async (login: string) => {
  visitor = new AccountVisitor(federation.server, await federation.server.person(login));
  return visitor;
};
/** Asks to connect, and signs in there; gives the way back. */
async function asked(person = there, connection = 'corp', by = visitor): Promise<URL> {
  const page = await by.open('/account/identities');
  const answer = await by.raw('/account/identities', { connection }, page);
  expect(answer.status).toBe(303);
  return signIn(new Browser(), answer.location, person);
}
const state = (from: URL) => from.searchParams.get('state') ?? '';
const back = async (to: URL, by = visitor) => by.settle(await by.browser.get(to.href));

describe('connecting an account elsewhere', () => {
  it('is done after a fresh sign-in, told by mail, shown, and signs in from then on', async () => {
    await visit('alice');
    const page = await back(await asked());
    expect(doneOf(page)).toBe('identity_linked');
    expect(page.body).toContain(`<bdi>${there.login}@new.example</bdi>`);
    expect(await identitiesOf('alice')).toMatchObject([{ subject: there.login, connection: 'corp' }]);
    expect(await nextMailTo('alice')).toMatch(/was connected/u);
    const browser = new Browser();
    const signing = await openPage(browser, federation.client.request().url);
    expect(await throughUpstream(browser, await chooseConnection(browser, signing), there)).toBeInstanceOf(URL);

    // Once more: it says so.
    expect(doneOf(await back(await asked()))).toBe('identity_known');
    expect(await identitiesOf('alice')).toHaveLength(1);
    // And somebody else does not get it.
    const alice = visitor;
    await visit('bob');
    const refused = await back(await asked());
    expect(errorOf(refused.body)).toBe('identity_taken');
    expect(await identitiesOf('bob')).toEqual([]);
    expect(await identitiesOf('alice')).toHaveLength(1);

    visitor = alice;
    const row = /data-identity="([\w-]+)"/u.exec((await visitor.open(security)).body)?.[1];
    const done = await visitor.send(
      `/account/identities/${row}/remove`,
      {},
      await visitor.open(`/account/identities/${row}/remove`),
    );
    expect(doneOf(done)).toBe('identity_unlinked');
    expect(await identitiesOf('alice')).toEqual([]);
    expect(await nextMailTo('alice')).toMatch(/was disconnected/u);
    expect(await events('alice')).toEqual(expect.arrayContaining(['identity.linked', 'identity.unlinked']));
  });

  it('asks who signed in a while ago to do so again', async () => {
    await visit('carol');
    await visitor.open(security);
    const { artefacts, commit } = storage();
    const { id } = await accountOf('carol');
    const [session] = await artefacts.listByAccount(id, { models: ['Session'] });
    const { model, key: _key, writtenAtSeconds: _written, ...rest } = session!;
    await commit([
      artefacts.writes.upsert({
        ...rest,
        model,
        id: String(session!.payload['jti']),
        payload: { ...session!.payload, loginTs: 1 },
      }),
    ]);
    const answer = await visitor.browser.get(`${federation.server.issuer}/account/identities`);
    expect(new URL(answer.location, federation.server.issuer).searchParams.get('max_age')).toBe('600');
  });

  it('FED-02: an answer is taken in the session that asked, and in no other', async () => {
    await visit('carol');
    const mine = visitor;
    const to = await asked();
    const other = new AccountVisitor(federation.server, await federation.server.person('bob'));
    await other.open();
    expect(errorOf((await back(to, other)).body)).toBe('upstream_answer_unexpected');
    // Another session of the same user has not asked for it either.
    const same = new AccountVisitor(federation.server, mine.person);
    await same.open();
    expect(errorOf((await back(to, same)).body)).toBe('upstream_answer_unexpected');
    expect(await identitiesOf('carol')).toEqual([]);
    expect(doneOf(await back(to, mine))).toBe('identity_linked');
    expect(errorOf((await back(to, mine)).body)).toBe('upstream_answer_unexpected');
  });

  it('FED-04: is no sign-in, a sign-in is none of it, and a code of one connection is nothing to another', async () => {
    await visit('bob');
    const connecting = await asked();
    const swapped = new URL(connecting.href.replace('/corp/', '/other/'));
    expect(errorOf((await back(swapped)).body)).toBe('upstream_answer_unexpected');
    // A sign-in that is under way in the same browser, with the answers changed.
    const page = await openPage(visitor.browser, federation.client.request({ prompt: 'login' }).url);
    const uid = /interaction\/([\w-]+)/u.exec(page.action)?.[1];
    const signingIn = await signIn(new Browser(), (await chooseConnection(visitor.browser, page)).href, there);
    const asSignIn = new URL(connecting.href);
    asSignIn.searchParams.set('state', state(connecting).replace('~account.', `${uid}.`));
    const asConnection = new URL(signingIn.href);
    asConnection.searchParams.set('state', state(signingIn).replace(`${uid}.`, '~account.'));
    for (const mixed of [asSignIn, asConnection])
      expect(errorOf((await back(mixed)).body)).toBe('upstream_answer_unexpected');
    expect(await identitiesOf('bob')).toEqual([]);
  });

  it('begins with a form of its own page alone', async () => {
    await visit('bob');
    await visitor.open('/account/identities');
    const { issuer } = federation.server;
    const without = await visitor.browser.post(`${issuer}/account/identities`, { connection: 'corp' });
    expect([without.status, errorOf(without.body)]).toEqual([403, 'csrf_failed']);
  });

  it('what the upstream refuses is said on the page, and nothing is connected', async () => {
    await visit('bob');
    const page = await visitor.open('/account/identities');
    const { location } = await visitor.raw('/account/identities', { connection: 'corp' }, page);
    const denied = new URL(`${federation.server.issuer}/federation/corp/callback`);
    denied.search = new URLSearchParams({
      error: 'access_denied',
      state: state(new URL(location)),
      iss: federation.upstream.issuer,
    }).toString();
    expect(errorOf((await back(denied)).body)).toBe('upstream_denied');
    expect(await identitiesOf('bob')).toEqual([]);
  });

  it('FED-05: to two accounts at the same moment becomes one of them', async () => {
    const visitors = await Promise.all(
      ['bob', 'carol'].map(
        async (login) => new AccountVisitor(federation.server, await federation.server.person(login)),
      ),
    );
    const ways = [await asked(there, 'corp', visitors[0]), await asked(there, 'other', visitors[1])];
    const pages = await Promise.all(visitors.map((one, n) => back(ways[n]!, one)));
    expect(new Set(pages.map((page) => doneOf(page) ?? errorOf(page.body)))).toEqual(
      new Set(['identity_linked', 'identity_taken']),
    );
    const subjects = [...(await identitiesOf('bob')), ...(await identitiesOf('carol'))].map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject === there.login)).toHaveLength(1);
  });
});

const events = async (login: string) =>
  (await federation.server.audited({ accountId: (await accountOf(login)).id, limit: 200 })).map(({ type }) => type);

/** The account pages of who signed in by the upstream alone. */
const pagesOf = (browser: Browser) =>
  new AccountVisitor(federation.server, { login: 'nobody', password: 'none' }, browser);
const rows = (body: string) => [...body.matchAll(/data-identity="([\w-]+)"/gu)].map(([, row]) => row!);

describe('a user who has no password', () => {
  it('keeps the last way in, and may let it go once there is another', async () => {
    const { browser, login } = await federated();
    const pages = pagesOf(browser);
    const [row] = rows((await pages.open(security)).body);
    const path = `/account/identities/${row}/remove`;
    const question = await pages.open(path);
    expect(errorOf(question.body)).toBe('last_way_in');
    expect(question.body).not.toContain('id="submit"');
    const refused = await pages.send(path, {}, await pages.open('/account/identities'));
    expect([refused.status, errorOf(refused.body)]).toEqual([409, 'last_way_in']);
    expect(await identitiesOf(login)).toHaveLength(1);

    const page = await pages.open('/account/password');
    expect(page.body).not.toContain('name="password"');
    const chosen = await pages.send('/account/password', { new_password: 'a password of my own' }, page);
    expect(doneOf(chosen)).toBe('password_changed');
    expect(doneOf(await pages.send(path, {}, await pages.open(path)))).toBe('identity_unlinked');
    const again = new AccountVisitor(federation.server, { login, password: 'a password of my own' });
    expect((await again.open()).body).toContain('Overview');
  });

  it('cannot count on a connection that is not enabled', async () => {
    const { browser, login } = await federated();
    const pages = pagesOf(browser);
    const more = await upstreamUser();
    expect(doneOf(await back(await asked(more, 'other', pages), pages))).toBe('identity_linked');
    const { connections } = storage();
    const { name, definition } = (await connections.find('other'))!;
    await federation.server.change(
      'connections',
      connections.writes.put({ name, definition: { ...definition, enabled: false } }),
    );
    const [first, second] = rows((await pages.open(security)).body);
    const path = `/account/identities/${first}/remove`;
    expect(errorOf((await pages.send(path, {}, await pages.open('/account/identities'))).body)).toBe('last_way_in');
    const gone = `/account/identities/${second}/remove`;
    expect(doneOf(await pages.send(gone, {}, await pages.open(gone)))).toBe('identity_unlinked');
    await federation.server.change('connections', connections.writes.put({ name, definition }));
    expect(await identitiesOf(login)).toHaveLength(1);
  });

  it('FED-05: who disconnects two at the same moment keeps one', async () => {
    const { browser, login } = await federated();
    const pages = pagesOf(browser);
    const more = await upstreamUser();
    await back(await asked(more, 'other', pages), pages);
    const both = rows((await pages.open(security)).body).map((row) => `/account/identities/${row}/remove`);
    const page = await pages.open(both[0]);
    const csrf = csrfOf(page.body);
    const answers = await Promise.all(both.map((path) => browser.post(`${federation.server.issuer}${path}`, { csrf })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 409]));
    expect(await identitiesOf(login)).toHaveLength(1);
  });

  it('is not let in when the account is disabled while the upstream answers', async () => {
    const { person, login } = await federated();
    const browser = new Browser();
    const page = await openPage(browser, federation.client.request().url);
    const answer = await signIn(new Browser(), (await chooseConnection(browser, page)).href, person);
    const { issuer } = federation.server;
    const first = await browser.get(answer.href);
    const second = await browser.get(new URL(first.location, issuer).href);
    expect(new URL(second.location, issuer).pathname).toMatch(/^\/auth\//u);
    const { accounts, commit } = storage();
    await commit([accounts.writes.setStatus((await accountOf(login)).id, { from: 'active', to: 'disabled' })]);
    const end = await follow(browser, issuer, await browser.get(new URL(second.location, issuer).href));
    expect(end instanceof URL ? end.searchParams.get('code') : null).toBeNull();
  });

  it('is told apart in the copy of the data, and taken away with the account', async () => {
    const { browser, person, login } = await federated();
    const pages = pagesOf(browser);
    const copy = JSON.parse((await pages.open('/account/data/download')).body) as Record<string, unknown>;
    expect(copy['connected_accounts']).toEqual([
      expect.objectContaining({ issuer: federation.upstream.issuer, subject: person.login, email: login }),
    ]);
    expect(JSON.stringify(copy)).not.toContain('token"');
    await pages.send('/account/data/delete', { confirm: login }, await pages.open('/account/data/delete'));
    expect(await storage().accounts.findByLogin(login)).toBeUndefined();
    expect(
      await storage().identities.find({ issuer: federation.upstream.issuer, subject: person.login }),
    ).toBeUndefined();
  });
});
