import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, csrfOf, errorOf, openPage, submitPassword } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startServer, type TestServer } from '../server.ts';

let mail: MailServer;
let server: TestServer;
let webApp: TestClient;
let people = 0;

const newcomers = Array.from({ length: 8 }, (_, n) => ({
  login: `person${n}`,
  password: `the password of person ${n}`,
}));
const newcomer = () => newcomers[people++]!;
const addressOf = ({ login }: { login: string }) => `${login}@example.com`;
const next = 'correct horse battery staple';

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ users }) => {
      for (const person of newcomers) {
        users.push({
          ...person,
          name: `Person "${person.login}"`,
          email: addressOf(person),
          email_verified: true,
          roles: ['sales'],
        });
      }
      users.push({ login: 'unproved', name: 'U', email: 'unproved@example.com', roles: ['sales'], password: 'x' });
      users.push({
        login: 'evil',
        name: 'Eve\r\nBcc: victim@example.com',
        email: 'evil@example.com',
        email_verified: true,
        roles: ['sales'],
        password: 'the password of evil',
      });
    },
  });
  webApp = await confidential(server, 'web-app');
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

async function ask(login: string, browser = new Browser()): Promise<Answer> {
  const page = await browser.get(`${server.issuer}/account/recover`);
  return browser.post(`${server.issuer}/account/recover`, { csrf: csrfOf(page.body), login });
}

async function reset(link: string, password: string, browser = new Browser()): Promise<Answer> {
  const page = await browser.get(link);
  const token = new URL(link).searchParams.get('token') ?? '';
  return browser.post(`${server.issuer}/account/reset`, { csrf: csrfOf(page.body), token, new_password: password });
}

describe('a forgotten password', () => {
  it('AS-03 AS-05: is replaced by a link that works once, and everything the old one let in ends', async () => {
    const person = newcomer();
    const elsewhere = new Browser();
    const tokens = await webApp.signIn(person, {}, elsewhere);
    const signInForm = await openPage(new Browser(), webApp.request().url);
    expect(signInForm.answer.body).toContain('id="recover" href="/account/recover?client_id=web-app"');
    expect((await ask(person.login)).body).toContain('Check your email');
    const { link, subject, html, recipients } = await mail.mailTo(addressOf(person));
    expect([subject, recipients]).toEqual(['Choose a new password for Gatehouse', [addressOf(person)]]);
    expect(html).toContain(link);
    const answers = await Promise.all(Array.from({ length: 8 }, () => reset(link, next)));
    const outcomes = answers.map(({ status, body }) => (status === 200 ? 'done' : errorOf(body)));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'link_used')).toHaveLength(7);
    expect((await mail.mailTo(addressOf(person))).subject).toBe('Your password for Gatehouse was changed');
    expect((await webApp.refresh(tokens.refresh_token)).body['error']).toBe('invalid_grant');
    const { location } = await elsewhere.get(webApp.request({ prompt: 'none' }).url);
    expect(location).toContain('login_required');
    const browser = new Browser();
    const form = await openPage(browser, webApp.request().url);
    expect(await submitPassword(browser, form, { login: addressOf(person), password: next })).toBeInstanceOf(URL);
  });

  it('the application from which it is asked for is there at the end, and none that is not registered', async () => {
    const person = newcomer();
    const browser = new Browser();
    const recover = `${server.issuer}/account/recover`;
    const page = await browser.get(`${recover}?client_id=web-app`);
    expect(page.body).toContain('name="client_id" value="web-app"');
    const asked = { csrf: csrfOf(page.body), login: person.login };
    const sent = await browser.post(recover, { ...asked, client_id: 'web-app' });
    expect(sent.body).toMatch(/id="home" href="https:\/\/localhost:3003\/">Back to Invoices/u);
    expect(sent.body).toContain(`name="login" value="${person.login}"`);
    expect(sent.body).toContain('id="resend"');
    expect(sent.body).not.toContain('/development/mail');
    const { link } = await mail.mailTo(addressOf(person));
    expect((await browser.get(link)).body).toContain(`value="${person.login}" autocomplete="username"`);
    expect((await reset(link, next)).body).toMatch(/id="home" href="https:\/\/localhost:3003\/">Back to Invoices/u);
    expect((await mail.mailTo(addressOf(person))).subject).toContain('changed');
    for (const clientId of ['nobody', 'gatehouse-account', '__proto__']) {
      const answer = await browser.post(recover, { ...asked, login: 'stranger', client_id: clientId });
      expect([answer.status, answer.body.includes('id="home"')]).toEqual([200, false]);
      expect(answer.body).not.toContain(clientId);
    }
  });

  it('AS-15: the answer is the same for every login, and only a confirmed address of an active person gets a mail', async () => {
    const person = newcomer();
    const before = mail.mails.length;
    const earlier = new Set((await server.audited({ type: 'password_reset.requested' })).map(({ id }) => id));
    const bodies = new Set<string>();
    for (const login of [
      person.login,
      addressOf(person).toUpperCase(),
      'nobody',
      'nobody@example.com',
      'dave',
      'unproved',
    ]) {
      const { status, body } = await ask(login);
      bodies.add(`${status} ${body.replaceAll(login, 'LOGIN').replace(/name="csrf" value="[^"]+"/u, '')}`);
    }
    expect(bodies.size).toBe(1);
    // In the commit of the request, so they are there before the answer is, and say nothing of whose login it was.
    const recorded = await server.server.storage.audit.list({ type: 'password_reset.requested' });
    const requested = recorded.filter(({ id }) => !earlier.has(id));
    expect(requested).toHaveLength(6);
    const [{ data: shape } = { data: {} }] = requested;
    const oneOfAll = { ...shape, time: expect.any(String), request_id: expect.any(String) };
    for (const { data, accountId } of requested) expect([data, accountId]).toEqual([oneOfAll, undefined]);
    expect(shape).toMatchObject({ outcome: 'success', ip: expect.any(String) });
    expect(shape).not.toHaveProperty('actor');
    await mail.mailTo(addressOf(person));
    await mail.mailTo(addressOf(person));
    expect(mail.mails.slice(before).flatMap(({ recipients }) => recipients)).toEqual([
      addressOf(person),
      addressOf(person),
    ]);
  });

  it('only the newest link works, for half an hour, and a weak password does not use it up', async () => {
    const person = newcomer();
    await ask(person.login);
    const first = await mail.mailTo(addressOf(person));
    await ask(person.login);
    const second = await mail.mailTo(addressOf(person));
    expect(errorOf((await new Browser().get(first.link)).body)).toBe('link_used');
    expect(errorOf((await reset(second.link, 'short')).body)).toBe('password_too_short');
    expect(errorOf((await reset(second.link, 'password123456789')).body)).toBe('password_common');
    expect((await reset(second.link, `${person.login}-${person.login}`)).body).toContain('little more than “person');
    server.aheadMs = 1_801_000;
    const late = await new Browser().get(second.link);
    server.aheadMs = 0;
    expect([late.status, errorOf(late.body)]).toEqual([400, 'link_used']);
    expect((await reset(second.link, next)).status).toBe(200);
  });

  it('AS-17: forms need their token, and a made-up link is nobody', async () => {
    for (const path of ['/account/recover', '/account/reset']) {
      const answer = await new Browser().post(`${server.issuer}${path}`, {
        login: 'person0',
        token: 'x',
        new_password: next,
      });
      expect([path, answer.status, errorOf(answer.body)]).toEqual([path, 403, 'csrf_failed']);
    }
    for (const query of ['', '?token=', `?token=${'a'.repeat(43)}`, '?token=a&token=b']) {
      const answer = await new Browser().get(`${server.issuer}/account/reset${query}`);
      expect([query, answer.status, errorOf(answer.body)]).toEqual([query, 400, 'link_used']);
    }
  });

  it('AS-14: asking is throttled, by login', async () => {
    const browser = new Browser();
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await ask('somebody', browser)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    for (const spelling of ['SOMEBODY', 'ſomebody', 'ｓomebody', ' somebody'])
      expect([spelling, (await ask(spelling, browser)).status]).toEqual([spelling, 429]);
  });
});

describe('mails', () => {
  it('AS-17: a name cannot add a header or a recipient', async () => {
    await ask('evil');
    const { recipients, headers, raw } = await mail.mailTo('evil@example.com');
    expect(recipients).toEqual(['evil@example.com']);
    expect(headers.map(({ key }) => key)).not.toContain('bcc');
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/victim/u);
  });

  it('OPS-16: a mail that the server refuses for now is tried again, and one that waits survives a restart', async () => {
    const person = newcomer();
    mail.refuseNext = 1;
    await ask(person.login);
    await eventually(() => mail.refuseNext === 0);
    await server.restart();
    server.aheadMs = 120_000;
    const { link } = await mail.mailTo(addressOf(person));
    server.aheadMs = 0;
    expect(link).toContain('/account/reset?token=');
  });
});

describe('without a mail server', () => {
  it('in development a local page shows the mails, and their links work', async () => {
    const local = await startServer();
    try {
      const browser = new Browser();
      const page = await browser.get(`${local.issuer}/account/recover`);
      const form = { csrf: csrfOf(page.body), login: 'alice' };
      const sent = await browser.post(`${local.issuer}/account/recover`, form);
      expect(sent.body).toContain('<a id="mailbox" href="/development/mail">');
      const link = await eventually(async () => {
        const { body } = await browser.get(`${local.issuer}/development/mail`);
        return /href="([^"]+\/account\/reset\?token=[^"]+)"/u.exec(body)?.[1];
      });
      expect((await browser.get(link)).body).toContain('name="new_password"');
    } finally {
      await local.stop();
    }
  });
});
