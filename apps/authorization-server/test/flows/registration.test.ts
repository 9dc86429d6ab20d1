import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, csrfOf, errorOf, follow, openPage, type Page, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { confirm, Newcomer } from '../newcomer.ts';
import { startServer, type TestServer } from '../server.ts';

let mail: MailServer;
let server: TestServer;
let webApp: TestClient;

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ users }) => {
      const person = { name: 'Ida', email: 'ida@example.com', roles: ['member'], password: 'the password of ida' };
      users.push({ ...person, login: 'ida', status: 'pending' });
    },
  });
  webApp = await confidential(server, 'web-app');
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

const request = (changes = {}) => webApp.request({ scope: 'openid profile email profile_read', ...changes });
const accountOf = (email: string) => server.server.storage.accounts.findByLogin(email);
const post = (browser: Browser, { action, csrf }: Page, step: string) =>
  browser.post(action.replace(/[\w-]+$/u, step), { csrf });
/** Follows to the next page of the sign-in, or back to the client. */
const goOn = (browser: Browser, answer: Answer) => follow(browser, server.issuer, answer);

/** A page without what differs from one visit to the next. */
const stable = ({ status, body, headers }: Answer, email: string) => ({
  status,
  headers: Object.keys(headers).toSorted(),
  body: body
    .replaceAll(/\/interaction\/[\w-]+/gu, '/interaction/UID')
    .replaceAll(/value="[\w-]{43}"/gu, 'value="CSRF"')
    .replaceAll(email, 'EMAIL'),
});

describe('registration', () => {
  it('AS-15: register, confirm by the link, and be back in the client, with a confirmed address in the tokens', async () => {
    const erin = new Newcomer('Erin@example.com', { name: 'Erin "Error" Eriksson' });
    const { url, verifier, parameters } = request();
    const waiting = await erin.register(url);
    expect(waiting.answer.body).toContain('Erin@example.com');
    expect(waiting.answer.headers['refresh']).toMatch(/^5;url=\/interaction\/[\w-]+$/u);
    const { link, subject, recipients } = await mail.mailTo('Erin@example.com');
    expect([subject, recipients]).toEqual(['Confirm your email address for Gatehouse', ['Erin@example.com']]);
    expect(await accountOf('erin@example.com')).toMatchObject({ status: 'pending', emailVerified: false });

    const early = await post(erin.browser, waiting, 'verify');
    expect([early.status, errorOf(early.body), early.headers['refresh']]).toEqual([
      400,
      'email_unconfirmed',
      undefined,
    ]);
    const back = await goOn(erin.browser, await confirm(link, erin.browser));
    const { id } = (await accountOf('erin@example.com'))!;
    // In the commit of what it tells: nothing has to be flushed.
    const registered = await server.server.storage.audit.list({ accountId: id });
    expect(registered.map(({ type, data }) => [type, data['actor']])).toEqual([
      ['account.registered', { type: 'user', id }],
    ]);
    expect((back as Page).answer.body).toContain('Your address is confirmed');
    expect((back as Page).answer.headers).not.toHaveProperty('refresh');
    const callback = await goOn(erin.browser, await post(erin.browser, back as Page, 'verify'));
    const code = (callback as URL).searchParams.get('code') ?? '';
    const { body } = await webApp.redeem({ code, verifier, redirectUri: String(parameters['redirect_uri']) });
    expect(claimsOf(String(body['id_token']))).toMatchObject({
      name: 'Erin "Error" Eriksson',
      email: 'Erin@example.com',
      email_verified: true,
      preferred_username: 'erin@example.com',
      acr: 'urn:gatehouse:acr:1',
      amr: ['pwd'],
    });
    expect(body['scope']).toBe('profile_read');
    const again = new Browser();
    const form = await openPage(again, request().url);
    expect(await submitPassword(again, form, { ...erin.person, login: ' ERIN@example.com' })).toBeInstanceOf(URL);
    await expectEvents(id, ['account.registered', 'sign_in.completed']);
  });

  it('AS-15: an address that has an account gets the same page, status and headers; its owner learns it by mail', async () => {
    const before = (await server.server.storage.accounts.list()).length;
    const earlier = new Set((await server.audited({ type: 'registration.requested' })).map(({ id }) => id));
    const seen: ReturnType<typeof stable>[] = [];
    for (const email of ['alice@example.com', 'dave@example.com', 'ida@example.com', 'fresh@example.com']) {
      const newcomer = new Newcomer(email);
      const form = await newcomer.openForm(request().url);
      const sent = await newcomer.submit(form);
      const page = await newcomer.browser.get(new URL(sent.location, server.issuer).href);
      const csrf = csrfOf(page.body);
      for (const step of ['verify', 'resend']) {
        const answer = await newcomer.browser.post(form.action.replace('register', step), { csrf });
        seen.push(stable(answer, email));
      }
      seen.push({ ...stable(sent, email), body: '' }, stable(page, email));
    }
    for (let n = 4; n < seen.length; n += 1) expect(seen[n]).toEqual(seen[n % 4]);
    // In the commit of the request, so they are there before the answer is, and say nothing of whose address it was.
    const recorded = await server.server.storage.audit.list({ type: 'registration.requested' });
    const requested = recorded.filter(({ id }) => !earlier.has(id));
    expect(requested).toHaveLength(4);
    for (const { data, accountId } of requested) {
      expect(accountId).toBeUndefined();
      expect(data).toEqual({
        time: expect.any(String),
        event: 'registration.requested',
        outcome: 'success',
        request_id: expect.any(String),
        actor: { type: 'client', id: 'web-app' },
        client_id: 'web-app',
        ip: '127.0.0.1',
      });
    }
    for (const email of ['alice@example.com', 'dave@example.com', 'ida@example.com']) {
      const { subject, link, text } = await mail.mailTo(email);
      expect([subject, link]).toEqual(['You already have an account at Gatehouse', `${server.issuer}/account`]);
      expect(text).not.toContain('token=');
    }
    await mail.mailTo('fresh@example.com');
    expect((await server.server.storage.accounts.list()).length).toBe(before + 1);
    const alice = await server.person('alice');
    await webApp.signIn(alice);
  });

  it('AS-16: before the address is confirmed there is no session and no code, and the right password leads to #resend', async () => {
    const finn = new Newcomer('finn@example.com');
    await finn.register(request().url);
    const first = await mail.mailTo(finn.email);
    const silent = await finn.browser.get(request({ prompt: 'none' }).url);
    expect(new URL(silent.location).searchParams.get('error')).toBe('login_required');

    const later = new Browser();
    const form = await openPage(later, request().url);
    const wrong = await later.post(form.action, { csrf: form.csrf, login: finn.email, password: 'wrong' });
    expect([wrong.status, errorOf(wrong.body)]).toEqual([401, 'invalid_credentials']);
    const waiting = (await submitPassword(later, form, finn.person)) as Page;
    expect(waiting.answer.body).toContain('id="resend"');
    expect(later.cookieNames).not.toContain('__Host-gatehouse_session');
    const second = await mail.mailTo(finn.email);
    const resent = (await goOn(later, await post(later, waiting, 'resend'))) as Page;
    expect(resent.answer.body).toContain('data-done="sent"');
    const third = await mail.mailTo(finn.email);
    for (const { link } of [first, second]) {
      const answer = await new Browser().get(link);
      expect([answer.status, errorOf(answer.body)]).toEqual([400, 'link_used']);
    }
    await confirm(third.link, later);
    expect(await goOn(later, await post(later, resent, 'verify'))).toBeInstanceOf(URL);
  });

  it('AS-16: in another browser the link asks for the password, so that nobody confirms what a stranger began', async () => {
    const gil = new Newcomer('gil@example.com');
    const waiting = await gil.register(request().url);
    const { link } = await mail.mailTo(gil.email);
    const phone = new Browser();
    expect((await phone.get(link)).body).toContain('name="password"');
    const without = await confirm(link, phone);
    expect([without.status, errorOf(without.body)]).toEqual([400, 'password_missing']);
    const wrong = await confirm(link, phone, { password: 'the password of the owner of this address' });
    expect([wrong.status, errorOf(wrong.body)]).toEqual([401, 'wrong_password']);
    expect(await accountOf(gil.email)).toMatchObject({ status: 'pending' });
    const { id: accountId } = (await accountOf(gil.email))!;
    const failures = (await server.audited({ accountId })).filter(({ type }) => type === 'email.confirmed');
    expect(failures.map(({ data }) => data)).toEqual([
      expect.objectContaining({
        outcome: 'failure',
        reason: 'wrong_password',
        subject: accountId,
        actor: { type: 'user', id: accountId },
      }),
    ]);
    const done = await confirm(link, phone, { password: gil.password });
    expect([done.status, done.body.includes('Your address is confirmed')]).toEqual([200, true]);
    expect(phone.cookieNames).not.toContain('__Host-gatehouse_session');
    expect(await goOn(gil.browser, await post(gil.browser, waiting, 'verify'))).toBeInstanceOf(URL);
  });

  it('AS-14: guesses at the password behind a link count as those of a sign-in', async () => {
    const hal = new Newcomer('hal@example.com');
    await hal.register(request().url);
    const { link } = await mail.mailTo(hal.email);
    const stranger = new Browser();
    const { body } = await stranger.get(link);
    const form = { csrf: csrfOf(body), token: new URL(link).searchParams.get('token') ?? '' };
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        stranger.post(`${server.issuer}/account/confirm`, { ...form, password: `${n}` }),
      ),
    );
    expect([...new Set(guesses.map((answer) => errorOf(answer.body)))]).toEqual(['wrong_password']);
    const right = await stranger.post(`${server.issuer}/account/confirm`, { ...form, password: hal.password });
    expect(errorOf(right.body)).toBe('wrong_password');
    expect(await accountOf(hal.email)).toMatchObject({ status: 'pending' });
  });

  it('AS-03: a link used 40 times at once confirms once', async () => {
    const ivy = new Newcomer('ivy@example.com');
    await ivy.register(request().url);
    const { link } = await mail.mailTo(ivy.email);
    // All have the page before the first form is sent: who opens a link that was used gets none.
    const pages = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const browser = ivy.browser.copy();
        return { browser, csrf: csrfOf((await browser.get(link)).body) };
      }),
    );
    const token = new URL(link).searchParams.get('token') ?? '';
    const answers = await Promise.all(
      pages.map(({ browser, csrf }) => browser.post(`${server.issuer}/account/confirm`, { csrf, token })),
    );
    const outcomes = answers.map(({ status, body }) => (status === 303 ? 'confirmed' : `${status} ${errorOf(body)}`));
    expect(outcomes.sort()).toEqual([...Array.from({ length: 39 }, () => '400 link_used'), 'confirmed']);
    expect(await accountOf(ivy.email)).toMatchObject({ status: 'active', emailVerified: true });
  });

  it('whoever registers last with an address that nobody confirmed takes it over, and it ends by itself', async () => {
    const squatter = new Newcomer('jo@example.com', { password: 'a squatter was here first' });
    await squatter.register(request().url);
    const { link } = await mail.mailTo('jo@example.com');
    const jo = new Newcomer('jo@example.com');
    await jo.register(request().url);
    await mail.mailTo('jo@example.com');
    expect(errorOf((await squatter.browser.get(link)).body)).toBe('link_used');
    const { id } = (await accountOf('jo@example.com'))!;
    expect((await server.server.storage.accounts.findByEmail('jo@example.com')).map((account) => account.id)).toEqual([
      id,
    ]);
    server.aheadMs = 88_500_000;
    await server.server.storage.collectGarbage();
    server.aheadMs = 0;
    expect(await accountOf('jo@example.com')).toBeUndefined();
  });

  it('a link is dead after a day, and who was disabled meanwhile cannot use it', async () => {
    const kim = new Newcomer('kim@example.com');
    await kim.register(request().url);
    const { link } = await mail.mailTo(kim.email);
    server.aheadMs = 86_401_000;
    const late = await kim.browser.get(link);
    server.aheadMs = 0;
    expect([late.status, errorOf(late.body)]).toEqual([400, 'link_used']);
    const { accounts, commit } = server.server.storage;
    await commit([accounts.writes.setStatus((await accountOf(kim.email))!.id, { from: 'pending', to: 'disabled' })]);
    expect(errorOf((await kim.browser.get(link)).body)).toBe('link_used');
    expect(await accountOf(kim.email)).toMatchObject({ status: 'disabled' });
  });

  it('who confirms long after the password was chosen types it again', async () => {
    const lee = new Newcomer('lee@example.com');
    const waiting = await lee.register(request().url);
    await confirm((await mail.mailTo(lee.email)).link, lee.browser);
    server.aheadMs = 700_000;
    const next = (await goOn(lee.browser, await post(lee.browser, waiting, 'verify'))) as Page;
    server.aheadMs = 0;
    expect(next.action).toMatch(/\/login$/u);
    expect(await submitPassword(lee.browser, next, lee.person)).toBeInstanceOf(URL);
  });

  it('a person whom the operator added and who never confirmed the address does it at the first sign-in', async () => {
    const browser = new Browser();
    const form = await openPage(browser, request().url);
    // What was not written is not recorded as done.
    const { writes } = server.server.storage.outbox;
    const add = writes.add.bind(writes);
    Object.assign(writes, { add: () => ({ statements: [{ sql: 'insert into nowhere values (1)', parameters: [] }] }) });
    const fields = { csrf: form.csrf, login: 'ida', password: 'the password of ida' };
    const { status } = await browser.post(form.action, fields);
    Object.assign(writes, { add });
    const accountId = (await accountOf('ida'))!.id;
    expect([status, await server.audited({ accountId, type: 'sign_in.password' })]).toEqual([500, []]);
    const waiting = (await submitPassword(browser, form, { login: 'ida', password: 'the password of ida' })) as Page;
    expect(await server.audited({ accountId, type: 'sign_in.password' })).toHaveLength(1);
    await confirm((await mail.mailTo('ida@example.com')).link, browser);
    expect(await goOn(browser, await post(browser, waiting, 'verify'))).toBeInstanceOf(URL);
  });

  it('AS-16: the page that waits belongs to the browser that registered', async () => {
    const max = new Newcomer('max@example.com');
    const waiting = await max.register(request().url);
    await confirm((await mail.mailTo(max.email)).link, max.browser);
    const stranger = new Browser();
    const answer = await post(stranger, waiting, 'verify');
    expect([answer.status, answer.location]).toEqual([400, '']);
  });
});

describe('the form for a new account', () => {
  it('AS-13: measures the password as everywhere, says why, and keeps what was typed but the password', async () => {
    const ned = new Newcomer('ned.nilsson@example.com', { name: 'Ned Nilsson' });
    const form = await ned.openForm(request().url);
    const refused = async (changes: Record<string, string>) => {
      const answer = await ned.submit(form, changes);
      return [answer.status, errorOf(answer.body), answer.body.includes('value="Ned Nilsson"')];
    };
    expect(await refused({ new_password: 'short' })).toEqual([400, 'password_too_short', true]);
    expect(await refused({ new_password: 'password123456789' })).toEqual([400, 'password_common', true]);
    expect(await refused({ new_password: 'nilsson-nilsson-1' })).toEqual([400, 'password_context', true]);
    expect(await refused({ new_password: 'Invoices-invoices' })).toEqual([400, 'password_context', true]);
    expect(await refused({ new_password: '' })).toEqual([400, 'new_password_missing', true]);
    expect(await refused({ name: ' ' })).toEqual([400, 'name_missing', false]);
    const { body } = await ned.submit(form, { new_password: 'tooshort-secret'.slice(0, 9) });
    expect(body).not.toContain('tooshort-');
  });

  it.each([
    '',
    'nobody',
    'a@b',
    'a@example.com\r\nBcc: victim@example.com',
    'a@example.com,victim@example.com',
    'a@example.com victim@example.com',
    '<a@example.com>',
    '"a b"@example.com',
    'a@exa\u0000mple.com',
    `${'a'.repeat(250)}@example.com`,
    'a@-example.com',
  ])('AS-17: %j is no address, and nothing is sent', async (email) => {
    const before = await server.server.storage.outbox.count();
    const newcomer = new Newcomer(email);
    const form = await newcomer.openForm(request().url);
    const answer = await newcomer.submit(form);
    expect(answer.status).toBe(400);
    expect(await server.server.storage.outbox.count()).toBe(before);
  });

  it('AS-17: a name cannot add a header or a recipient', async () => {
    const eve = new Newcomer('eve@example.com', { name: 'Eve\r\nBcc: victim@example.com\r\n\r\n<script>' });
    await eve.register(request().url);
    const { recipients, headers, raw, html } = await mail.mailTo('eve@example.com');
    expect(recipients).toEqual(['eve@example.com']);
    expect(headers.map(({ key }) => key)).not.toContain('bcc');
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/victim/u);
    expect(html).not.toContain('<script');
  });

  it('AS-17: without the token, from another origin and by GET nothing happens', async () => {
    const olga = new Newcomer('olga@example.com');
    const form = await olga.openForm(request().url);
    const before = await server.server.storage.outbox.count();
    expect((await olga.submit(form, { csrf: 'x' })).status).toBe(403);
    const { name, email, password } = olga;
    const fields = { csrf: form.csrf, name, email, new_password: password };
    expect((await olga.browser.post(form.action, fields, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await olga.browser.get(`${form.action}?${new URLSearchParams(fields).toString()}`)).status).toBe(404);
    expect((await new Browser().post(`${server.issuer}/account/confirm`, { token: 'x' })).status).toBe(403);
    for (const query of ['', '?token=', `?token=${'a'.repeat(43)}`, '?token=a&token=b']) {
      const answer = await new Browser().get(`${server.issuer}/account/confirm${query}`);
      expect([query, answer.status, errorOf(answer.body)]).toEqual([query, 400, 'link_used']);
    }
    expect(await server.server.storage.outbox.count()).toBe(before);
  });

  it('AS-13: an address whose login would be that of another address is refused', async () => {
    // Letter case does not count in logins, and the capital of the dotless letter is that of the dotted one.
    const eve = new Newcomer('vera@gıthub.example');
    const answer = await eve.submit(await eve.openForm(request().url));
    expect([answer.status, errorOf(answer.body)]).toEqual([400, 'email_invalid']);
    const valid = new Newcomer('Vera@bücher.example');
    expect((await valid.submit(await valid.openForm(request().url))).status).toBe(303);
  });

  it('AS-14: an address can be registered five times an hour, asking for the mail again included', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const newcomer = new Newcomer('pia@example.com');
      statuses.push((await newcomer.submit(await newcomer.openForm(request().url))).status);
    }
    const pia = new Newcomer('PIA@example.com');
    const waiting = await pia.register(request().url);
    for (let n = 0; n < 2; n += 1) statuses.push((await post(pia.browser, waiting, 'resend')).status);
    const form = await new Newcomer('pia@example.com', { browser: pia.browser }).openForm(request({ state: 'x' }).url);
    statuses.push((await pia.submit(form)).status);
    expect(statuses).toEqual([303, 303, 303, 303, 429, 429, 429]);
  });

  it('AS-12: where it is switched off there is no link, no form, and no account', async () => {
    const closed = await startServer({ env: { GATEHOUSE_REGISTRATION: 'false' } });
    try {
      const client = await confidential(closed, 'web-app');
      const browser = new Browser();
      const { url } = client.request();
      const page = await openPage(browser, url);
      expect(page.answer.body).not.toContain('id="register"');
      const answer = await browser.get(`${page.action.replace(/\/login$/u, '')}?page=register`);
      expect(answer.body).toContain('name="login"');
      const form = { csrf: page.csrf, name: 'N', email: 'n@example.com', new_password: 'four words nobody says' };
      expect((await browser.post(page.action.replace(/login$/u, 'register'), form)).status).toBe(404);
      expect(await closed.server.storage.outbox.count()).toBe(0);
    } finally {
      await closed.stop();
    }
  });
});

/** Waits until the audit holds these events about the account. */
async function expectEvents(accountId: string, wanted: string[]): Promise<void> {
  await eventually(async () => {
    const types = (await server.audited({ accountId })).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(wanted));
    return true;
  });
}
