/** A sign-in belongs to the browser that began it, whatever cookies a neighbouring host puts into a browser. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, errorOf, follow, openPage, type Page, type Person, submitPassword } from '../browser.ts';
import { confidential, postForm, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
let webApp: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer({ env: { GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' } });
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

const prefix = '__Host-gatehouse_sign_in_';
const uidOf = (page: Page) => new URL(page.action).pathname.split('/')[2] ?? '';
const begin = (browser: Browser) => openPage(browser, webApp.request().url);
const pageOf = (page: Page) => page.action.replace(/\/login$/u, '');
const refusal = ({ status, body, location }: Answer) => [status, errorOf(body), location];
const refused = [400, 'session_not_found', ''];
/** The cookies of a sign-in: name and value. */
const tieOf = (browser: Browser, uid: string) =>
  ['', '.sig'].map((end): [string, string] => [`${prefix}${uid}${end}`, browser.cookie(`${prefix}${uid}${end}`) ?? '']);

describe('D2: a sign-in that a stranger began', () => {
  /** What a neighbouring host can write, and readers may take for the real thing. */
  const spellings: [string, (name: string) => string][] = [
    ['without the prefix', (name) => name.replace('__Host-', '')],
    ['with another prefix', (name) => name.replace('__Host-', '__Secure-')],
    ['in lower case', (name) => name.toLowerCase().replace(prefix.toLowerCase(), '__host-gatehouse_sign_in_')],
    ['after white space', (name) => `\u00a0${name}`],
    ['before white space', (name) => `${name}\u00a0`],
    ['as the engine called it', (name) => `gatehouse_interaction${name.endsWith('.sig') ? '.sig' : ''}`],
    ['as the engine called the end of it', (name) => `gatehouse_resume${name.endsWith('.sig') ? '.sig' : ''}`],
  ];

  it.each(spellings)('is not finished by somebody whose browser got its cookies %s', async (_name, spell) => {
    const stranger = new Browser();
    const theirs = await begin(stranger);
    const victim = new Browser();
    const own = await begin(victim);
    for (const path of ['/', `/interaction/${uidOf(theirs)}`, `/auth/${uidOf(theirs)}`]) {
      for (const [name, value] of tieOf(stranger, uidOf(theirs))) victim.setCookie(spell(name), value, path);
    }
    expect(refusal(await victim.get(pageOf(theirs)))).toEqual(refused);
    expect(refusal(await victim.post(theirs.action, { csrf: own.csrf, ...alice }))).toEqual(refused);
    expect(refusal(await victim.get(`${server.issuer}/auth/${uidOf(theirs)}`))).toEqual(refused);
    const resumed = await stranger.get(`${server.issuer}/auth/${uidOf(theirs)}`);
    expect(new URL(resumed.location, server.issuer).searchParams.get('code')).toBeNull();
  });

  it('is not finished with the cookies of another one, nor with half of its own', async () => {
    const browser = new Browser();
    const [one, two] = [await begin(browser), await begin(browser)];
    const [, signature] = tieOf(browser, uidOf(two));
    for (const [name, value] of [
      [`${prefix}${uidOf(one)}`, uidOf(two)],
      [`${prefix}${uidOf(one)}.sig`, signature?.[1] ?? ''],
    ] as const) {
      const other = browser.copy();
      other.setCookie(name, value);
      expect(refusal(await other.get(pageOf(one)))).toEqual(refused);
      other.forget(name);
      expect(refusal(await other.get(pageOf(one)))).toEqual(refused);
    }
    expect(await submitPassword(browser, one, alice)).toBeInstanceOf(URL);
  });

  it('is not opened by its address alone, at any of its addresses', async () => {
    const browser = new Browser();
    const page = await begin(browser);
    const done = await browser.post(page.action, { csrf: page.csrf, ...alice });
    const stranger = new Browser();
    await begin(stranger);
    const uid = uidOf(page);
    for (const path of [`/auth/${uid}`, `/auth/${uid}/`, `/auth/${uid}?a=/auth/${uid}`, `/device/${uid}`]) {
      const answer = await stranger.get(server.issuer + path);
      expect([answer.status >= 400, answer.location]).toEqual([true, '']);
    }
    expect(
      await follow(browser, server.issuer, await browser.get(new URL(done.location, server.issuer).href)),
    ).toBeInstanceOf(URL);
  });
});

describe('D2: the cookies of a sign-in', () => {
  it('can be set by this host alone, over TLS, and are read by no script', async () => {
    const { setCookies } = await new Browser().get(webApp.request().url);
    const ours = setCookies.filter((line) => line.includes('gatehouse_sign_in'));
    expect(ours).toHaveLength(2);
    for (const line of ours) {
      const attributes = line.toLowerCase().split(/;\s*/u).slice(1);
      expect(line).toMatch(/^__Host-gatehouse_sign_in_/u);
      expect(attributes).toEqual(expect.arrayContaining(['path=/', 'secure', 'httponly', 'samesite=lax']));
      expect(attributes.some((one) => one.startsWith('domain'))).toBe(false);
    }
  });

  it('let tabs that were opened together all finish, and go when they do', async () => {
    const browser = new Browser();
    const answers = await Promise.all([1, 2, 3].map(() => browser.get(webApp.request().url)));
    for (const answer of answers) {
      const page = (await follow(browser, server.issuer, answer)) as Page;
      const end = page instanceof URL ? page : await submitPassword(browser, page, alice);
      expect((end as URL).searchParams.get('code')).toBeTruthy();
    }
    expect(browser.cookieNames.filter((name) => name.startsWith(prefix))).toEqual([]);
  });

  it('are not more than a header can hold: the oldest sign-ins are forgotten', async () => {
    const browser = new Browser();
    const first = await begin(browser);
    for (let count = 0; count < 20; count += 1) await browser.get(webApp.request().url);
    expect(browser.cookieNames.filter((name) => name.startsWith(prefix))).toHaveLength(24);
    expect(refusal(await browser.get(pageOf(first)))).toEqual(refused);
    expect(await submitPassword(browser, await begin(browser), alice)).toBeInstanceOf(URL);
  });

  it('hold for a device as well', async () => {
    const device = { client_id: 'device', scope: 'openid profile_read', resource: 'https://localhost:3001' };
    const { body } = await postForm(`${server.issuer}/device/auth`, device);
    const browser = new Browser();
    const shown = await browser.get(String(body['verification_uri_complete']));
    const xsrf = /name="xsrf" value="([^"]+)"/u.exec(shown.body)?.[1] ?? '';
    const form = { xsrf, user_code: String(body['user_code']), confirm: 'yes' };
    const page = (await follow(browser, server.issuer, await browser.post(`${server.issuer}/device`, form))) as Page;
    const stranger = new Browser();
    expect(refusal(await stranger.get(pageOf(page)))[0]).toBe(400);
    const done = await browser.post(page.action, { csrf: page.csrf, ...alice });
    expect(done.location).toMatch(/\/device\/[\w-]+$/u);
    const stolen = await stranger.get(new URL(done.location, server.issuer).href);
    expect([stolen.status, stolen.location]).toEqual([400, '']);
    expect((await browser.get(new URL(done.location, server.issuer).href)).status).toBeLessThan(400);
  });
});

describe('D2: two cookies of one name', () => {
  it('make nobody of a session: neither the planted one nor the other counts', async () => {
    const [mine, theirs] = [new Browser(), new Browser()];
    await webApp.signIn(alice, {}, mine);
    await webApp.signIn(await server.person('bob'), {}, theirs);
    for (const end of ['', '.sig']) {
      const name = `__Host-gatehouse_session${end}`;
      mine.setCookie(name, theirs.cookie(name) ?? '', '/auth');
    }
    const { location } = await mine.get(webApp.request({ prompt: 'none' }).url);
    expect(new URL(location).searchParams.get('error')).toBe('login_required');
  });
});
