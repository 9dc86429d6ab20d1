/** Sign-ins that somebody began with a stolen password, and left standing while the password was changed. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { AccountVisitor, doneOf } from '../account.ts';
import { Browser, csrfOf, follow, openPage, type Page, submitPassword } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startServer, type TestServer } from '../server.ts';

let mail: MailServer;
let server: TestServer;
let client: TestClient;
let people = 0;
const newcomers = Array.from({ length: 6 }, (_, n) => ({
  login: `person${n}`,
  password: `the password of person ${n}`,
}));
const newcomer = () => newcomers[people++]!;
const next = 'correct horse battery staple';

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ users }) => {
      for (const person of newcomers)
        users.push({
          ...person,
          name: person.login,
          email: `${person.login}@example.com`,
          email_verified: true,
          roles: ['sales'],
        });
    },
  });
  client = await confidential(server, 'web-app');
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

type Person = (typeof newcomers)[number];

async function reset({ login }: Person): Promise<void> {
  const browser = new Browser();
  const page = await browser.get(`${server.issuer}/account/recover`);
  await browser.post(`${server.issuer}/account/recover`, { csrf: csrfOf(page.body), login });
  const { link } = await mail.mailTo(`${login}@example.com`);
  const form = await browser.get(link);
  const token = new URL(link).searchParams.get('token') ?? '';
  const fields = { csrf: csrfOf(form.body), token, new_password: next };
  expect((await browser.post(`${server.issuer}/account/reset`, fields)).status).toBe(200);
}

async function change(person: Person): Promise<void> {
  const visitor = new AccountVisitor(server, person);
  const page = await visitor.open('/account/password');
  const answer = await visitor.send('/account/password', { password: person.password, new_password: next }, page);
  expect(doneOf(answer)).toBe('password_changed');
}

/** Gives the password, and does not go on. */
async function park(person: Person, changes = {}) {
  const browser = new Browser();
  const page = await openPage(browser, client.request(changes).url);
  const answer = await browser.post(page.action, { csrf: page.csrf, ...person });
  expect(answer.status).toBe(303);
  return { browser, answer };
}

describe('a sign-in that stands still', () => {
  for (const [how, end] of [
    ['reset', reset],
    ['changed', change],
  ] as const) {
    it(`AS-05: is over when the password is ${how}, also when nothing but the way back to the client is left`, async () => {
      const person = newcomer();
      const { browser, answer } = await park(person);
      await end(person);
      const back = await follow(browser, server.issuer, answer).catch((error: unknown) => error);
      expect(back instanceof URL ? back.search : 'no code').not.toContain('code=');
    });

    it(`AS-05 AS-20: is over when the password is ${how}, and adds no second factor`, async () => {
      const person = newcomer();
      const browser = new Browser();
      const form = await openPage(browser, client.request({ acr_values: 'urn:gatehouse:acr:2' }).url);
      const page = (await submitPassword(browser, form, person)) as Page;
      const secret = /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(page.answer.body)?.[1]?.replaceAll(' ', '') ?? '';
      await end(person);
      await browser.post(page.action, { csrf: page.csrf, otp: new TOTP({ secret }).generate() });
      const account = await server.server.storage.accounts.findByLogin(person.login);
      expect(await server.server.storage.credentials.find(account!.id, 'totp')).toBeUndefined();
    });
  }

  it('AS-10: is over when the person signs out everywhere else', async () => {
    const person = newcomer();
    const { browser, answer } = await park(person);
    const visitor = new AccountVisitor(server, person);
    expect(doneOf(await visitor.send('/account/sessions/end-others'))).toBe('sessions_ended');
    const back = await follow(browser, server.issuer, answer).catch((error: unknown) => error);
    expect(back instanceof URL ? back.search : 'no code').not.toContain('code=');
  });

  it('AS-20: says when the password was given, not when the browser went on', async () => {
    const person = newcomer();
    server.aheadMs = -300_000;
    const { browser, answer } = await park(person);
    server.aheadMs = 0;
    await follow(browser, server.issuer, answer);
    const { storage } = server.server;
    const { id } = (await storage.accounts.findByLogin(person.login))!;
    const [session] = await storage.artefacts.listByAccount(id, { models: ['Session'] });
    const ageSeconds = Date.now() / 1000 - Number(session?.payload['loginTs']);
    expect([ageSeconds > 299, ageSeconds < 360]).toEqual([true, true]);
  });
});
