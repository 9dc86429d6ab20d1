/** Consent to several clients that nobody registered, in several tabs of a browser: an answer counts for the client that was shown, once. */
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Answer,
  Browser,
  csrfOf,
  errorOf,
  follow,
  openPage,
  type Page,
  type Person,
  submitPassword,
} from '../browser.ts';
import { claimsOf, TestClient } from '../client.ts';
import { bearer, forgetRegistrations, register, sendJson, withRegistration } from '../registering.ts';
import { api, startServer, type TestServer } from '../server.ts';

let server: TestServer;
let alice: Person;
let bob: Person;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({
    registry: withRegistration(
      { mode: 'open', clients_per_network: 1000 },
      { scope: 'openid offline_access', scopes: { [api]: ['profile_read'] } },
    ),
  });
  [alice, bob] = await Promise.all([server.person('alice'), server.person('bob')]);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  await forgetRegistrations(server);
  browser = new Browser();
});

const cookie = '__Host-gatehouse_sign_in_';

/** A client that registered itself, and how it changes what it says of itself. */
interface Registered {
  readonly client: TestClient;
  readonly callItself: (name: string) => Promise<void>;
}

async function registered(name: string, host = `${name.toLowerCase()}.example`): Promise<Registered> {
  const redirectUri = `https://${host}/callback`;
  const told = { client_name: name, redirect_uris: [redirectUri] };
  const { status, body } = await register(server, told);
  if (status !== 201) throw new Error(JSON.stringify(body));
  let token = String(body['registration_access_token']);
  const client_id = String(body['client_id']);
  return {
    client: new TestClient(server, client_id, { redirectUri }),
    async callItself(other) {
      const change = { ...told, client_id, client_name: other };
      const answer = await sendJson('PUT', String(body['registration_client_uri']), change, bearer(token));
      expect([answer.status, answer.body['client_name']]).toEqual([200, other]);
      token = String(answer.body['registration_access_token']);
    },
  };
}

/** A tab that shows the consent page of a client. */
interface Tab {
  readonly client: TestClient;
  readonly page: Page;
  readonly verifier: string;
  readonly uid: string;
}

const isConsent = (page: Page | URL): page is Page => !(page instanceof URL) && page.action.endsWith('/consent');
const uidOf = ({ action }: Page): string => new URL(action).pathname.split('/')[2] ?? '';
const pathOf = ({ uid }: Tab): string => `${server.issuer}/interaction/${uid}`;

function tabOf({ client }: Registered, page: Page | URL, verifier: string): Tab {
  if (!isConsent(page)) throw new Error('no consent was asked for');
  expect(page.answer.body).toContain(`data-client-host="${new URL(client.redirectUri).hostname}"`);
  return { client, page, verifier, uid: uidOf(page) };
}

async function open(registration: Registered, person = alice): Promise<Tab> {
  const { url, verifier } = registration.client.request({
    scope: 'openid offline_access profile_read',
    prompt: 'consent',
  });
  let page: Page | URL = await openPage(browser, url);
  if (!isConsent(page)) page = await submitPassword(browser, page, person);
  return tabOf(registration, page, verifier);
}

const post = ({ page }: Tab, headers: Record<string, string> = {}): Promise<Answer> =>
  browser.post(page.action, { csrf: page.csrf }, headers);

/** Presses "allow", and goes where that leads. */
async function approve(tab: Tab): Promise<URL> {
  const next = await follow(browser, server.issuer, await post(tab));
  if (!(next instanceof URL)) throw new Error('the sign-in does not end');
  expect(next.origin + next.pathname).toBe(tab.client.redirectUri);
  return next;
}

const redeem = ({ client, verifier }: Tab, callback: URL) =>
  client.redeem({ code: callback.searchParams.get('code') ?? '', verifier, redirectUri: client.redirectUri });

/** The clients that a user granted something, once for each grant. */
async function granted(person = alice): Promise<string[]> {
  const { storage } = server.server;
  const { id = '' } = (await storage.accounts.findByLogin(person.login)) ?? {};
  const grants = await storage.artefacts.listByAccount(id, { models: ['Grant'] });
  return grants.map(({ clientId = '' }) => clientId).sort();
}
const idsOf = (...tabs: readonly Tab[]): string[] => tabs.map(({ client }) => client.clientId).sort();
/** What was granted since, when all that was granted before is left away. */
async function since(before: readonly string[]): Promise<string[]> {
  const left = [...before];
  return (await granted()).filter((clientId) => {
    const index = left.indexOf(clientId);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

const expectOver = ({ status, body, location }: Answer) =>
  expect([status, errorOf(body), location]).toEqual([400, 'session_not_found', '']);

describe('two tabs with clients that nobody registered', () => {
  it.each([[[0, 1]], [[1, 0]]])(
    'MCP: each approval counts for the client that was shown, in the order %j',
    async (order) => {
      const tabs = [await open(await registered('First')), await open(await registered('Second'))];
      const before = await granted();
      for (const [count, index] of order.entries()) {
        const tab = tabs[index] as Tab;
        const callback = await approve(tab);
        const { status, body } = await redeem(tab, callback);
        expect(status).toBe(200);
        expect(claimsOf(String(body['access_token']))['client_id']).toBe(tab.client.clientId);
        expect(await since(before)).toHaveLength(count + 1);
      }
    },
  );

  it('MCP: a code of one is worth nothing to the other', async () => {
    const [first, second] = [await open(await registered('First')), await open(await registered('Second'))];
    const before = await granted();
    const callback = await approve(first);
    const stolen = { ...second, verifier: first.verifier };
    expect((await redeem(stolen, callback)).status).toBe(400);
    const { client, verifier } = second;
    const code = callback.searchParams.get('code') ?? '';
    expect((await client.redeem({ code, verifier, redirectUri: first.client.redirectUri })).status).toBe(400);
    expect(await since(before)).toEqual(idsOf(first));
  });

  it('MCP: the form of one tab with the cookie of the other is nobody’s', async () => {
    const [first, second] = [await open(await registered('First')), await open(await registered('Second'))];
    const before = await granted();
    const own = ['', '.sig'].map((end) => [`${cookie}${first.uid}${end}`, `${cookie}${second.uid}${end}`] as const);
    const [name, signature] = own.map(([of, other]) => [of, browser.cookie(other) ?? ''] as const);
    const forged: Record<string, string>[] = [
      // Of the other sign-in alone.
      Object.fromEntries(own.map(([, other]) => [other, browser.cookie(other) ?? ''])),
      // Under the name of this one.
      Object.fromEntries([name, signature] as [string, string][]),
      // With the right value and a foreign signature.
      Object.fromEntries([[name?.[0], first.uid], signature] as [string, string][]),
    ];
    for (const cookies of forged) {
      const others = browser.copy();
      for (const [of, other] of own) for (const one of [of, other]) others.forget(one);
      for (const [key, value] of Object.entries(cookies)) others.setCookie(key, value);
      expectOver(await others.post(first.page.action, { csrf: first.page.csrf }));
      expectOver(await others.get(pathOf(first)));
      expectOver(await others.get(`${server.issuer}/auth/${first.uid}`));
    }
    expect(await since(before)).toEqual([]);
    // The real ones are left as they were.
    await approve(first);
    await approve(second);
    expect((await since(before)).sort()).toEqual(idsOf(first, second));
  });

  it('MCP: the back button shows no question that was answered, and pressing again grants nothing', async () => {
    const [first, second] = [await open(await registered('First')), await open(await registered('Second'))];
    const before = await granted();
    const callback = await approve(first);
    expectOver(await browser.get(pathOf(first)));
    expectOver(await post(first));
    expectOver(await browser.get(`${server.issuer}/auth/${first.uid}`));
    expect(await since(before)).toEqual(idsOf(first));
    expect((await redeem(first, callback)).status).toBe(200);
    // The other tab waits still, and its answer is its own.
    const again = await browser.get(pathOf(second));
    expect([again.status, again.body.includes('data-client-host="second.example"')]).toEqual([200, true]);
    await approve({ ...second, page: { ...second.page, csrf: csrfOf(again.body) } });
    for (const tab of [first, second]) expectOver(await post(tab));
    expect((await since(before)).sort()).toEqual(idsOf(first, second));
    expect(again.headers['cache-control']).toContain('no-store');
  });

  it('MCP: pressed in both tabs at once, several times, each makes one grant of its own', async () => {
    const tabs = [await open(await registered('First')), await open(await registered('Second'))];
    const before = await granted();
    const answers = await Promise.all([...tabs, ...tabs, ...tabs].map((tab) => post(tab)));
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    expect((await since(before)).sort()).toEqual(idsOf(...tabs));
  });

  it('MCP: no in one tab is no answer in the other', async () => {
    const [first, second] = [await open(await registered('First')), await open(await registered('Second'))];
    const before = await granted();
    const refused = await follow(
      browser,
      server.issuer,
      await browser.post(`${pathOf(first)}/abort`, { csrf: first.page.csrf }),
    );
    expect((refused as URL).searchParams.get('error')).toBe('access_denied');
    expectOver(await post(first));
    await approve(second);
    expect(await since(before)).toEqual(idsOf(second));
  });

  it('MCP: both opened before anybody signed in, each asks for itself', async () => {
    const registrations = [await registered('First'), await registered('Second')];
    const requests = registrations.map(({ client }) => client.request({ scope: 'openid profile_read' }));
    const pages: Page[] = [];
    for (const { url } of requests) pages.push(await openPage(browser, url));
    const before = await granted();
    const tabs: Tab[] = [];
    for (const [index, page] of pages.entries()) {
      const next = await submitPassword(browser, page, alice);
      tabs.push(tabOf(registrations[index] as Registered, next, requests[index]?.verifier ?? ''));
    }
    for (const tab of tabs.toReversed()) await approve(tab);
    expect((await since(before)).sort()).toEqual(idsOf(...tabs));
  });

  it('MCP: what was shown to one user is not granted when another has signed in meanwhile, to neither', async () => {
    const first = await open(await registered('First'));
    const [ofAlice, ofBob] = [await granted(), await granted(bob)];
    const { client } = await registered('Second');
    const signIn = await openPage(browser, client.request({ scope: 'openid', prompt: 'login' }).url);
    const theirs = await submitPassword(browser, signIn, bob);
    expect(isConsent(theirs)).toBe(true);
    const answer = await post(first);
    const last = answer.status === 303 ? await browser.get(new URL(answer.location, server.issuer).href) : answer;
    expectOver(last);
    expect([await since(ofAlice), await granted(bob)]).toEqual([[], ofBob]);
  });

  it('MCP: the client that was shown is the one that was asked for: what it calls itself has not changed between', async () => {
    const registration = await registered('Honest');
    const before = await granted();
    // Between the request and the page.
    const { url, verifier } = registration.client.request({ scope: 'openid profile_read' });
    const signIn = await openPage(browser, url);
    const tab = tabOf(registration, await submitPassword(browser, signIn, alice), verifier);
    await registration.callItself('Google Drive');
    // What is known of a client is looked at again once a second.
    const look = (status: number) =>
      eventually(async () => {
        const answer = await browser.get(pathOf(tab));
        return answer.status === status && answer;
      });
    expectOver(await look(400));
    // Between the page and the answer.
    expectOver(await post(tab));
    expect(await since(before)).toEqual([]);
    await registration.callItself('Honest');
    const again = await look(200);
    expect([again.body.includes('“<bdi'), again.body.includes('Google Drive')]).toEqual([true, false]);
    const callback = await approve(tab);
    expect((await redeem(tab, callback)).status).toBe(200);
    expect(await since(before)).toEqual(idsOf(tab));
  });
});
