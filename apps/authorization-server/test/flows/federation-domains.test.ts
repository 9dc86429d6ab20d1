/** Home-realm discovery: proved domains, and hints of clients, lead to a connection, and say nothing of who has an account. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, errorOf, openPage, type Page, signIn, submitPassword } from '../browser.ts';
import { comeBack, type Federation, startFederation } from '../upstream.ts';

/** Whose addresses all users have. */
const domain = 'example.com';
const proof = { connection: 'corp', domain, token: 'token' };

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation({
    connection: { domains: [domain, 'unproved.example'] },
    further: [
      { name: 'broken', issuer: 'https://localhost:1' },
      { name: 'hidden', enabled: false },
    ],
  });
  const { accounts, domainProofs } = federation.server.server.storage;
  await federation.server.change(
    'connections',
    domainProofs.writes.add(proof),
    domainProofs.writes.checked(proof, 'found'),
  );
  const carol = (await accounts.findByLogin('carol'))!;
  await federation.server.server.storage.commit([accounts.writes.put({ ...carol, status: 'disabled' })]);
});
afterAll(() => federation?.stop());

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

const upstreamAt = (answer: Answer) => {
  expect([answer.status, answer.location]).toEqual([303, expect.stringContaining(federation.upstream.issuer)]);
  return new URL(answer.location);
};
const open = (extra: Record<string, string> = {}) => openPage(browser, federation.client.request(extra).url);
const typeLogin = async (page: Page, login: string) => browser.post(page.action, { csrf: page.csrf, login });
const hasPassword = (page: Page) => page.answer.body.includes('id="password"');
/** What an authorization request leads to: the first answer beyond it. */
const ask = async (extra: Record<string, string>, by = browser): Promise<Answer> => {
  const { url } = federation.client.request(extra);
  const first = await by.get(url);
  const next = new URL(first.location, url);
  return next.origin === new URL(url).origin && next.pathname.startsWith('/interaction/') ? by.get(next.href) : first;
};
/** The page of a sign-in that was led elsewhere, opened again. */
const openAgain = (to: URL, query = '') => {
  const [uid] = to.searchParams.get('state')!.split('.');
  return openPage(browser, `${federation.server.issuer}/interaction/${uid}${query}`);
};

/** All that is said to somebody who types a name, without what is random. */
async function said(login: string): Promise<string> {
  browser = new Browser();
  const answer = await typeLogin(await open(), login);
  const { 'x-request-id': _id, date: _date, etag: _etag, ...headers } = answer.headers;
  const isHere = answer.location.startsWith('/');
  const after = isHere ? await browser.get(`${federation.server.issuer}${answer.location}`) : undefined;
  return JSON.stringify([answer.status, headers, answer.body, after?.status, after?.body])
    .replaceAll(login, 'LOGIN')
    .replaceAll(encodeURIComponent(login), 'LOGIN')
    .replaceAll(/[\w-]{43,}/gu, 'TOKEN');
}

describe('the login name is asked for first', () => {
  it('and leads to the connection of its domain, which need not ask for it again', async () => {
    const page = await open();
    expect(hasPassword(page)).toBe(false);
    expect(page.answer.body).toContain('Continue with <bdi>Corp</bdi>');
    const to = upstreamAt(await typeLogin(page, 'Alice@EXAMPLE.com'));
    expect(to.searchParams.get('login_hint')).toBe('Alice@EXAMPLE.com');
    expect(to.searchParams.get('redirect_uri')).toContain('/federation/corp/callback');
    const next = await comeBack(
      browser,
      await signIn(new Browser(), to.href, await federation.upstream.person('alice')),
    );
    expect((next as Page).answer.body).toContain('Connect <bdi>Corp</bdi> to your account');
  });

  it('AS-15: names of a domain are answered alike, whether they are known, unknown or disabled', async () => {
    const kinds = [
      ['alice@example.com', 'nobod@example.com', 'carol@example.com'],
      ['alice@unproved.example', 'nobod@unproved.example'],
      ['alice', 'nobod', 'carol'],
    ];
    for (const logins of kinds) {
      const answers = new Set<string>();
      for (const login of logins) answers.add(await said(login));
      expect([...answers]).toHaveLength(1);
    }
  });

  it('and otherwise to the password, with the name in its field', async () => {
    const answer = await typeLogin(await open(), 'bob');
    const page = await openPage(browser, new URL(answer.location, federation.server.issuer).href);
    expect(page.answer.body).toContain('value="bob"');
    expect(await submitPassword(browser, page, await federation.server.person('bob'))).toBeInstanceOf(URL);
  });

  it('and who has a password may use it, of a proved domain too', async () => {
    const page = await open();
    const { href } = /id="with-password" href="(?<href>[^"]+)"/u.exec(page.answer.body)!.groups!;
    const withPassword = await openPage(browser, new URL(href!, federation.server.issuer).href);
    expect(hasPassword(withPassword)).toBe(true);
    const { password } = await federation.server.person('alice');
    const back = await submitPassword(browser, withPassword, { login: 'alice@example.com', password });
    expect((back as URL).searchParams.get('code')).toEqual(expect.any(String));
  });

  it('once: whoever comes back without having signed in has all ways before them', async () => {
    const to = upstreamAt(await typeLogin(await open(), 'alice@example.com'));
    const page = await openAgain(to);
    expect(hasPassword(page)).toBe(true);
    expect(page.answer.body).toContain('value="alice@example.com"');
    expect(await submitPassword(browser, page, await federation.server.person('alice'))).toBeInstanceOf(URL);
  });

  it('nothing, a form of another site, and one without its token lead nowhere', async () => {
    const page = await open();
    const empty = await typeLogin(page, ' ');
    expect([empty.status, errorOf(empty.body)]).toEqual([400, 'login_missing']);
    expect((await browser.post(page.action, { login: 'alice@example.com' })).status).toBe(403);
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const form = { csrf: page.csrf, login: 'alice@example.com' };
    expect((await browser.post(page.action, form, foreign)).status).toBe(403);
  });

  it('only while a domain is proved, from the next page on', async () => {
    const { domainProofs } = federation.server.server.storage;
    await federation.server.change('connections', domainProofs.writes.checked(proof, 'missing'));
    expect(hasPassword(await open())).toBe(true);
    browser = new Browser();
    expect((await ask({ login_hint: 'alice@example.com' })).status).toBe(200);
    await federation.server.change('connections', domainProofs.writes.checked(proof, 'found'));
    expect(hasPassword(await open())).toBe(false);
  });
});

describe('a client that says where its user signs in', () => {
  it('by an address of a proved domain, or by the name of a connection, needs no page', async () => {
    const byAddress = upstreamAt(await ask({ login_hint: 'alice@example.com' }));
    expect(byAddress.searchParams.get('login_hint')).toBe('alice@example.com');
    browser = new Browser();
    const byName = upstreamAt(await ask({ idp_hint: 'corp', login_hint: 'bob@else.example' }));
    expect(byName.searchParams.get('login_hint')).toBe('bob@else.example');
    const next = await comeBack(
      browser,
      await signIn(new Browser(), byName.href, await federation.upstream.person('bob')),
    );
    expect((next as Page).answer.body).toContain('Connect <bdi>Corp</bdi> to your account');
  });

  it.each<[string, Record<string, string>]>([
    ['nobody knows', { idp_hint: 'nobody' }],
    ['is turned off', { idp_hint: 'hidden' }],
    ['has another domain', { login_hint: 'alice@unproved.example' }],
    ['has none', { login_hint: 'alice' }],
    ['is empty', { idp_hint: '', login_hint: '' }],
  ])('shows the page where what it says %s', async (_why, extra) => {
    const answer = await ask(extra);
    expect([answer.status, errorOf(answer.body)]).toEqual([200, undefined]);
  });

  it('that offers other connections alone is not led to one that it does not offer', async () => {
    const { clients } = federation.server.server.storage;
    const stored = (await clients.find('web-app'))!;
    const put = (connections?: readonly string[]) =>
      federation.server.change(
        'clients',
        clients.writes.put({
          clientId: 'web-app',
          metadata: { ...stored.metadata, ...(connections && { connections }) },
        }),
      );
    await put(['broken']);
    expect((await ask({ idp_hint: 'corp', login_hint: 'alice@example.com' })).status).toBe(200);
    browser = new Browser();
    expect(hasPassword(await open())).toBe(true);
    await put();
  });

  it('is never in a circle: after a denied sign-in, and after one that did not end, the page is shown', async () => {
    const to = upstreamAt(await ask({ idp_hint: 'corp' }));
    expect(hasPassword(await openAgain(to))).toBe(true);
    const denied = new URL(`${federation.server.issuer}/federation/corp/callback`);
    const state = to.searchParams.get('state')!;
    denied.search = new URLSearchParams({ error: 'access_denied', state, iss: federation.upstream.issuer }).toString();
    const page = (await comeBack(browser, denied)) as Page;
    expect([errorOf(page.answer.body), hasPassword(page)]).toEqual(['upstream_denied', true]);
    expect(errorOf((await openAgain(to)).answer.body)).toBe('upstream_denied');
    expect(await submitPassword(browser, page, await federation.server.person('bob'))).toBeInstanceOf(URL);
  });

  it('to an upstream that cannot be asked gets the page, which says so', async () => {
    const answer = await ask({ idp_hint: 'broken' });
    expect([answer.status, errorOf(answer.body)]).toEqual([502, 'upstream_misconfigured']);
    expect(answer.body).toContain('id="password"');
  });

  it('still gets login_required for prompt=none, and the chooser’s page for prompt=select_account', async () => {
    const none = await ask({ idp_hint: 'corp', prompt: 'none' });
    expect(new URL(none.location).searchParams.get('error')).toBe('login_required');
    expect((await ask({ idp_hint: 'corp', prompt: 'select_account' })).status).toBe(200);
  });

  it('still gets a new sign-in for prompt=login: upstream too, and by the page where somebody is signed in', async () => {
    const to = upstreamAt(await ask({ idp_hint: 'corp', prompt: 'login' }));
    expect([to.searchParams.get('prompt'), to.searchParams.get('max_age')]).toEqual(['login', '0']);
    browser = new Browser();
    await signIn(browser, federation.client.request({ login_hint: 'bob' }).url, await federation.server.person('bob'));
    const again = await ask({ idp_hint: 'corp', prompt: 'login' });
    expect([again.status, again.body.includes('Welcome back')]).toEqual([200, true]);
    // Nobody is asked who is signed in and need not be.
    expect((await ask({ idp_hint: 'corp' })).location).toContain('code=');
  });

  it('attack: the answer to what one browser was led to is nothing to another', async () => {
    const to = upstreamAt(await ask({ idp_hint: 'corp' }));
    const back = await signIn(new Browser(), to.href, await federation.upstream.person('alice'));
    const victim = new Browser();
    upstreamAt(await ask({ idp_hint: 'corp' }, victim));
    const first = await victim.get(back.href);
    const next = await victim.get(new URL(first.location, back.origin).href);
    expect([next.status, errorOf(next.body)]).toEqual([400, 'session_not_found']);
  });
});
