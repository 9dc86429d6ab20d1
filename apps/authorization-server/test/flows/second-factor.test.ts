import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { type Answer, Browser, errorOf, follow, openPage, type Page, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const strong = 'urn:gatehouse:acr:2';
const weak = 'urn:gatehouse:acr:1';

let server: TestServer;
let client: TestClient;
let people = 0;

/** A person of their own for each test. */
const newcomers = Array.from({ length: 16 }, (_, n) => ({
  login: `person${n}`,
  password: `the password of person ${n}`,
}));
const newcomer = () => newcomers[people++]!;

beforeAll(async () => {
  server = await startServer({
    env: { GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ users, clients }) => {
      for (const person of newcomers) {
        users.push({ ...person, name: person.login, email: `${person.login}@example.com`, roles: ['accountant'] });
      }
      const webApp = clients.find((entry) => entry['client_id'] === 'web-app')!;
      const strict = {
        ...webApp,
        client_id: 'strict',
        required_acr: strong,
        redirect_uris: ['https://localhost:3009/cb'],
      };
      clients.push(strict);
    },
  });
  client = await confidential(server, 'web-app');
});
afterAll(() => server?.stop());

const used = new Map<string, number>();
/** A code of the app that was not used before, of this step or the next: that of the step before would end while it is sent. */
function codeOf(secret: string): string {
  const now = Math.floor((Date.now() + server.aheadMs) / 30_000);
  const step = Math.max(now, (used.get(secret) ?? 0) + 1);
  if (step > now + 1) throw new Error('there is no unused code now');
  used.set(secret, step);
  return new TOTP({ secret }).generate({ timestamp: step * 30_000 });
}
const secretOf = ({ body }: Answer) =>
  /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(body)?.[1]?.replaceAll(' ', '') ?? '';
const codesOf = ({ body }: Answer) => [...body.matchAll(/data-recovery-code="([^"]+)"/gu)].map((found) => found[1]!);
const stepOf = (page: Page | URL) => (page instanceof URL ? page.pathname : page.action.split('/').at(-1));
const post = async (browser: Browser, page: Page, fields: Record<string, string> = {}): Promise<Page | URL> =>
  follow(browser, server.issuer, await browser.post(page.action, { csrf: page.csrf, ...fields }));
const toRecovery = (action: string) => action.replace(/totp$/u, 'recovery-code');
const raw = (browser: Browser, page: Page, fields: Record<string, string> = {}) =>
  browser.post(page.action, { csrf: page.csrf, ...fields });
const asPage = (page: Page | URL): Page => {
  if (page instanceof URL) throw new Error(`no page, but ${page.href}`);
  return page;
};

/** The page with what was mailed. */
const mails = async () => (await new Browser().get(`${server.issuer}/development/mail`)).body;

/** Signs a person in with two factors, adding an app on the way. */
async function enrol(person = newcomer(), browser = new Browser()) {
  const { url, verifier, parameters } = client.request({ acr_values: strong });
  let page = await openPage(browser, url);
  page = asPage(await submitPassword(browser, page, person));
  expect(stepOf(page)).toBe('add-totp');
  const secret = secretOf(page.answer);
  page = asPage(await post(browser, page, { otp: codeOf(secret) }));
  const codes = codesOf(page.answer);
  const callback = (await post(browser, page)) as URL;
  const code = {
    code: callback.searchParams.get('code') ?? '',
    verifier,
    redirectUri: String(parameters['redirect_uri']),
  };
  return { person, browser, secret, codes, code };
}

/** Up to the second factor, in a browser of its own. */
async function atSecondFactor(person: { login: string; password: string }, browser = new Browser(), changes = {}) {
  const request = client.request(changes);
  const page = asPage(await submitPassword(browser, await openPage(browser, request.url), person));
  expect(stepOf(page)).toBe('totp');
  return { browser, page, request };
}

describe('two factors', () => {
  it('AS-20: who has one factor adds a second when it is asked for, and the tokens say what happened', async () => {
    const { code, codes, person } = await enrol();
    const { body } = await client.redeem(code);
    const truth = { acr: strong, amr: ['pwd', 'otp', 'mfa'] };
    expect(claimsOf(String(body['id_token']))).toMatchObject(truth);
    expect(claimsOf(String(body['access_token']))).toMatchObject({ ...truth, aud: api });
    expect(codes).toHaveLength(10);
    // It is sent right after the sign-in.
    await eventually(async () => (await mails()).includes(`${person.login}@example.com`));
    expect(await mails()).toContain('A new way to sign in to Gatehouse');
  });

  it('AS-20: once it is there, every sign-in asks for it, and a password alone is no session (AS-16)', async () => {
    const { person, secret } = await enrol();
    const { browser, page, request } = await atSecondFactor(person);
    expect(browser.cookie('__Host-gatehouse_session')).toBeUndefined();
    const silent = await browser.get(client.request({ prompt: 'none' }).url);
    expect(new URL(silent.location).searchParams.get('error')).toBe('login_required');
    const resume = await browser.get(`${server.issuer}/auth/${page.action.split('/').at(-2)}`);
    expect(resume.location).not.toContain('code=');
    const again = await atSecondFactor(person, browser);
    const callback = (await post(browser, again.page, { otp: codeOf(secret) })) as URL;
    expect(callback.searchParams.get('code')).toBeTruthy();
    expect(browser.cookie('__Host-gatehouse_session')).toBeTruthy();
    expect(request.url).toContain('web-app');
  });

  it('AS-03: each step of the app works once, 40 parallel uses give one sign-in', async () => {
    const { person, secret } = await enrol();
    const visits = [];
    for (let n = 0; n < 8; n += 1) visits.push(await atSecondFactor(person));
    const otp = codeOf(secret);
    const answers = await Promise.all(
      visits.map(({ browser, page }) => Promise.all(Array.from({ length: 5 }, () => raw(browser, page, { otp })))),
    );
    // The same form sent twice leads the same browser on; every other browser is refused.
    const won = answers.filter((ofOne) => ofOne.some(({ location }) => location.includes('/auth/')));
    expect(won).toHaveLength(1);
    for (const { status } of answers.flat()) expect([303, 401, 429]).toContain(status);
    expect(answers.flat().filter(({ status, location }) => status === 303 && !location.includes('/auth/'))).toEqual([]);
  });

  it('AS-03: recovery codes work once each, and in place of the app', async () => {
    const { person, codes } = await enrol();
    const [one, two] = codes as [string, string];
    const first = await atSecondFactor(person);
    const recovery = await first.browser.get(`${first.page.action.replace(/\/totp$/u, '')}?method=recovery_code`);
    const page = asPage(await follow(first.browser, server.issuer, recovery));
    expect(stepOf(page)).toBe('recovery-code');
    const { request } = first;
    const callback = (await post(first.browser, page, { otp: one.toUpperCase().replace('-', ' ') })) as URL;
    const { body } = await client.redeem({
      code: callback.searchParams.get('code') ?? '',
      verifier: request.verifier,
      redirectUri: client.redirectUri,
    });
    expect(claimsOf(String(body['id_token']))).toMatchObject({ acr: strong, amr: ['pwd', 'recovery_code', 'mfa'] });

    const visits = [];
    for (let n = 0; n < 4; n += 1) visits.push(await atSecondFactor(person));
    const again = await visits[0]!.browser.post(toRecovery(visits[0]!.page.action), {
      csrf: visits[0]!.page.csrf,
      otp: one,
    });
    expect([again.status, errorOf(again.body)]).toEqual([401, 'invalid_otp']);
    const answers = await Promise.all(
      visits.flatMap(({ browser, page: { action, csrf } }) =>
        Array.from({ length: 2 }, () => browser.post(toRecovery(action), { csrf, otp: two })),
      ),
    );
    const won = answers.filter(({ location }) => location.includes('/auth/')).map(({ location }) => location);
    expect(new Set(won).size).toBe(1);
  });

  it('AS-14: codes are counted before they are compared, and the right one is refused after too many', async () => {
    const { person, secret, codes, browser: enrolled } = await enrol();
    enrolled.forget('__Host-gatehouse_session');
    const hers = await atSecondFactor(person, enrolled);
    const { browser, page } = await atSecondFactor(person);
    const right = codeOf(secret);
    const wrong = right === '000000' ? '000001' : '000000';
    const answers = await Promise.all(Array.from({ length: 60 }, () => raw(browser, page, { otp: wrong })));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(50);
    const late = await raw(browser, page, { otp: right });
    expect([late.status, errorOf(late.body)]).toEqual([429, 'throttled']);
    const recovery = await browser.post(page.action.replace(/totp$/u, 'recovery-code'), {
      csrf: page.csrf,
      otp: codes[3]!,
    });
    expect(recovery.status).toBe(429);
    // Whoever knows the password cannot keep the person out of the browser that they use.
    expect(await post(hers.browser, hers.page, { otp: right })).toBeInstanceOf(URL);
  });

  it('AS-20: no step can be skipped, and nothing is read from the form or the address', async () => {
    const { person } = await enrol();
    const victim = newcomer();
    const { browser, page } = await atSecondFactor(person);
    const base = page.action.replace(/totp$/u, '');
    for (const [action, fields] of [
      ['codes-kept', {}],
      ['add-totp', { otp: '000000', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }],
      ['consent', {}],
      ['login', victim],
    ] as const) {
      const answer = await browser.post(`${base}${action}`, { csrf: page.csrf, acr: strong, amr: 'otp', ...fields });
      expect([action, answer.status, answer.location]).toEqual([action, 200, '']);
      expect(answer.body).toContain('name="otp"');
    }
    const answer = await browser.get(`${base.slice(0, -1)}?method=passkey&accountId=x`);
    expect(answer.body).toContain(`action="${new URL(page.action).pathname}"`);
  });

  it('AS-17: whoever took the wrong account starts again, in the same sign-in', async () => {
    const { person } = await enrol();
    const other = newcomer();
    const { browser, page } = await atSecondFactor(person);
    const restarted = await follow(
      browser,
      server.issuer,
      await browser.post(page.action.replace(/totp$/u, 'restart'), { csrf: page.csrf }),
    );
    expect(stepOf(restarted)).toBe('login');
    expect(await submitPassword(browser, asPage(restarted), other)).toBeInstanceOf(URL);
  });

  it('AS-16: the second factor belongs to the browser that gave the first', async () => {
    const { person, secret } = await enrol();
    const { page } = await atSecondFactor(person);
    const stranger = new Browser();
    const own = await openPage(stranger, client.request().url);
    const answer = await stranger.post(page.action, { csrf: own.csrf, otp: codeOf(secret) });
    expect(answer.status).toBe(400);
  });

  it('AS-16: a first factor counts for ten minutes, and an account that is disabled meanwhile for none', async () => {
    const { person, secret } = await enrol();
    const late = await atSecondFactor(person);
    server.aheadMs = 601_000;
    const expired = await raw(late.browser, late.page, { otp: codeOf(secret) });
    server.aheadMs = 0;
    expect(expired.body).toContain('name="password"');
    const disabled = await atSecondFactor(person);
    const { storage } = server.server;
    const account = await storage.accounts.findByLogin(person.login);
    await storage.commit([storage.accounts.writes.setStatus(account!.id, { from: 'active', to: 'disabled' })]);
    const answer = await raw(disabled.browser, disabled.page, { otp: '000000' });
    expect(answer.body).toContain('name="password"');
  });
});

describe('step-up', () => {
  it('AS-20: a session of one factor is not enough for two; right after it the second alone is asked for', async () => {
    const { person, secret } = await enrol();
    const browser = new Browser();
    const { page } = await atSecondFactor(person, browser);
    await post(browser, page, { otp: codeOf(secret) });
    const silent = await browser.get(client.request({ prompt: 'none', acr_values: strong, max_age: '300' }).url);
    expect(new URL(silent.location).searchParams.get('code')).toBeTruthy();

    const weakPerson = newcomer();
    const other = new Browser();
    const tokens = await client.signIn(weakPerson, {}, other);
    expect(claimsOf(tokens.access_token)).toMatchObject({ acr: weak, amr: ['pwd'] });
    const refused = await other.get(client.request({ prompt: 'none', acr_values: strong }).url);
    expect(new URL(refused.location).searchParams.get('error')).toBe('unmet_authentication_requirements');
    // Adding a factor asks for the password again.
    const again = await openPage(other, client.request({ acr_values: strong }).url);
    expect(stepOf(again)).toBe('login');
    expect(again.answer.body).toContain('Confirm it is you');
    expect(again.answer.body).toContain(`value="${weakPerson.login}"`);
  });

  it('AS-20: with a session older than max_age both factors are asked for again, and auth_time is new', async () => {
    const { person, secret, browser } = await enrol();
    const enrolledAt = Date.now();
    // The engine takes the age of a session from the machine's clock.
    await eventually(() => Date.now() - enrolledAt > 2000);
    const askedAt = Date.now();
    const request = client.request({ acr_values: strong, max_age: '1' });
    const first = asPage(await submitPassword(browser, await openPage(browser, request.url), person));
    expect(stepOf(first)).toBe('totp');
    const callback = (await post(browser, first, { otp: codeOf(secret) })) as URL;
    const { body } = await client.redeem({
      code: callback.searchParams.get('code') ?? '',
      verifier: request.verifier,
      redirectUri: client.redirectUri,
    });
    const claims = claimsOf(String(body['access_token']));
    expect(claims['acr']).toBe(strong);
    expect(Number(claims['auth_time'])).toBeGreaterThanOrEqual(Math.floor(askedAt / 1000));
  });

  it('AS-20: a client can ask for two factors of everybody', async () => {
    const strict = await confidential(server, 'strict', 'https://localhost:3009/cb');
    const person = newcomers[0]!;
    const browser = new Browser();
    const page = asPage(await submitPassword(browser, await openPage(browser, strict.request().url), person));
    expect(['totp', 'add-totp']).toContain(stepOf(page));
  });
});
