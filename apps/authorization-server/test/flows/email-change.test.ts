import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountVisitor, doneOf } from '../account.ts';
import { type Answer, Browser, csrfOf, errorOf } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startServer, type TestServer } from '../server.ts';

let mail: MailServer;
let server: TestServer;
let webApp: TestClient;
let count = 0;

const people = Array.from({ length: 10 }, (_, n) => ({ login: `person${n}`, password: `the password of person ${n}` }));

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ users }) => {
      for (const { login, password } of people) {
        const email = `${login}@example.com`;
        users.push({ login, password, name: `Person ${login}`, email, email_verified: true, roles: ['member'] });
      }
      const unproved = { name: 'U', email: 'unproved@example.com', roles: ['member'], password: 'the password of u' };
      users.push({ ...unproved, login: 'unproved' });
    },
  });
  webApp = await confidential(server, 'web-app');
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

const visitor = () => new AccountVisitor(server, people[count++]!);
const accountOf = async ({ person }: AccountVisitor) =>
  (await server.server.storage.accounts.findByLogin(person.login))!;
const pathOf = (link: string) => new URL(link).pathname;

async function ask(person: AccountVisitor, email: string) {
  return person.send('/account/email', { email }, await person.open('/account/email'));
}

const stable = ({ status, body }: Answer, email: string) =>
  `${status} ${body.replaceAll(email, 'EMAIL').replaceAll(/value="[\w-]{43}"/gu, '')}`;

describe('another address', () => {
  it('AS-20: is used once its link is opened, told to the old one, and true in the tokens', async () => {
    const person = visitor();
    const { login } = person.person;
    const old = `${login}@example.com`;
    const sent = await ask(person, 'new-0@example.com');
    expect(sent.body).toContain('We sent a link to <bdi>new-0@example.com</bdi>');
    const { link, subject, recipients } = await mail.mailTo('new-0@example.com');
    expect([subject, recipients]).toEqual(['Confirm your new email address for Gatehouse', ['new-0@example.com']]);
    const scope = { scope: 'openid email' };
    expect(claimsOf((await webApp.signIn(person.person, scope)).id_token)['email']).toBe(old);

    const page = await person.open(pathOf(link));
    expect(page.body).toContain('new-0@example.com');
    expect(doneOf(await person.send(pathOf(link), {}, page))).toBe('email_changed');
    expect((await mail.mailTo(old)).subject).toBe('Your email address for Gatehouse was changed');
    const claims = claimsOf((await webApp.signIn({ ...person.person, login: 'new-0@example.com' }, scope)).id_token);
    expect(claims).toMatchObject({ email: 'new-0@example.com', email_verified: true });
    expect(await accountOf(person)).toMatchObject({ login, email: 'new-0@example.com' });
  });

  it('AS-15: an address that somebody else has gets the same answer, and its owner learns it', async () => {
    const person = visitor();
    const free = stable(await ask(person, 'free@example.com'), 'free@example.com');
    expect(stable(await ask(person, 'alice@example.com'), 'alice@example.com')).toBe(free);
    expect((await mail.mailTo('alice@example.com')).subject).toBe('You already have an account at Gatehouse');
    expect(await accountOf(person)).toMatchObject({ email: `${person.person.login}@example.com` });
  });

  it('AS-03: a link used 40 times at once changes the address once, and resets sent to the old one are dead', async () => {
    const person = visitor();
    const anonymous = new Browser();
    const recover = await anonymous.get(`${server.issuer}/account/recover`);
    const login = person.person.login;
    await anonymous.post(`${server.issuer}/account/recover`, { csrf: csrfOf(recover.body), login });
    const reset = await mail.mailTo(`${login}@example.com`);
    await ask(person, 'new-2@example.com');
    const { link } = await mail.mailTo('new-2@example.com');
    const page = await person.open(pathOf(link));
    const csrf = csrfOf(page.body);
    const answers = await Promise.all(Array.from({ length: 40 }, () => person.browser.copy().post(link, { csrf })));
    const outcomes = answers.map(({ status, body }) => (status === 303 ? 'changed' : errorOf(body)));
    expect(outcomes.filter((outcome) => outcome === 'changed')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'link_used')).toHaveLength(39);
    expect(errorOf((await new Browser().get(reset.link)).body)).toBe('link_used');
  });

  it('AS-16: the link works in the account that asked, and in no other; a stranger is asked to sign in', async () => {
    const [person, other] = [visitor(), visitor()];
    await ask(person, 'new-3@example.com');
    const { link } = await mail.mailTo('new-3@example.com');
    const refused = await other.open(pathOf(link));
    expect([refused.status, errorOf(refused.body)]).toEqual([403, 'account_changed']);
    const elsewhere = new AccountVisitor(server, person.person);
    expect((await elsewhere.open(pathOf(link))).body).toContain('new-3@example.com');
    const { location } = await new Browser().get(link);
    expect(location).toMatch(/^\/auth\?/u);
    expect(await accountOf(other)).toMatchObject({ email: `${other.person.login}@example.com` });
  });

  it('AS-20: who signed in long ago proves again who they are, before anything is sent', async () => {
    const person = visitor();
    await person.open('/account/email');
    server.aheadMs = 1_300_000;
    const { location } = await person.browser.get(`${server.issuer}/account/email`);
    server.aheadMs = 0;
    expect(location).toContain('max_age=600');
  });

  it('only the newest link works, for a day; what is no address, or the present one, is refused', async () => {
    const person = visitor();
    await ask(person, 'first@example.com');
    const first = await mail.mailTo('first@example.com');
    await ask(person, 'second@example.com');
    const second = await mail.mailTo('second@example.com');
    expect(errorOf((await person.open(pathOf(first.link))).body)).toBe('link_used');
    for (const email of [
      '',
      'nobody',
      'a@b',
      'a@example.com,b@example.com',
      'a@example.com\r\nBcc: b@example.com',
      'second@exıample.com',
    ]) {
      expect([email, errorOf((await ask(person, email)).body)]).toEqual([email, 'email_invalid']);
    }
    expect(errorOf((await ask(person, `${person.person.login}@example.com`)).body)).toBe('email_same');
    const token = pathOf(second.link).split('/').at(-1) ?? '';
    const stored = await server.server.storage.artefacts.find('EmailChange', token);
    expect(stored?.expiresAtSeconds).toBeLessThanOrEqual(Date.now() / 1000 + 86_400);
    await server.server.storage.commit([
      server.server.storage.artefacts.writes.upsert({ ...stored!, id: token, expiresAtSeconds: 1 }),
    ]);
    expect(errorOf((await person.open(pathOf(second.link))).body)).toBe('link_used');
  });

  it('an address that the operator gave and nobody confirmed is confirmed by a link', async () => {
    const person = new AccountVisitor(server, { login: 'unproved', password: 'the password of u' });
    const profile = await person.open('/account/profile');
    expect(profile.body).toContain('id="confirm-email"');
    await person.send('/account/email', { email: 'unproved@example.com' }, profile);
    const { link } = await mail.mailTo('unproved@example.com');
    expect(doneOf(await person.send(pathOf(link), {}, await person.open(pathOf(link))))).toBe('email_confirmed');
    expect((await person.open('/account/profile')).body).not.toContain('id="confirm-email"');
  });

  it('AS-14: five changes an hour, and AS-17: forms need their token', async () => {
    const person = visitor();
    const page = await person.open('/account/email');
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      statuses.push((await person.raw('/account/email', { email: `many-${n}@example.com` }, page)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const forged = await person.browser.post(`${server.issuer}/account/email`, { csrf: 'x', email: 'a@example.com' });
    expect(forged.status).toBe(403);
  });
});
