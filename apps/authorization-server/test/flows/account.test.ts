import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { AccountVisitor, doneOf } from '../account.ts';
import { type Answer, Browser, csrfOf, errorOf, openPage, submitPassword } from '../browser.ts';
import { altered, confidential, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
let webApp: TestClient;
let thirdParty: TestClient;
let people = 0;

const newcomers = Array.from({ length: 17 }, (_, n) => ({
  login: `person${n}`,
  password: `the password of person ${n}`,
}));
const newcomer = () => newcomers[people++]!;

beforeAll(async () => {
  server = await startServer({
    env: { GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ users }) => {
      for (const person of newcomers) {
        users.push({
          ...person,
          name: `Person ${person.login}`,
          email: `${person.login}@example.com`,
          roles: ['accountant'],
        });
      }
    },
  });
  webApp = await confidential(server, 'web-app');
  thirdParty = await confidential(server, 'third-party', 'https://localhost:3005/callback');
});
afterAll(() => server?.stop());

const titleOf = ({ body }: Answer) => /<title>([^<]+)</u.exec(body)?.[1];
const dataOf = ({ body }: Answer, name: string) =>
  [...body.matchAll(new RegExp(`data-${name}="([^"]+)"`, 'gu'))].map((found) => found[1]!);
const silentCode = async (client: TestClient, browser: Browser) => {
  const { location } = await browser.get(client.request({ prompt: 'none' }).url);
  return new URL(location).searchParams.get('code') ?? undefined;
};
const codeAt = (secret: string, steps = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });

describe('the account pages', () => {
  it('AS-16: nobody sees them without signing in, and one comes back to the page that one wanted', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    for (const path of ['/account', '/account/profile', '/account/data/download', '/account/sessions']) {
      const answer = await new Browser().get(`${server.issuer}${path}`);
      expect([path, answer.status]).toEqual([path, 303]);
      expect(answer.location).toContain('client_id=gatehouse-account');
    }
    expect(titleOf(await visitor.open('/account/sessions'))).toBe('Devices – Your account');
    expect(titleOf(await visitor.open())).toBe('Overview – Your account');
  });

  it('AS-17: every page is of its own origin, never kept and never framed', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    await visitor.open();
    for (const path of [
      '',
      '/profile',
      '/password',
      '/security',
      '/security/totp',
      '/sessions',
      '/applications',
      '/activity',
      '/data',
    ]) {
      const { status, headers, body } = await visitor.open(`/account${path}`);
      expect([path, status, headers['cache-control']]).toEqual([path, 200, 'no-store']);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(body).not.toMatch(/<script(?! type="module" src="\/assets\/[\w.-]+"><\/script>)|\sstyle=|\son\w+=/u);
    }
  });

  it('AS-17: each form needs the token and our own origin, and a refused one changes nothing', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    const page = await visitor.open('/account/profile');
    for (const [path, fields] of [
      ['/account/profile', { name: 'Mallory', locale: '' }],
      ['/account/sessions/end-others', {}],
      ['/account/data/delete', { confirm: visitor.person.login }],
      ['/account/applications/withdraw', { application: 'third-party' }],
      ['/account/security/totp-remove', {}],
    ] as const) {
      const url = `${server.issuer}${path}`;
      const csrf = csrfOf(page.body);
      for (const answer of [
        await visitor.browser.post(url, { ...fields }),
        await visitor.browser.post(url, { ...fields, csrf: altered(csrf) }),
        await visitor.browser.post(url, { ...fields, csrf }, { origin: 'https://evil.example' }),
        await visitor.browser.post(url, { ...fields, csrf }, { 'sec-fetch-site': 'cross-site' }),
      ]) {
        expect([path, answer.status, errorOf(answer.body)]).toEqual([path, 403, 'csrf_failed']);
      }
    }
    expect((await visitor.open('/account/profile')).body).toContain('value="Person ');
  });

  it('the first page says who the user is, what would help most, and the way back to the applications', async () => {
    const person = newcomer();
    const browser = new Browser();
    await webApp.signIn(person, {}, browser);
    const visitor = new AccountVisitor(server, person, browser);
    await server.server.audit.flush();
    const page = await visitor.open();
    expect(page.body).toContain(`<bdi>${person.login}@example.com</bdi> (not confirmed)`);
    expect(dataOf(page, 'advice')).toEqual(['turnOnTwoStep']);
    expect(page.body).toMatch(/<li data-sign-in>.*<bdi>Invoices<\/bdi>/u);
    expect(page.body).toContain('<a class="row" href="https://localhost:3003/">');
    // Nobody was asked about our own application, so it does not stand among those that the user allowed.
    const { body } = await visitor.open('/account/applications');
    expect(body).toContain('Applications of <bdi>');
    expect(body).not.toContain('Applications that you allowed');
  });

  it('AS-16: a callback that this browser did not start signs nobody in and leads nowhere', async () => {
    const browser = new Browser();
    for (const query of ['', '?state=x&code=y', `?state=${'a'.repeat(43)}&code=y`]) {
      const answer = await browser.get(`${server.issuer}/account/callback${query}`);
      expect([query, answer.status, answer.location]).toEqual([query, 400, '']);
    }
    browser.setCookie('__Host-gatehouse_account', `${'a'.repeat(43)}.${encodeURIComponent('//evil.example')}`);
    const answer = await browser.get(`${server.issuer}/account/callback?state=${'a'.repeat(43)}`);
    expect(answer.location).toBe('/account');
  });

  it('a profile is changed, in its own language from then on, and what the organisation sets is not', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    const done = await visitor.send('/account/profile', {
      name: '  <b>Zoë</b>  ',
      locale: 'xx',
      department: 'Finance',
      roles: 'admin',
      email: 'evil@example.com',
      status: 'disabled',
    });
    expect(doneOf(done)).toBe('profile_changed');
    expect(done.body).toContain('value="&lt;b&gt;Zoë&lt;/b&gt;"');
    const account = await server.server.storage.accounts.findByLogin(visitor.person.login);
    expect(account).toMatchObject({
      name: '<b>Zoë</b>',
      roles: ['accountant'],
      email: `${visitor.person.login}@example.com`,
    });
    expect(account?.claims).not.toHaveProperty('department');
    const empty = await visitor.raw('/account/profile', { name: ' ' });
    expect([empty.status, errorOf(empty.body)]).toEqual([400, 'name_missing']);
    expect(doneOf(await visitor.open('/account/profile?done=<script>'))).toBeUndefined();
  });
});

describe('sessions', () => {
  it('AS-10: each device is shown with its last use, and one that is ended is dead at once, its tokens too', async () => {
    const person = newcomer();
    const phone = new Browser();
    const tokens = await webApp.signIn(person, {}, phone);
    const agent =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1';
    await phone.get(webApp.request({ prompt: 'none' }).url, { 'user-agent': agent });
    const visitor = new AccountVisitor(server, person);
    const page = await visitor.open('/account/sessions');
    expect(dataOf(page, 'session')).toHaveLength(2);
    expect(page.body).toContain('Safari on iPhone');
    expect(page.body).toMatch(/From <bdi>(?:127\.0\.0\.1|::1)<\/bdi>/u);
    const reference = /data-session="([^"]+)"(?! data-this)/u.exec(
      page.body.slice(page.body.indexOf('data-this') + 10),
    )?.[1];
    const done = await visitor.send('/account/sessions/end', { session: reference! }, page);
    expect([doneOf(done), dataOf(done, 'session').length]).toEqual(['session_ended', 1]);
    expect(await silentCode(webApp, phone)).toBeUndefined();
    expect((await webApp.refresh(tokens.refresh_token)).body['error']).toBe('invalid_grant');
    expect(await silentCode(webApp, visitor.browser)).toBeDefined();
  });

  it('AS-10: all others are ended at once, this one stays', async () => {
    const person = newcomer();
    const others = [new Browser(), new Browser(), new Browser()];
    for (const browser of others) await webApp.signIn(person, {}, browser);
    const visitor = new AccountVisitor(server, person);
    await visitor.open();
    expect(doneOf(await visitor.send('/account/sessions/end-others'))).toBe('sessions_ended');
    for (const browser of others) expect(await silentCode(webApp, browser)).toBeUndefined();
    expect(await silentCode(webApp, visitor.browser)).toBeDefined();
  });

  it('AS-10: nobody ends the session of somebody else', async () => {
    const victim = new AccountVisitor(server, newcomer());
    const [reference = ''] = dataOf(await victim.open('/account/sessions'), 'session');
    const attacker = new AccountVisitor(server, newcomer());
    await attacker.open();
    await attacker.send('/account/sessions/end', { session: reference });
    expect(await silentCode(webApp, victim.browser)).toBeDefined();
  });
});

describe('applications', () => {
  it('AS-11: what was allowed is shown in words and withdrawn for good', async () => {
    const person = newcomer();
    const browser = new Browser();
    const tokens = await thirdParty.signIn(
      person,
      { scope: 'openid profile offline_access profile_read', prompt: 'consent' },
      browser,
    );
    const visitor = new AccountVisitor(server, person, browser);
    const page = await visitor.open('/account/applications');
    expect(dataOf(page, 'application')).toEqual(['third-party']);
    expect(dataOf(page, 'scope')).toEqual(expect.arrayContaining(['openid', 'profile', 'profile_read']));
    expect(page.body).toContain('See your profile');
    expect(page.body).toContain('Applications that you allowed');
    expect(page.body).toContain('<h4>Your account</h4>');
    const done = await visitor.send('/account/applications/withdraw', { application: 'third-party' }, page);
    expect([doneOf(done), dataOf(done, 'application')]).toEqual(['application_withdrawn', []]);
    expect((await thirdParty.refresh(tokens.refresh_token)).body['error']).toBe('invalid_grant');
    const { location } = await browser.get(thirdParty.request({ prompt: 'none', scope: 'openid' }).url);
    expect(new URL(location).searchParams.get('error')).toBe('consent_required');
  });
});

describe('the password', () => {
  it('AS-05 AS-13: changing it takes the current one, and ends every other session and all tokens', async () => {
    const person = newcomer();
    const elsewhere = new Browser();
    const tokens = await webApp.signIn(person, {}, elsewhere);
    const visitor = new AccountVisitor(server, person);
    const page = await visitor.open('/account/password');
    const change = (password: string, next: string) =>
      visitor.raw('/account/password', { password, new_password: next }, page);
    const next = 'correct horse battery';
    for (const [current, fresh, code] of [
      ['', next, 'password_missing'],
      [person.password, '', 'new_password_missing'],
      ['wrong', next, 'wrong_password'],
      [person.password, 'fourteen chars', 'password_too_short'],
      [person.password, person.password, 'password_same'],
    ] as const) {
      expect([code, errorOf((await change(current, fresh)).body)]).toEqual([code, code]);
    }
    // A wrong one is recorded, so that the user finds it among what happened.
    await server.server.audit.flush();
    const accountId = (await server.server.storage.accounts.findByLogin(person.login))?.id;
    const failures = (await server.server.storage.audit.list({ accountId })).filter(
      ({ data }) => data['outcome'] === 'failure',
    );
    expect(failures.map(({ type, data }) => [type, data['reason']])).toEqual([['password.changed', 'wrong_password']]);
    const done = await visitor.settle(await change(person.password, next));
    expect(doneOf(done)).toBe('password_changed');
    expect(await silentCode(webApp, visitor.browser)).toBeDefined();
    expect(await silentCode(webApp, elsewhere)).toBeUndefined();
    expect((await webApp.refresh(tokens.refresh_token)).body['error']).toBe('invalid_grant');
    const again = await openPage(new Browser(), webApp.request().url);
    expect(await submitPassword(new Browser(), again, person).catch(() => 'refused')).toBe('refused');
    const fresh = new Browser();
    const form = await openPage(fresh, webApp.request().url);
    expect(await submitPassword(fresh, form, { login: person.login, password: next })).toBeInstanceOf(URL);
  });

  it('AS-14: guessing the current one is throttled like a sign-in, and counted with it', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    const page = await visitor.open('/account/password');
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        visitor.raw('/account/password', { password: `wrong ${n}`, new_password: 'a good long password' }, page),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const right = await visitor.raw(
      '/account/password',
      { password: visitor.person.password, new_password: 'a good long password' },
      page,
    );
    expect(errorOf(right.body)).toBe('name_throttled');
    expect(right.body).toContain('Even the right password is refused for up to 15 minutes.');
  });

  it('AS-20: what changes how one signs in asks again after ten minutes', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    await visitor.open();
    server.aheadMs = 601_000;
    try {
      const stale = await visitor.browser.get(`${server.issuer}/account/password`);
      expect(stale.location).toMatch(/\/auth\?.*max_age=600/u);
      expect((await visitor.browser.get(`${server.issuer}/account/profile`)).status).toBe(200);
    } finally {
      server.aheadMs = 0;
    }
  });
});

describe('second factors', () => {
  it('AS-20: are added, asked for from then on, renewed and removed', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    const elsewhere = new Browser();
    const tokens = await webApp.signIn(visitor.person, {}, elsewhere);
    const page = await visitor.open('/account/security/totp');
    const secret = /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(page.body)![1]!.replaceAll(' ', '');
    expect(page.body).toContain('<svg class="qr"');
    expect((await visitor.open('/account/security/totp')).body).toContain(secret.slice(0, 4));
    const wrong = await visitor.raw('/account/security/totp', { otp: '12345' }, page);
    expect([wrong.status, errorOf(wrong.body)]).toEqual([401, 'invalid_otp']);
    const added = await visitor.raw('/account/security/totp', { otp: codeAt(secret) }, page);
    expect(dataOf(added, 'recovery-code')).toHaveLength(10);

    // The session is of one factor now, which is not enough to change factors any more.
    const stepUp = await visitor.browser.get(`${server.issuer}/account/security/recovery-codes`);
    expect(stepUp.location).toContain('acr_values=urn%3Agatehouse%3Aacr%3A2');
    const confirm = await visitor.settle(stepUp, () => codeAt(secret, 1));
    expect(titleOf(confirm)).toBe('Security – Your account');
    const renewed = await visitor.raw('/account/security/recovery-codes', {}, confirm);
    const fresh = dataOf(renewed, 'recovery-code');
    expect(fresh).toHaveLength(10);
    expect(fresh).not.toEqual(expect.arrayContaining([dataOf(added, 'recovery-code')[0]]));
    expect(await silentCode(webApp, elsewhere)).toBeDefined();
    const ask = await visitor.open('/account/security/totp-remove');
    expect(ask.body).toContain('Every other device will be signed out');
    expect(doneOf(await visitor.send('/account/security/totp-remove', {}, ask))).toBe('totp_removed');
    // The last one: what it let in elsewhere ends, as with a new password.
    expect(await silentCode(webApp, elsewhere)).toBeUndefined();
    expect((await webApp.refresh(tokens.refresh_token)).body['error']).toBe('invalid_grant');
    expect((await visitor.browser.get(`${server.issuer}/account`)).status).toBe(200);
    const form = await openPage(visitor.browser, webApp.request({ prompt: 'login' }).url);
    expect(await submitPassword(visitor.browser, form, visitor.person)).toBeInstanceOf(URL);
  });
});

describe('the data', () => {
  it('is downloaded without a secret in it', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    const answer = await visitor.open('/account/data/download');
    expect(answer.headers['content-disposition']).toContain('attachment');
    const copy = JSON.parse(answer.body) as Record<string, unknown>;
    expect(copy['account']).toMatchObject({ login: visitor.person.login, roles: ['accountant'] });
    expect(Object.keys(copy)).toEqual([
      'account',
      'factors',
      'connected_accounts',
      'sessions',
      'applications',
      'api_keys',
      'events',
    ]);
    expect(answer.body).not.toMatch(/argon2|"hash|"secret"/u);
    for (const cookie of visitor.browser.everyCookie) expect(answer.body).not.toContain(cookie.split('.')[0]);
  });

  it('is deleted with the account: sessions, tokens and factors are gone, and so is the sign-in', async () => {
    const person = newcomer();
    const elsewhere = new Browser();
    const tokens = await webApp.signIn(person, {}, elsewhere);
    const visitor = new AccountVisitor(server, person);
    const page = await visitor.open('/account/data/delete');
    const wrong = await visitor.raw('/account/data/delete', { confirm: 'somebody' }, page);
    expect([wrong.status, errorOf(wrong.body)]).toEqual([400, 'not_confirmed']);
    const gone = await visitor.raw('/account/data/delete', { confirm: person.login.toUpperCase() }, page);
    expect([gone.status, gone.body.includes('Your account is deleted')]).toEqual([200, true]);
    const { storage } = server.server;
    expect(await storage.accounts.findByLogin(person.login)).toBeUndefined();
    expect((await webApp.refresh(tokens.refresh_token)).body['error']).toBe('invalid_grant');
    expect(await silentCode(webApp, elsewhere)).toBeUndefined();
    expect((await visitor.browser.get(`${server.issuer}/account`)).location).toContain('/auth?');
  });

  it('recent events are shown in words, newest first, with what failed', async () => {
    const visitor = new AccountVisitor(server, newcomer());
    const form = await openPage(visitor.browser, webApp.request().url);
    await visitor.browser.post(form.action, { csrf: form.csrf, login: visitor.person.login, password: 'wrong' });
    await visitor.open();
    await server.server.audit.flush();
    const page = await visitor.open('/account/activity');
    expect(dataOf(page, 'event').slice(0, 2)).toEqual(['sign_in.completed', 'sign_in.password']);
    expect(page.body).toContain('<h2>Wrong password</h2>');
    expect(page.body).not.toContain('token.issued');
  });
});
