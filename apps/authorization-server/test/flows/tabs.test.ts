/** A sign-in that waits in one tab while the session ends or changes in another. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, errorOf, openPage, type Page, type Person, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
let webApp: TestClient;
let alice: Person;
let bob: Person;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  webApp = await confidential(server, 'web-app');
  [alice, bob] = await Promise.all([server.person('alice'), server.person('bob')]);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  browser = new Browser();
  await webApp.signIn(alice, {}, browser);
});

const wait = (changes = {}): Promise<Page> => openPage(browser, webApp.request({ prompt: 'login', ...changes }).url);

async function signOut(): Promise<void> {
  const { body } = await browser.get(`${server.issuer}/session/end`);
  const xsrf = /name="xsrf" value="([^"]+)"/u.exec(body)?.[1] ?? '';
  const { status } = await browser.post(`${server.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
  expect(status).toBe(303);
}

/** Who is signed in, by their `sub`. */
async function signedIn(): Promise<unknown> {
  const { url, verifier, parameters } = webApp.request({ prompt: 'none' });
  const code = new URL((await browser.get(url)).location).searchParams.get('code');
  if (code === null) return undefined;
  const { body } = await webApp.redeem({ code, verifier, redirectUri: String(parameters['redirect_uri']) });
  return claimsOf(String(body['id_token']))['preferred_username'];
}

async function finish(page: Page, person: Person): Promise<void> {
  const callback = await submitPassword(browser, page, person);
  expect(callback).toBeInstanceOf(URL);
  expect((callback as URL).searchParams.get('code')).toMatch(/./u);
}

describe('F13: a password that was just given counts', () => {
  it('F13: after a sign-out in another tab', async () => {
    const waiting = await wait();
    await signOut();
    await finish(waiting, alice);
    expect(await signedIn()).toBe('alice');
  });

  it('F13: after another user signed in in another tab, who is then signed out', async () => {
    const [waiting, other] = [await wait(), await wait()];
    await finish(other, bob);
    expect(await signedIn()).toBe('bob');
    await finish(waiting, alice);
    expect(await signedIn()).toBe('alice');
  });

  it('F13: in three tabs, one after the other, with the same user twice', async () => {
    const tabs = [await wait(), await wait(), await wait()];
    for (const [index, person] of [bob, alice, alice].entries()) {
      await finish(tabs[index] as Page, person);
      expect(await signedIn()).toBe(person.login);
    }
  });

  it('F13: after sign-out and a sign-in of the same user, and of another account than the session had', async () => {
    const [waiting, second] = [await wait(), await wait()];
    await signOut();
    await webApp.signIn(alice, {}, browser);
    await finish(waiting, alice);
    await signOut();
    await finish(second, bob);
    expect(await signedIn()).toBe('bob');
  });

  it('F13: a wrong password signs nobody in, and the right one after it does', async () => {
    const waiting = await wait();
    await signOut();
    const form = { csrf: waiting.csrf, login: alice.login, password: 'wrong' };
    const answer = await browser.post(waiting.action, form);
    expect([answer.status, errorOf(answer.body)]).toEqual([401, 'invalid_credentials']);
    expect(await signedIn()).toBeUndefined();
    await finish(waiting, alice);
  });

  it('F13: what was proved before the sign-out does not count after it: consent that waits signs nobody in', async () => {
    const redirectUri = 'https://localhost:3005/callback';
    const acme = await confidential(server, 'third-party', redirectUri);
    const page = await openPage(browser, acme.request({ redirect_uri: redirectUri, scope: 'openid profile' }).url);
    expect(page.action).toMatch(/\/consent$/u);
    await signOut();
    const answer = await browser.post(page.action, { csrf: page.csrf });
    const last = answer.status === 303 ? await browser.get(new URL(answer.location, server.issuer).href) : answer;
    expect([last.status, errorOf(last.body)]).toEqual([400, 'session_not_found']);
    expect(await signedIn()).toBeUndefined();
  });

  it('F13: another browser with the address of the sign-in gets nothing', async () => {
    const waiting = await wait();
    await signOut();
    const form = { csrf: waiting.csrf, login: alice.login, password: alice.password };
    const { status, location } = await browser.post(waiting.action, form);
    expect(status).toBe(303);
    const stranger = await new Browser().get(new URL(location, server.issuer).href);
    expect([stranger.status, errorOf(stranger.body), stranger.location]).toEqual([400, 'session_not_found', '']);
  });
});
