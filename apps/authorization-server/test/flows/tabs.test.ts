/** A sign-in that waits in one tab while the session ends or changes in another. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { Browser, errorOf, follow, openPage, type Page, type Person, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
let webApp: TestClient;
let alice: Person;
let bob: Person;
let browser: Browser;
/** Users who add a second factor, one for each test. */
const strongPeople = Array.from({ length: 4 }, (_, n) => ({
  login: `strong${n}`,
  name: `Strong ${n}`,
  email: `strong${n}@example.com`,
  roles: ['accountant'],
  password: `the password of strong ${n}`,
}));

beforeAll(async () => {
  server = await startServer({ registry: ({ users }) => users.push(...strongPeople) });
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

/** The steps of a page, by the end of its form's address. */
const stepOf = ({ action }: Page) => action.split('/').at(-1);
const asPage = (next: Page | URL): Page => {
  if (next instanceof URL) throw new Error(`no page, but ${next.href}`);
  return next;
};
const press = async ({ action, csrf }: Page, step: string, fields = {}): Promise<Page | URL> =>
  follow(browser, server.issuer, await browser.post(action.replace(/[\w-]+$/u, step), { csrf, ...fields }));

describe('F13: a choice of account that waits', () => {
  const choice = { prompt: 'select_account' };
  const changes: [string, () => Promise<unknown>][] = [
    ['nobody is signed in any more', signOut],
    ['another user is signed in', async () => finish(await wait(), bob)],
  ];

  it.each(changes)('F13: leads to a sign-in when %s, whatever is pressed', async (_, change) => {
    for (const step of ['account', 'other-account']) {
      const waiting = await wait(choice);
      expect(stepOf(waiting)).toBe('account');
      await change();
      const before = await signedIn();
      const next = await browser.post(waiting.action.replace(/\w+$/u, step), { csrf: waiting.csrf });
      const page = asPage(
        next.status === 303 ? await follow(browser, server.issuer, next) : { ...waiting, answer: next },
      );
      // The user who was shown is not signed in any more: nobody goes on as the one who is, unasked.
      expect(page.answer.body).toContain('id="password"');
      expect(page.answer.body).not.toContain('value="alice"');
      expect(await signedIn()).toBe(before);
      await finish({ ...page, action: waiting.action.replace(/\w+$/u, 'login') }, alice);
      expect(await signedIn()).toBe('alice');
    }
  });

  it.each(changes)('F13: loaded again, and cancelled, when %s', async (_, change) => {
    const waiting = await wait(choice);
    await change();
    const again = await browser.get(waiting.action.replace(/\/\w+$/u, ''));
    expect([again.status, again.body.includes('id="password"')]).toEqual([200, true]);
    const back = await press(waiting, 'abort');
    expect((back as URL).searchParams.get('error')).toBe('access_denied');
  });

  it('F13: who was chosen a moment before the other signed in is not mistaken for them', async () => {
    const waiting = await wait(choice);
    const { location } = await browser.post(waiting.action, { csrf: waiting.csrf });
    await finish(await wait(), bob);
    const { status, body } = await browser.get(new URL(location, server.issuer).href);
    expect([status, errorOf(body), body.includes('id="home"')]).toEqual([400, 'session_not_found', true]);
    expect(await signedIn()).toBe('bob');
  });
});

const secretOf = (page: Page) =>
  /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(page.answer.body)?.[1]?.replaceAll(' ', '') ?? '';
/** The code of the step that is so many after this one; each is good once. */
const codeOf = (secret: string, later = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + later * 30_000 });

describe('F13: a second factor that waits', () => {
  const strong = { acr_values: 'urn:gatehouse:acr:2' };
  const changes: [string, () => Promise<unknown>][] = [
    ['nobody is signed in any more', signOut],
    ['another user is signed in', async () => finish(await wait(), bob)],
  ];

  it.each(changes)('F13: counts after the password that was given, when %s', async (_, change) => {
    const person = strongPeople.pop() as Person;
    await webApp.signIn(person, {}, (browser = new Browser()));
    const adding = asPage(await submitPassword(browser, await wait(strong), person));
    expect(stepOf(adding)).toBe('add-totp');
    const secret = secretOf(adding);
    await change();
    const kept = asPage(await press(adding, 'add-totp', { otp: codeOf(secret) }));
    expect(stepOf(kept)).toBe('codes-kept');
    expect(await press(kept, 'codes-kept')).toBeInstanceOf(URL);
    expect(await signedIn()).toBe(person.login);

    const asked = asPage(await submitPassword(browser, await wait(strong), person));
    expect(stepOf(asked)).toBe('totp');
    await change();
    expect(await press(asked, 'totp', { otp: codeOf(secret, 1) })).toBeInstanceOf(URL);
    expect(await signedIn()).toBe(person.login);
  });

  it.each(changes)('F13: that is refused has a way on, when %s', async (_, change) => {
    const person = strongPeople.pop() as Person;
    await webApp.signIn(person, {}, (browser = new Browser()));
    const adding = asPage(await submitPassword(browser, await wait(strong), person));
    const secret = secretOf(adding);
    await press(asPage(await press(adding, 'add-totp', { otp: codeOf(secret) })), 'codes-kept');
    const asked = asPage(await submitPassword(browser, await wait(), person));
    expect(stepOf(asked)).toBe('totp');
    await change();
    const wrong = await browser.post(asked.action, { csrf: asked.csrf, otp: 'wrong' });
    expect([wrong.status, errorOf(wrong.body)]).toEqual([401, 'invalid_otp']);
    expect(await press(asked, 'restart')).toMatchObject({ answer: { status: 200 } });
    await finish({ ...asked, action: asked.action.replace(/\w+$/u, 'login') }, alice);
    expect(await signedIn()).toBe('alice');
  });
});
