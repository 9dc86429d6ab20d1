import { userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountVisitor } from '../account.ts';
import { Browser, csrfOf, errorOf, openPage, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { api, startServer, type TestServer } from '../server.ts';
import { gatehouse } from './command.ts';

let server: TestServer;
let mail: MailServer;
let webApp: TestClient;
let env: Record<string, string>;
let count = 0;

const password = (login: string) => `the password of ${login} here`;
const pool = Array.from({ length: 12 }, (_, n) => `person${n}`);

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry(document) {
      (document as unknown as { users_policy: object }).users_policy = {
        claims: { level: { type: 'number' }, team: {} },
      };
      for (const login of pool) {
        document.users.push({
          login,
          name: login,
          email: `${login}@example.com`,
          email_verified: true,
          claims: { department: 'Finance' },
          roles: ['accountant'],
          password: password(login),
        });
      }
    },
  });
  webApp = await confidential(server, 'web-app');
  env = {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: server.directory,
    GATEHOUSE_REGISTRY_FILE: server.settings.registryFile.join(','),
    GATEHOUSE_SMTP_URL: mail.url,
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_TLS: 'false',
  };
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

const person = () => {
  const login = pool[count++]!;
  return { login, password: password(login), email: `${login}@example.com` };
};
const users = (...args: string[]) => gatehouse(['users', ...args], env);
const account = async (login: string) => (await server.server.storage.accounts.findByLogin(login))!;
const lastRecord = async (type: string) => (await server.audited({ type, limit: 1 }))[0];
const done = async (...args: string[]): Promise<Record<string, unknown>> => {
  const ran = await users(...args, '--json');
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(ran.stdout) as Record<string, unknown>;
};

describe('F7: gatehouse users set', () => {
  it('takes a role away: tokens and grants end, the session stays, and the audit names what changed', async () => {
    const one = person();
    const browser = new Browser();
    const tokens = await webApp.signIn(one, {}, browser);
    expect(claimsOf(tokens.access_token)['scope']).toContain('invoice_read');
    expect(await done('set', one.login, '--add-role', 'sales')).toMatchObject({ changed: ['roles'], ended: [] });
    const renewed = await webApp.refresh(tokens.refresh_token);
    expect(renewed.status).toBe(200);
    const said = await done('set', one.login, '--remove-role', 'accountant', 'sales');
    expect(said).toMatchObject({ changed: ['roles'], ended: ['tokens', 'sign_ins'], mails: [] });
    expect((await webApp.refresh(String(renewed.body['refresh_token']))).body['error']).toBe('invalid_grant');
    expect((await webApp.post('/token/introspection', { token: tokens.access_token })).body).toEqual({ active: false });
    const { id } = await account(one.login);
    expect(await lastRecord('user.changed')).toMatchObject({
      accountId: id,
      data: { actor: { type: 'operator', id: userInfo().username }, changed: ['roles'], ended: ['tokens', 'sign_ins'] },
    });
    // The same browser gets in without a password, and without what the role gave.
    const { location } = await browser.get(
      webApp.request({ prompt: 'none', scope: 'openid', resource: undefined }).url,
    );
    expect(location).toContain('code=');
  });

  it('changes department, name, locale and claims together, and says nothing changed the second time', async () => {
    const { login } = person();
    const change = ['set', login, '--name', 'Married Name', '--locale', 'pt-br'];
    const all = [...change, '--claim', 'department=Sales', 'level=3', 'team=blue'];
    expect(await done(...all)).toMatchObject({
      changed: ['name', 'locale', 'claims'],
      ended: ['tokens', 'sign_ins'],
    });
    expect(await account(login)).toMatchObject({
      name: 'Married Name',
      locale: 'pt-BR',
      claims: { department: 'Sales', level: 3, team: 'blue' },
    });
    expect(await done(...all)).toMatchObject({ changed: [], ended: [] });
    await done('set', login, '--no-locale', '--no-roles', '--remove-claim', 'team', 'department');
    const { claims, roles, locale } = await account(login);
    expect({ claims, roles, locale }).toEqual({ claims: { level: 3 }, roles: [] });
  });

  it('sets an address without proof: unconfirmed, a link to the new one, word to the old one, recovery links end', async () => {
    const one = person();
    const recover = new Browser();
    const asked = await recover.get(`${server.issuer}/account/recover`);
    await recover.post(`${server.issuer}/account/recover`, { csrf: csrfOf(asked.body), login: one.login });
    const { link: oldLink } = await mail.mailTo(one.email);
    const visitor = new AccountVisitor(server, one);
    await visitor.open();
    const said = await done('set', one.login, '--email', 'New.Address@example.com');
    expect(said).toMatchObject({
      changed: ['email', 'emailVerified', 'email_verified'],
      ended: ['mailed_links', 'sign_ins'],
      mails: ['notice_to_old_address', 'confirmation_to_new_address'],
    });
    expect(await account(one.login)).toMatchObject({ email: 'New.Address@example.com', emailVerified: false });
    expect((await mail.mailTo(one.email)).subject).toBe('Your email address for Gatehouse was changed');
    expect(errorOf((await recover.get(oldLink)).body)).toBe('link_used');
    const { link } = await mail.mailTo('New.Address@example.com');
    const page = await visitor.browser.get(link);
    await visitor.browser.post(link, { csrf: csrfOf(page.body) });
    expect(await account(one.login)).toMatchObject({ email: 'New.Address@example.com', emailVerified: true });
  });

  it('sets an address that the operator vouches for; a login that was the old address follows', async () => {
    const one = person();
    expect(await done('set', one.login, '--login', one.email)).toMatchObject({ login: one.email, ended: [] });
    const said = await done('set', one.email, '--email', 'vouched@example.com', '--email-verified');
    expect(said).toMatchObject({ login: 'vouched@example.com', mails: ['notice_to_old_address'] });
    expect(await account('vouched@example.com')).toMatchObject({ emailVerified: true });
    expect(await account(one.email)).toBeUndefined();
    expect(await webApp.signIn({ login: 'vouched@example.com', password: one.password })).toBeTruthy();
    expect(await done('set', 'vouched@example.com', '--no-email-verified')).toMatchObject({
      changed: ['emailVerified', 'email_verified'],
      ended: ['mailed_links', 'sign_ins'],
    });
  });

  it('refuses with one line, and changes nothing; what nobody could mean is wrong usage', async () => {
    const [one, other] = [person(), person()];
    const before = await account(one.login);
    const refused: [string[], RegExp, 64?][] = [
      [['--add-role', 'emperor'], /no role emperor; the registry declares: /u],
      [['--remove-role', 'admin'], /no role admin to be removed/u],
      [
        ['--claim', 'shoe=42'],
        /no claim shoe; users_policy\.claims of the registry declares: department, level, team/u,
      ],
      [['--claim', 'team=blue', 'level=high'], /the claim level must be a number/u],
      [['--claim', '__proto__=1'], /no claim __proto__/u],
      [['--remove-claim', 'team'], /no claim team to be removed/u],
      [['--login', other.login.toUpperCase()], /the login person\d+ is taken/u],
      [['--login', other.email], /is taken/u],
      [['--email', other.email.toUpperCase()], /belongs to person/u],
      [['--email', 'no address'], /no e-mail address/u, 64],
      [['--email', 'a@example.com\nbcc: b@example.com'], /no e-mail address/u, 64],
      [['--name', ' \n'], /the name is empty/u, 64],
      [['--locale', 'not a tag'], /no language tag/u, 64],
      [['--login', ' '], /a login has 1 to 320 characters/u, 64],
    ];
    for (const [args, line, expected = 1] of refused) {
      const ran = await users('set', one.login, '--name', 'Somebody Else', ...args);
      expect({ args, code: ran.code, stdout: ran.stdout }).toEqual({ args, code: expected, stdout: '' });
      expect(ran.stderr).toMatch(line);
      expect(ran.stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    }
    expect(await account(one.login)).toEqual(before);
    expect(await users('set', 'nobody', '--name', 'X')).toMatchObject({ code: 1, stderr: /there is nobody/u });
  });

  it('answers wrong usage with 64', async () => {
    const { login } = person();
    const wrong = [
      [],
      ['--role', 'admin', '--add-role', 'sales'],
      ['--no-roles', '--role', 'admin'],
      ['--add-role', 'sales', '--remove-role', 'sales'],
      ['--colour', 'red'],
    ];
    for (const args of wrong)
      expect({ args, ...(await users('set', login, ...args)) }).toMatchObject({ args, code: 64 });
  });

  it('never writes over what changed since it was read', async () => {
    const { storage } = server.server;
    const { login } = person();
    const before = await account(login);
    await storage.commit([
      storage.accounts.writes.setProfile(before.id, { from: before, to: { name: 'By the person' } }),
    ]);
    await expect(
      storage.commit([storage.accounts.writes.change(before, { ...before, roles: ['admin'] })]),
    ).rejects.toMatchObject({ code: 'lost_race' });
    expect(await account(login)).toMatchObject({ name: 'By the person', roles: ['accountant'] });
  });
});

const accept = async (link: string, chosen: string, browser = new Browser()) => {
  const page = await browser.get(link);
  if (page.status !== 200) return page;
  const token = new URL(link).searchParams.get('token') ?? '';
  const form = { csrf: csrfOf(page.body), token, new_password: chosen };
  return browser.post(`${server.issuer}/account/invitation`, form);
};

describe('F7: gatehouse users invite', () => {
  it('mails a link in their language that sets a password and proves the address, once', async () => {
    const args = ['--name', 'Nina', '--email', 'nina@example.com', '--role', 'sales', '--locale', 'de'];
    const said = await done('invite', 'nina', ...args);
    expect(said).toMatchObject({ login: 'nina', mailed_to: 'nina@example.com' });
    expect(said).not.toHaveProperty('link');
    const { subject, link } = await mail.mailTo('nina@example.com');
    expect(subject).toBe('Ihr Konto bei Gatehouse');
    expect(await account('nina')).toMatchObject({ status: 'pending', emailVerified: false, roles: ['sales'] });
    expect((await new Browser().get(link)).body).toMatch(/lang="de"[\s\S]*Sie melden sich als nina an/u);
    expect(errorOf((await accept(link, 'nina')).body)).toMatch(/^password_/u);
    const chosen = 'ein langes neues Passwort';
    const answers = await Promise.all(Array.from({ length: 4 }, () => accept(link, chosen)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await account('nina')).toMatchObject({ status: 'active', emailVerified: true });
    expect(await lastRecord('invitation.accepted')).toMatchObject({ accountId: said['id'] });
    expect(await webApp.signIn({ login: 'nina@example.com', password: chosen })).toBeTruthy();
    expect(errorOf((await accept(link, 'something else entirely')).body)).toBe('link_used');
    expect(await users('invite', 'nina', '--resend')).toMatchObject({ code: 1, stderr: /no invitation is open/u });
    expect(JSON.parse((await users('show', 'nina')).stdout)).toMatchObject({ open_invitations: 0 });
  });

  it('ends the old link by a newer one, by a changed address, by disabling, and in time', async () => {
    await done('invite', 'late', '--name', 'L', '--email', 'late@example.com');
    const first = (await mail.mailTo('late@example.com')).link;
    await done('invite', 'late', '--resend');
    const second = (await mail.mailTo('late@example.com')).link;
    expect(errorOf((await accept(first, 'a password of some length')).body)).toBe('link_used');
    expect(await done('set', 'late', '--email', 'later@example.com')).toMatchObject({ mails: [] });
    expect(errorOf((await accept(second, 'a password of some length')).body)).toBe('link_used');
    await done('invite', 'late', '--resend', '--expires-in-days', '1');
    const third = (await mail.mailTo('later@example.com')).link;
    await done('disable', 'late');
    expect(errorOf((await accept(third, 'a password of some length')).body)).toBe('link_used');
    await server.server.storage.commit([
      server.server.storage.accounts.writes.setStatus((await account('late')).id, { from: 'disabled', to: 'pending' }),
    ]);
    await done('invite', 'late', '--resend', '--expires-in-days', '1');
    const fourth = (await mail.mailTo('later@example.com')).link;
    server.aheadMs = 25 * 60 * 60 * 1000;
    expect(errorOf((await accept(fourth, 'a password of some length')).body)).toBe('link_used');
    server.aheadMs = 0;
  });

  it('shows the link only when asked to; it proves no address then', async () => {
    const said = await done('invite', 'paper', '--name', 'P', '--email', 'paper@example.com', '--print-link');
    expect(said['mailed_to']).toBeUndefined();
    expect((await accept(String(said['link']), 'a password of some length')).status).toBe(200);
    expect(await account('paper')).toMatchObject({ status: 'active', emailVerified: false });
    const withoutMail = { ...env, GATEHOUSE_SMTP_URL: '', GATEHOUSE_MODE: 'production' };
    expect(
      (await gatehouse(['users', 'invite', 'x', '--name', 'X', '--email', 'x@example.com'], withoutMail)).code,
    ).not.toBe(0);
    expect(await account('x')).toBeUndefined();
  });

  it('takes the place of a stranger who registered with the login or the address and confirmed nothing', async () => {
    const { accounts, credentials } = server.server.storage;
    const email = 'wanted@example.com';
    for (const login of [email, 'wanted']) {
      const expiresAtSeconds = Math.floor(Date.now() / 1000) + 3600;
      const stranger = {
        id: `stranger of ${login}`,
        login: email,
        email,
        status: 'pending',
        expiresAtSeconds,
      } as const;
      await server.server.storage.commit([
        accounts.writes.put(stranger),
        credentials.writes.put({ accountId: stranger.id, kind: 'password', data: { hash: 'of a password of theirs' } }),
      ]);
      // To vouch for it would hand a confirmed address over to whoever knows that password.
      const vouching = await users('set', email, '--email-verified');
      expect(vouching).toMatchObject({ code: 1, stderr: /never confirmed the address; "gatehouse users invite"/u });
      expect(await accounts.find(stranger.id)).toMatchObject({ status: 'pending', emailVerified: false });
      const { id } = await done('invite', login, '--name', 'W', '--email', email);
      expect((await account(login)).id).toBe(id);
      expect(await accounts.find(stranger.id)).toBeUndefined();
      expect(await credentials.find(stranger.id, 'password')).toBeUndefined();
      await done('delete', login, '--yes');
    }
  });

  it('vouches for no address that nobody confirmed, whatever an operator made of the account since', async () => {
    const { accounts } = server.server.storage;
    const email = 'unproved@example.com';
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 3600;
    await server.server.storage.commit([
      accounts.writes.put({ id: 'unproved', login: email, email, status: 'pending', expiresAtSeconds }),
    ]);
    for (const [command, status, name] of [
      ['disable', 'disabled', 'One'],
      ['enable', 'active', 'Two'],
    ] as const) {
      await done(command, email);
      await done('set', email, '--name', name);
      const vouching = await users('set', email, '--email-verified');
      expect(vouching).toMatchObject({ code: 1, stderr: /never confirmed the address/u });
      expect(await accounts.find('unproved')).toMatchObject({ status, emailVerified: false });
    }
  });

  it('refuses who is there already, and wrong usage', async () => {
    const one = person();
    const name = ['--name', 'N'];
    expect(await users('invite', one.login, ...name, '--email', 'free@example.com')).toMatchObject({ code: 1 });
    expect(await users('invite', 'free', ...name, '--email', one.email)).toMatchObject({ code: 1 });
    expect(await users('add', 'free', ...name, '--email', one.email)).toMatchObject({ code: 1, stderr: /belongs to/u });
    expect(await users('invite', 'free', ...name)).toMatchObject({ code: 64 });
    expect(await users('invite', 'free', '--resend', ...name)).toMatchObject({ code: 64 });
    expect(await users('invite', 'free', '--resend', '--expires-in-days', '0')).toMatchObject({ code: 64 });
    expect(await users('invite', 'free', '--resend')).toMatchObject({ code: 1 });
  });
});

describe('F7: gatehouse users delete and show', () => {
  it('asks first; then everything of the person goes but the audit', async () => {
    const { storage } = server.server;
    const one = person();
    const browser = new Browser();
    const tokens = await webApp.signIn(one, {}, browser);
    const { id } = await account(one.login);
    const key = await gatehouse(
      ['api-keys', 'add', one.login, '--resource', api, '--scope', 'invoice_read', '--json'],
      env,
    );
    expect(key.code).toBe(0);
    const shown = JSON.parse((await users('show', one.login)).stdout) as Record<string, unknown>;
    expect(shown).toMatchObject({ login: one.login, email_verified: true, sessions: 1, grants: 1, api_keys: 1 });
    expect(Object.keys(shown).filter((name) => !/^[a-z_]+$/u.test(name))).toEqual([]);
    expect(JSON.stringify(shown)).not.toContain('argon2');
    await storage.commit([
      storage.outbox.writes.add({ kind: 'later', payload: { to: one.email }, keptSeconds: 3600 }),
      storage.identities.writes.link({
        issuer: 'https://corp.example',
        subject: 'one',
        accountId: id,
        connection: 'corp',
        profile: {},
      }),
      storage.artefacts.writes.upsert({
        model: 'EmailChange',
        id: 'a-link',
        accountId: id,
        payload: { to: one.email },
      }),
    ]);

    const refusal = await gatehouse(['users', 'delete', one.login], env, 'somebody else\n');
    expect(refusal).toMatchObject({ code: 1, stdout: '' });
    expect(await account(one.login)).toBeDefined();
    const ran = await gatehouse(['users', 'delete', one.login, '--json'], env, `${one.login.toUpperCase()}\n`);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      id,
      removed: { sessions: 1, grants: 1, api_keys: 1, passkeys: 0, identities: 1, mails: 1 },
    });

    expect(await account(one.login)).toBeUndefined();
    expect((await webApp.refresh(tokens.refresh_token)).body['error']).toBe('invalid_grant');
    expect((await webApp.post('/token/introspection', { token: tokens.access_token })).body).toEqual({ active: false });
    expect((await browser.get(webApp.request({ prompt: 'none' }).url)).location).toContain('login_required');
    expect(await storage.apiCredentials.list({ accountId: id })).toEqual([]);
    expect(await storage.artefacts.find('EmailChange', 'a-link')).toBeUndefined();
    expect(JSON.stringify(await storage.outbox.list())).not.toContain(one.email);
    expect(await lastRecord('user.deleted')).toMatchObject({ accountId: id, data: { target: { type: 'user', id } } });
    expect((await storage.audit.list({ accountId: id })).length).toBeGreaterThan(1);
    const again = new Browser();
    const form = await openPage(again, webApp.request().url);
    await expect(submitPassword(again, form, one)).rejects.toThrow(/wrong_credentials|invalid|401/u);
  });
});
