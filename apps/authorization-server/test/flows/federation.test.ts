/** Signing in by an upstream provider, with two real servers: linking, first sign-ins, and answers that are not the one asked for. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, errorOf, follow, openPage, type Page, type Person, signIn, submitPassword } from '../browser.ts';
import { claimsOf, type TokenSet } from '../client.ts';
import { chooseConnection, comeBack, type Federation, startFederation, throughUpstream } from '../upstream.ts';

let federation: Federation;
let upstreamUsers: Record<'alice' | 'bob' | 'carol', Person>;
beforeAll(async () => {
  federation = await startFederation({ further: [{ name: 'other', sign_up: false }] });
  const { upstream } = federation;
  upstreamUsers = {
    alice: await upstream.person('alice'),
    bob: await upstream.person('bob'),
    carol: await upstream.person('carol'),
  };
});
afterAll(() => federation?.stop());

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

const open = async (extra: Record<string, string> = {}) => {
  const request = federation.client.request(extra);
  return { request, page: await openPage(browser, request.url) };
};
const identities = async (login: string) => {
  const { accounts, identities: store } = federation.server.server.storage;
  const account = await accounts.findByLogin(login);
  return account ? store.listOfAccount(account.id) : [];
};
/** An account of the upstream with an address that nobody has here. */
async function upstreamUser(login: string, { verified = true } = {}): Promise<Person> {
  const { accounts, credentials } = federation.upstream.server.storage;
  const { id } = (await accounts.findByLogin('alice'))!;
  const password = (await credentials.find(id, 'password'))!;
  await federation.upstream.server.storage.commit([
    accounts.writes.put({
      id: `up-${login}`,
      login,
      name: login,
      email: `${login}@new.example`,
      emailVerified: verified,
      status: 'active',
    }),
    credentials.writes.put({ accountId: `up-${login}`, kind: 'password', data: password.data, expectedVersion: 0 }),
  ]);
  return { login, password: upstreamUsers.alice.password };
}
/** The tokens of a sign-in that came to its end. */
async function tokensOf({ verifier }: { readonly verifier: string }, next: Page | URL): Promise<TokenSet> {
  if (isPage(next)) throw new Error(`a page is shown: ${errorOf(next.answer.body)}`);
  const code = next.searchParams.get('code') ?? '';
  const { body } = await federation.client.redeem({ code, verifier, redirectUri: federation.client.redirectUri });
  return body as unknown as TokenSet;
}
const isPage = (next: Page | URL): next is Page => !(next instanceof URL);

describe('signing in by an upstream provider', () => {
  it('a first sign-in makes an account, a second one finds it', async () => {
    const eve = await upstreamUser('eve');
    const { request, page } = await open();
    expect(page.answer.body).toContain('Continue with <bdi>Corp</bdi>');
    const back = await throughUpstream(browser, await chooseConnection(browser, page), eve);
    const tokens = await tokensOf(request, back);
    expect(claimsOf(tokens.id_token)).toMatchObject({ amr: ['fed'], acr: 'urn:gatehouse:acr:1' });
    const [identity, ...others] = await identities('eve@new.example');
    expect(others).toEqual([]);
    expect(identity).toMatchObject({ issuer: federation.upstream.issuer, subject: 'up-eve', connection: 'corp' });
    const account = await federation.server.server.storage.accounts.find(identity!.accountId);
    // The domain was not proved: the address is kept, and counts for nothing.
    expect(account).toMatchObject({ email: 'eve@new.example', emailVerified: false, status: 'active' });

    browser = new Browser();
    const second = await open();
    const again = await throughUpstream(browser, await chooseConnection(browser, second.page), eve);
    const more = await tokensOf(second.request, again);
    expect(claimsOf(more.id_token)['sub']).toBe(claimsOf(tokens.id_token)['sub']);
    expect((await federation.server.audited()).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['sign_in.upstream', 'identity.linked', 'account.registered']),
    );
  });

  it('an address that is somebody’s is connected after signing in the usual way, and not before', async () => {
    const { request, page } = await open();
    const next = await throughUpstream(browser, await chooseConnection(browser, page), upstreamUsers.alice);
    if (!isPage(next)) throw new Error('somebody was signed in');
    expect(next.answer.body).toContain('Connect <bdi>Corp</bdi> to your account');
    expect(await identities('alice')).toEqual([]);
    const back = await submitPassword(browser, next, await federation.server.person('alice'));
    expect(back).toBeInstanceOf(URL);
    expect(await identities('alice')).toMatchObject([{ connection: 'corp' }]);
    const tokens = await tokensOf(request, back);
    expect(claimsOf(tokens.id_token)).toMatchObject({ amr: ['pwd'] });
  });

  it('an identity becomes the account that is signed in to, whatever its address says', async () => {
    const { page } = await open();
    const next = await throughUpstream(browser, await chooseConnection(browser, page), upstreamUsers.bob);
    await submitPassword(browser, next as Page, await federation.server.person('carol'));
    expect(await identities('bob')).toEqual([]);
    expect(await identities('carol')).toMatchObject([{ connection: 'corp', profile: { email: 'bob@example.com' } }]);
  });

  it('where accounts are not made, a stranger is told so', async () => {
    const stranger = await upstreamUser('stranger');
    const { page } = await open();
    const next = await throughUpstream(browser, await chooseConnection(browser, page, 'other'), stranger);
    if (!isPage(next)) throw new Error('somebody was signed in');
    expect(errorOf(next.answer.body)).toBe('upstream_not_here');
    expect(await identities('stranger@new.example')).toEqual([]);
  });

  it('two first sign-ins at the same moment make one account', async () => {
    const twin = await upstreamUser('twin');
    const browsers = [new Browser(), new Browser()];
    const backs: URL[] = [];
    for (const one of browsers) {
      const page = await openPage(one, federation.client.request().url);
      backs.push(await signIn(new Browser(), (await chooseConnection(one, page)).href, twin));
    }
    const outcomes = await Promise.all(browsers.map((one, n) => comeBack(one, backs[n]!)));
    for (const outcome of outcomes) expect(outcome).toBeInstanceOf(URL);
    expect(await identities('twin@new.example')).toHaveLength(1);
    const { accounts } = federation.server.server.storage;
    expect(await accounts.findByEmail('twin@new.example')).toHaveLength(1);
  });

  it('a sign-in is as old as the upstream says, and as new as the client asks', async () => {
    const old = await upstreamUser('old');
    const atUpstream = new Browser();
    const first = await open();
    const before = await tokensOf(
      first.request,
      await throughUpstream(browser, await chooseConnection(browser, first.page), old, atUpstream),
    );
    const { auth_time: provedAt } = claimsOf(before.id_token);
    expect(provedAt).toEqual(expect.any(Number));
    // Whoever is signed in there is not asked again, unless the client wants it.
    browser = new Browser();
    const later = await open();
    const to = await chooseConnection(browser, later.page);
    expect(await follow(atUpstream, to.origin, await atUpstream.get(to.href))).toBeInstanceOf(URL);
    for (const fresh of [{ max_age: '0' }, { prompt: 'login' }]) {
      browser = new Browser();
      const wanted = await chooseConnection(browser, (await open(fresh)).page);
      expect(wanted.searchParams.get('max_age')).toBe('0');
      await openPage(atUpstream, wanted.href);
    }
  });

  it('a disabled account is not let in', async () => {
    const gone = await upstreamUser('gone');
    const { page } = await open();
    await throughUpstream(browser, await chooseConnection(browser, page), gone);
    const { accounts, commit } = federation.server.server.storage;
    const account = (await accounts.findByLogin('gone@new.example'))!;
    await commit([accounts.writes.put({ ...account, status: 'disabled' })]);
    browser = new Browser();
    const again = await open();
    const next = await throughUpstream(browser, await chooseConnection(browser, again.page), gone);
    expect(errorOf((next as Page).answer.body)).toBe('upstream_account_disabled');
  });
});

const asked = async (connection = 'corp') => {
  const { page } = await open();
  const to = await chooseConnection(browser, page, connection);
  return { page, back: await signIn(new Browser(), to.href, upstreamUsers.alice) };
};
const refused = async (by: Browser, back: URL) => {
  const first = await by.get(back.href);
  const next = first.status === 303 ? await by.get(new URL(first.location, back.origin).href) : first;
  return [next.status, errorOf(next.body)];
};

describe('answers that are not the one asked for', () => {
  it('the answer of one browser is nothing to another: no login CSRF', async () => {
    const { back } = await asked();
    expect(await refused(new Browser(), back)).toEqual([400, expect.any(String)]);
    const other = new Browser();
    await openPage(other, federation.client.request().url);
    expect(await refused(other, back)).toEqual([400, 'session_not_found']);
  });

  it('a code of one connection at the callback of another', async () => {
    const { back } = await asked();
    const mixed = new URL(back.href.replace('/federation/corp/', '/federation/other/'));
    expect(await refused(browser, mixed)).toEqual([400, 'upstream_answer_unexpected']);
    expect(await comeBack(browser, back)).toBeInstanceOf(URL);
  });

  it('the page says that the answer was not expected, leads back to the sign-in, and the audit has it', async () => {
    const { page, back } = await asked();
    const newer = await chooseConnection(browser, await openPage(browser, page.action.replace(/\/login$/u, '')));
    const first = await browser.get(back.href);
    const answer = await browser.get(new URL(first.location, back.origin).href);
    expect([answer.status, errorOf(answer.body)]).toEqual([400, 'upstream_answer_unexpected']);
    expect(answer.body).toContain(`href="${new URL(page.action).pathname.replace(/\/login$/u, '')}"`);
    const records = (await federation.server.audited()).map(({ data }) => data);
    expect(records).toContainEqual(
      expect.objectContaining({
        event: 'sign_in.upstream',
        outcome: 'failure',
        reason: 'answer_unexpected',
        client_id: 'web-app',
        target: { type: 'connection', id: 'corp' },
      }),
    );
    // What was asked last is still good.
    const theirs = await signIn(new Browser(), newer.href, upstreamUsers.alice);
    expect(await comeBack(browser, theirs)).not.toBeUndefined();
    const nowhere = await browser.get(`${federation.server.issuer}/federation/corp/callback?code=x&state=made-up`);
    expect([nowhere.status, errorOf(nowhere.body)]).toEqual([400, 'upstream_answer_unexpected']);
    expect(nowhere.body).toContain('href="/account"');
  });

  it('an answer counts once', async () => {
    const { back } = await asked();
    const copy = browser.copy();
    expect(await comeBack(browser, back)).toBeInstanceOf(URL);
    expect((await refused(copy, back))[0]).not.toBe(200);
  });

  it.each([
    ['another state', { state: 'x'.repeat(43) }],
    ['no state', { state: '' }],
    ['the issuer of somebody else', { iss: 'https://evil.example' }],
    ['a made-up code', { code: 'made-up' }],
  ])('%s', async (_name, changed: Record<string, string>) => {
    const { back } = await asked();
    for (const [name, value] of Object.entries(changed)) back.searchParams.set(name, value);
    const first = await browser.get(back.href);
    let answer = first;
    for (let hop = 0; hop < 3 && answer.status === 303; hop += 1)
      answer = await browser.get(new URL(answer.location, back.origin).href);
    expect(errorOf(answer.body)).toMatch(/^(?:upstream_(?:answer_unexpected|invalid_answer|denied))$/u);
  });

  it('a parameter that is given twice', async () => {
    const { back } = await asked();
    expect((await browser.get(`${back.href}&code=other`)).status).toBe(400);
  });

  it('a denied sign-in leads back to the page, which says so', async () => {
    const { page } = await open();
    const to = await chooseConnection(browser, page);
    const state = to.searchParams.get('state')!;
    const back = new URL(`${federation.server.issuer}/federation/corp/callback`);
    back.search = new URLSearchParams({ error: 'access_denied', state, iss: federation.upstream.issuer }).toString();
    const next = await comeBack(browser, back);
    expect(errorOf((next as Page).answer.body)).toBe('upstream_denied');
    // And the other ways are open.
    expect(await submitPassword(browser, next as Page, await federation.server.person('bob'))).toBeInstanceOf(URL);
  });
});
