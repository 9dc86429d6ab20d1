import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, errorOf, follow, openPage, type Page, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startServer, type TestServer } from '../server.ts';

const people = Array.from({ length: 8 }, (_, n) => ({
  login: `person${n}`,
  password: `the password of person ${n}`,
}));
type Person = (typeof people)[number];

let server: TestServer;
let mail: MailServer;
let client: TestClient;

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: {
      GATEHOUSE_SMTP_URL: mail.url,
      GATEHOUSE_EMAIL_CODE: 'true',
      GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000',
      GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ACCOUNT: '40',
    },
    registry: ({ users }) => {
      for (const [n, person] of people.entries()) {
        const email = `${person.login}@example.com`;
        users.push({ ...person, name: person.login, email, email_verified: n !== 7, roles: ['accountant'] });
      }
      users.find(({ login }) => login === 'person1')!['locale'] = 'de';
    },
  });
  client = await confidential(server, 'web-app');
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

const codeIn = (text: string | undefined) => /^\d{6}$/mu.exec(text ?? '')?.[0] ?? '';
const mailed = async ({ login }: Person) => codeIn((await mail.mailTo(`${login}@example.com`)).text);
const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000');

/** Gives the password in a new browser, up to the page that asks for the code. */
async function atCode(person: Person, changes = {}, browser = new Browser()) {
  const request = client.request(changes);
  const page = (await submitPassword(browser, await openPage(browser, request.url), person)) as Page;
  expect(page.action).toMatch(/\/email-code$/u);
  const type = (otp: string): Promise<Answer> => browser.post(page.action, { csrf: page.csrf, otp });
  const resend = () => browser.post(page.action.replace(/email-code$/u, 'resend-code'), { csrf: page.csrf });
  return { request, browser, page, type, resend };
}

describe('a code by mail', () => {
  it('AS-20: it is asked for after the password, and the tokens say what it is: email, and one factor in acr', async () => {
    const [person] = people as [Person];
    const { request, browser, page, type } = await atCode(person);
    expect(browser.cookie('__Host-gatehouse_session')).toBeUndefined();
    expect(page.answer.body).toContain('p•••@example.com');
    expect(page.answer.body).toMatch(/<button[^>]*id="resend"/u);
    expect(page.answer.body).toMatch(/autocomplete="one-time-code"/u);
    const code = await mailed(person);
    const wrong = await type(wrongFor(code));
    expect([wrong.status, errorOf(wrong.body)]).toEqual([401, 'invalid_otp']);
    const back = (await follow(browser, server.issuer, await type(` ${code.slice(0, 3)} ${code.slice(3)}`))) as URL;
    const { body } = await client.redeem({
      code: back.searchParams.get('code') ?? '',
      verifier: request.verifier,
      redirectUri: client.redirectUri,
    });
    const claims = claimsOf(String(body['id_token']));
    expect([claims['acr'], claims['amr']]).toEqual(['urn:gatehouse:acr:1', ['pwd', 'email']]);
  });

  it('AS-20: it is no second factor: who needs two adds an app, and only after the code', async () => {
    const person = people[1]!;
    const { browser, type } = await atCode(person, { acr_values: 'urn:gatehouse:acr:2' });
    const told = await mail.mailTo('person1@example.com');
    expect(told.subject).toBe('Ihr Code für Gatehouse');
    const next = (await follow(browser, server.issuer, await type(codeIn(told.text)))) as Page;
    expect(next.action).toMatch(/\/add-totp$/u);
  });

  it('AS-03: 40 uses of one mailed code at once give one success', async () => {
    const person = people[2]!;
    // With an app to be added afterwards, nothing but the code itself can tell the second use from the first.
    const { type } = await atCode(person, { acr_values: 'urn:gatehouse:acr:2' });
    const code = await mailed(person);
    const answers = await Promise.all(Array.from({ length: 40 }, () => type(code)));
    for (const { status } of answers) expect([200, 303, 401]).toContain(status);
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    const { id } = (await server.server.storage.accounts.findByLogin(person.login))!;
    // What still waits is written.
    await server.restart();
    const proofs = (await server.server.storage.audit.list({ limit: 500 })).filter(
      ({ type: event, accountId, data }) =>
        event === 'sign_in.second_factor' && accountId === id && data['outcome'] === 'success',
    );
    expect(proofs).toHaveLength(1);
  });

  it('a new code ends the old one; a code of another sign-in or another browser is none; after ten minutes none is', async () => {
    const person = people[3]!;
    const one = await atCode(person);
    const first = await mailed(person);
    expect((await one.resend()).status).toBe(303);
    const second = await mailed(person);
    if (first !== second) expect((await one.type(first)).status).toBe(401);
    const other = await atCode(person);
    const third = await mailed(person);
    if (third !== second) expect((await other.type(second)).status).toBe(401);
    const stranger = new Browser();
    const own = await openPage(stranger, client.request().url);
    expect((await stranger.post(one.page.action, { csrf: own.csrf, otp: second })).status).toBe(400);
    server.aheadMs = 601_000;
    const late = await other.type(third);
    server.aheadMs = 0;
    expect(late.location).toBe('');
    expect(late.body).toContain('name="password"');
    expect((await one.type(second)).status).toBe(303);
  });

  it('AS-14: guesses of a mailed code are counted before they are compared, and so are the mails that are asked for', async () => {
    const person = people[4]!;
    const { type, resend } = await atCode(person);
    const code = await mailed(person);
    const answers = await Promise.all(Array.from({ length: 60 }, () => type(wrongFor(code))));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(40);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    expect(errorOf((await type(code)).body)).toBe('throttled');
    const asked: Answer[] = [];
    while (asked.at(-1)?.status !== 429 && asked.length < 40) asked.push(await resend());
    expect(asked).toHaveLength(20);
    expect(errorOf(asked.at(-1)!.body)).toBe('throttled');
  });

  it('goes to confirmed addresses only, and no step can be skipped', async () => {
    const { browser, page } = await atCode(people[5]!);
    for (const action of ['add-totp', 'totp', 'codes-kept']) {
      const answer = await browser.post(page.action.replace(/email-code$/u, action), {
        csrf: page.csrf,
        otp: '000000',
      });
      expect([answer.status, answer.location]).toEqual([200, '']);
      expect(answer.body).toContain('/email-code"');
    }
    expect((await client.signIn(people[7]!)).access_token).toBeTruthy();
  });
});
