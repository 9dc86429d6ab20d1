/**
 * Fills an empty database through the running programs, as users, clients and operators do, and keeps what each of them has in
 * their hands afterwards.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '@gatehouse/testkit';
import { exportJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { AccountVisitor } from '../account.ts';
import { Authenticator, askedBy } from '../authenticator.ts';
import { Browser, type Person } from '../browser.ts';
import { headerOf, TestClient, type TokenSet } from '../client.ts';
import { api, type TestServer, webAppRedirect } from '../server.ts';
import {
  afterPassword,
  asPage,
  boundClient,
  listedUsers,
  otpOf,
  post,
  said,
  strong,
  thirdPartyRedirect,
} from './asking.ts';
import type { Deployment } from './deployment.ts';

const people: Readonly<Record<string, { readonly department?: string; readonly roles: readonly string[] }>> = {
  alice: { department: 'Finance', roles: ['accountant'] },
  bob: { department: 'Sales', roles: ['sales', 'member'] },
  carol: { department: 'Finance', roles: ['admin', 'accountant', 'member'] },
  dave: { roles: ['member'] },
  nora: { roles: [] },
  frank: { department: 'Sales', roles: ['sales'] },
  grace: { department: 'Recherche & Développement', roles: ['sales'] },
  heidi: { roles: ['member'] },
  judy: { department: 'Finance', roles: ['accountant'] },
};
const clientIds = ['web-app', 'worker', 'worker-jwt', 'gateway', 'api', 'third-party'] as const;

const person = (login: string): Person => ({ login, password: `the password of ${login}` });
const mailed = async (issuer: string, pattern: RegExp): Promise<string> =>
  eventually(async () => pattern.exec((await new Browser().get(`${issuer}/development/mail`)).body)?.[0]);
const cookiesOf = (browser: Browser) =>
  Object.fromEntries(browser.cookieNames.map((name) => [name, browser.cookie(name) ?? '']));

type Command = Deployment['command'];
const made = async (command: Command, ...args: string[]) => (await command(args)) as Record<string, string>;

async function addUsers(command: Command): Promise<void> {
  for (const [login, { department, roles }] of Object.entries(people)) {
    const { password } = person(login);
    const address = ['--name', `${login} Example`, '--email', `${login}@example.com`];
    const further = [
      ...(department ? ['--claim', `department=${department}`] : []),
      ...roles.flatMap((role) => ['--role', role]),
    ];
    await command(['users', 'add', login, ...address, ...further], password);
  }
  await command(['users', 'set', 'alice', '--email-verified', '--claim', 'employee_number=7', 'teams=["blue","red"]']);
  await command(['users', 'set', 'heidi', '--email-verified', '--locale', 'fr']);
  await command(['users', 'set', 'dave', '--claim', 'employee_number=12']);
}

/** An app as second factor and recovery codes, one of them used. */
async function addApp(client: TestClient, who: Person) {
  const first = await afterPassword(client, who, { acr_values: strong });
  const shown = /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(first.page.answer.body)?.[1] ?? '';
  const secret = shown.replaceAll(' ', '');
  const page = asPage(await post(first.browser, first.page, { otp: otpOf(secret) }));
  const codes = [...page.answer.body.matchAll(/data-recovery-code="([^"]+)"/gu)].map(([, code]) => code ?? '');
  await post(first.browser, page);
  const again = await afterPassword(client, who);
  const action = again.page.action.replace(/totp$/u, 'recovery-code');
  await post(again.browser, { ...again.page, action }, { otp: codes[0] ?? '' });
  return { secret, usedCode: codes[0] ?? '', codes: codes.slice(1) };
}

async function addPasskey(server: TestServer, who: Person) {
  const visitor = new AccountVisitor(server, who);
  const authenticator = new Authenticator(server.issuer);
  const page = await visitor.open('/account/security/passkeys');
  const passkey = authenticator.create(askedBy(page.body));
  await visitor.raw('/account/security/passkeys', { name: 'my key', passkey }, page);
  return authenticator.kept();
}

/** A key of each state. The expired one is expired after a day. */
async function addCredentials(command: Command) {
  const scope = ['--resource', api, '--scope', 'invoice_read'];
  const key = (name: string, ...more: string[]) =>
    made(command, 'api-keys', 'add', 'alice', ...scope, '--name', name, ...more);
  const live = await key('live');
  const expiring = await key('expiring', '--expires-in-days', '1');
  const revoked = await key('revoked');
  await command(['api-keys', 'revoke', revoked['id'] ?? '']);
  const account = (name: string) =>
    made(command, 'service-accounts', 'add', name, ...scope, '--claim', 'department=Finance');
  const reports = await account('reports');
  const old = await account('old');
  await command(['service-accounts', 'revoke', old['id'] ?? '']);
  return {
    keys: { live: live['api_key'] ?? '', expiring: expiring['api_key'] ?? '', revoked: revoked['api_key'] ?? '' },
    serviceAccounts: { live: `reports:${reports['secret']}`, revoked: `old:${old['secret']}` },
  };
}

/** @param directory the state directory of the deployment */
export async function fill(deployment: Deployment, directory: string) {
  const { url: issuer } = deployment;
  const command: Command = (...given) => deployment.command(...given);
  const server = { issuer } as TestServer;
  // The registry knows the roles from the first start on. Tokens live as long as they may, and a key is followed at once.
  const settings = {
    GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS: '600',
    GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: '0',
    GATEHOUSE_JWKS_MAX_AGE_SECONDS: '0',
  };
  await deployment.start(settings);
  await addUsers(command);

  const state: Record<string, string> = {};
  for (const name of ['encryption.key', ...clientIds.map((id) => `secrets/clients/${id}`)])
    state[name] = await readFile(path.join(directory, name), 'utf8');
  const client = (id: (typeof clientIds)[number], redirectUri = webAppRedirect) =>
    new TestClient(server, id, { redirectUri, secret: state[`secrets/clients/${id}`] as string });
  const webApp = client('web-app');
  const thirdParty = client('third-party', thirdPartyRedirect);

  const browser = new Browser();
  const plain = await webApp.signIn(person('alice'), {}, browser);
  const consented = await thirdParty.signIn(
    person('alice'),
    { scope: 'openid profile email offline_access profile_read' },
    browser,
  );
  const before = await webApp.signIn(person('carol'));
  const rotated = (await webApp.refresh(before.refresh_token)).body as unknown as TokenSet;
  const withoutAny = await webApp.signIn(person('dave'), { scope: 'openid profile email' });
  const revoked = await webApp.signIn(person('alice'));
  await webApp.post('/token/revocation', { token: revoked.refresh_token });
  const ofDisabled = await webApp.signIn(person('frank'));
  await command(['users', 'disable', 'frank']);
  const ofDeleted = await webApp.signIn(person('judy'));
  await command(['users', 'delete', 'judy', '--yes']);

  const keys = await oauth.generateKeyPair('ES256', { extractable: true });
  const bound = await (await boundClient(server, keys)).signIn(person('bob'));

  const app = await addApp(webApp, person('carol'));
  const passkey = await addPasskey(server, person('grace'));
  const visitor = new AccountVisitor(server, person('heidi'));
  await visitor.send('/account/email', { email: 'heidi@new.example' }, await visitor.open('/account/email'));
  const emailChange = new URL(await mailed(issuer, /https:\/\/localhost:\d+\/account\/email\/confirm\/[\w-]+/u))
    .pathname;
  const credentials = await addCredentials(command);
  const { client_secret: furtherSecret = '' } = await made(command, 'clients', 'secret', 'add', 'worker');
  const invited = [
    '--name',
    'erin Example',
    '--email',
    'erin@example.com',
    '--claim',
    'department=Support',
    '--role',
    'member',
  ];
  const { link: invitation = '' } = await made(command, 'users', 'invite', 'erin', ...invited, '--print-link');

  const { kid } = headerOf(plain.access_token) as { kid: string };
  await command(['keys', 'rotate']);
  const afterRotation = await eventually(async () => {
    const tokens = await webApp.signIn(person('bob'));
    return headerOf(tokens.access_token)['kid'] === kid ? undefined : tokens;
  });
  const feed = await client('api').post('/revocations', {});
  const holdings = {
    issuer,
    state,
    passwords: Object.fromEntries(Object.keys(people).map((login) => [login, person(login).password])),
    users: [] as ReturnType<typeof listedUsers>,
    cookies: cookiesOf(browser),
    accountCookies: cookiesOf(visitor.browser),
    tokens: { plain, consented, before, rotated, withoutAny, revoked, ofDisabled, ofDeleted, afterRotation },
    said: {
      plain: await said(server, plain),
      consented: await said(server, consented),
      rotated: await said(server, rotated),
      withoutAny: await said(server, withoutAny),
      afterRotation: await said(server, afterRotation),
    },
    bound: {
      refreshToken: bound.refresh_token ?? '',
      privateKey: await exportJWK(keys.privateKey),
      publicKey: await exportJWK(keys.publicKey),
    },
    app,
    passkey,
    emailChange,
    ...credentials,
    furtherSecret,
    invitation: new URL(invitation).search,
    revocations: JSON.parse(String(feed.body['payload'])) as { revoked: Record<string, string> },
    madeAt: '',
  };
  await deployment.stop();
  // Nobody runs who could send this mail: it waits.
  const late = ['--name', 'ivan Example', '--email', 'ivan@example.com', '--role', 'sales', '--role', 'member'];
  await command(['users', 'invite', 'ivan', ...late]);
  return { ...holdings, users: listedUsers(await command(['users', 'list'])), madeAt: new Date().toISOString() };
}

export type Holdings = Awaited<ReturnType<typeof fill>>;
