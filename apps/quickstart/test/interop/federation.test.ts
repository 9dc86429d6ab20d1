/** Users come in by OpenID providers of others, which run as their documentation says: Keycloak and dex. */
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { certificates, freePort, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, openPage } from '../../../authorization-server/test/browser.ts';
import { claimsOf, TestClient } from '../../../authorization-server/test/client.ts';
import { startServer, type TestServer } from '../../../authorization-server/test/server.ts';
import { chooseConnection, comeBack } from '../../../authorization-server/test/upstream.ts';
import { type Running, startForeign } from './foreign-program.ts';
import { BUILT, START_LIMIT_MS, Visitor } from './issuers/issuer-of-others.ts';
import { startKeycloak } from './issuers/keycloak.ts';

const CI = process.env['CI'] === 'true';
const SECRET = randomBytes(24).toString('base64url');
const PASSWORD = randomBytes(24).toString('base64url');

interface Provider {
  readonly issuer: string;
  readonly running: Running;
  readonly login: string;
  readonly password: string;
}

interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}

async function keycloak(folder: string, redirectUri: string, certificate: Certificate): Promise<Provider> {
  const { origin, admin, running } = await startKeycloak(folder, certificate);
  const credentials = [{ type: 'password', value: PASSWORD }];
  const names = { email: 'ann@example.org', emailVerified: true, firstName: 'Ann', lastName: 'Lee' };
  await admin('POST', '', {
    realm: 'shop',
    enabled: true,
    clients: [{ clientId: 'gatehouse', secret: SECRET, redirectUris: [redirectUri] }],
    users: [{ username: 'ann', enabled: true, ...names, credentials }],
  });
  return { issuer: `${origin}/realms/shop`, running, login: 'ann', password: PASSWORD };
}

/** With the one user and the hash of "password" that are in its documentation. */
async function dex(folder: string, redirectUri: string, { certFile, keyFile }: Certificate): Promise<Provider> {
  const origin = `https://127.0.0.1:${await freePort()}`;
  const issuer = `${origin}/dex`;
  const configuration = `issuer: ${issuer}
storage: { type: memory }
web: { https: "${new URL(origin).host}", tlsCert: "${certFile}", tlsKey: "${keyFile}" }
oauth2: { skipApprovalScreen: true }
staticClients:
  - { id: gatehouse, name: Gatehouse, secret: "${SECRET}", redirectURIs: ["${redirectUri}"] }
enablePasswordDB: true
staticPasswords:
  - email: ann@example.org
    username: Ann Lee
    userID: 08a8684b-db88-4b73-90a9-3cd1661f5466
    hash: $2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W
`;
  const running = await startForeign(
    'dex',
    folder,
    `${issuer}/.well-known/openid-configuration`,
    async () => {
      writeFileSync(join(folder, 'dex.yaml'), configuration, { mode: 0o600 });
      return { command: join(BUILT, 'dex'), parameters: ['serve', 'dex.yaml'], env: {} };
    },
    START_LIMIT_MS,
  );
  return { issuer, running, login: 'ann@example.org', password: 'password' };
}

const all = [
  {
    name: 'Keycloak',
    program: 'keycloak/built-from',
    start: keycloak,
    fields: ['username', 'password'],
    byHand: false,
  },
  { name: 'dex', program: 'dex', start: dex, fields: ['login', 'password'], byHand: true },
].map((one) => ({ ...one, isThere: existsSync(join(BUILT, one.program)) }));
// CI does not build dex; its output says that it was left out.
const leftOut = CI ? all.filter(({ byHand, isThere }) => byHand && !isThere) : [];
for (const { name } of leftOut) process.stderr.write(`LEFT OUT ${name} as an upstream provider: it is not built\n`);
const providers = all.filter((one) => !leftOut.includes(one));

/** Signs in at a provider, page by page, until it sends the browser back. */
async function signInThere(to: URL, back: string, form: Readonly<Record<string, string>>): Promise<URL> {
  const visitor = new Visitor();
  let url = to.href;
  let sent: Readonly<Record<string, string>> | undefined;
  for (let hop = 0; hop < 10; hop += 1) {
    const { location, page } = await visitor.visit(url, sent);
    sent = undefined;
    if (location === '') {
      const action = /<form[^>]* action="([^"]+)"/u.exec(page)?.[1]?.replaceAll('&amp;', '&');
      if (action === undefined) throw new Error(`there is no form: ${page.slice(0, 2000)}`);
      url = new URL(action, url).href;
      sent = form;
      continue;
    }
    url = new URL(location, url).href;
    if (url.startsWith(back)) return new URL(url);
  }
  throw new Error(`the sign-in does not end: ${url}`);
}

describe.each(providers)('$name as an upstream provider', ({ name, start, fields, isThere }) => {
  if (!isThere && !CI) {
    it.skip(`its users come in [SKIP: "npm run issuers:prepare" has not built ${name}]`, () => undefined);
    return;
  }
  let folder: TemporaryDirectory;
  let provider: Provider | undefined;
  let server: TestServer | undefined;
  let issuer: string;
  const callback = () => `${issuer}/federation/theirs/callback`;

  beforeAll(async () => {
    if (!isThere) throw new Error('"npm run interop:prepare" has not built it');
    folder = await temporaryDirectory();
    const port = await freePort();
    issuer = `https://localhost:${port}`;
    const certs = await certificates();
    trustAuthorities(certs.caFile);
    const certificate = { certFile: certs.certFile('web-app'), keyFile: certs.keyFile('web-app') };
    const started = await start(join(folder.path, 'provider'), callback(), certificate);
    provider = started;
    server = await startServer({
      env: {
        GATEHOUSE_ISSUER: issuer,
        GATEHOUSE_PORT: String(port),
        GATEHOUSE_OUTBOUND_ALLOW: new URL(started.issuer).origin,
      },
      registry: (document) => {
        const theirs = { name: 'theirs', kind: 'oidc', issuer: started.issuer, client_id: 'gatehouse' };
        (document as unknown as Record<string, unknown>)['connections'] = [
          { ...theirs, client_secret: { value: SECRET } },
        ];
      },
    });
  }, START_LIMIT_MS);
  afterAll(async () => {
    await server?.stop();
    await provider?.running.stop();
    await folder?.remove();
  });

  it('its users come in, and are the same at the second time', async () => {
    const { login, password } = provider!;
    const [loginField = '', passwordField = ''] = fields;
    const client = new TestClient(server!, 'web-app', { secret: await server!.clientSecret('web-app') });
    const subjects: unknown[] = [];
    for (const browser of [new Browser(), new Browser()]) {
      const { url, verifier } = client.request();
      const to = await chooseConnection(browser, await openPage(browser, url), 'theirs');
      const back = await signInThere(to, callback(), { [loginField]: login, [passwordField]: password });
      const next = await comeBack(browser, back);
      expect(next).toBeInstanceOf(URL);
      const code = (next as URL).searchParams.get('code') ?? '';
      const { body } = await client.redeem({ code, verifier, redirectUri: client.redirectUri });
      const claims = claimsOf(String(body['id_token']));
      expect(claims['amr']).toEqual(['fed']);
      subjects.push(claims['sub']);
    }
    expect(subjects[0]).toBe(subjects[1]);
    const account = await server!.server.storage.accounts.find(String(subjects[0]));
    expect(account).toMatchObject({ name: 'Ann Lee', email: 'ann@example.org' });
  });
});
