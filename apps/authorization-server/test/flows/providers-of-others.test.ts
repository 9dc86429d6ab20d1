/** Users come in by providers that are not ours: an OpenID provider, and an OAuth 2.0 server whose answers a mapping explains. */
import { randomBytes } from 'node:crypto';
import { certificates, freePort, type Program, spawnProgram } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser, errorOf, openPage } from '../browser.ts';
import { claimsOf, TestClient, type TokenSet } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';
import { chooseConnection, comeBack } from '../upstream.ts';

const secret = randomBytes(24).toString('base64url');
let providers: Program;
let server: TestServer;
let client: TestClient;
let openid: string;
let oauth2: string;

beforeAll(async () => {
  const [port, openidPort, oauth2Port] = [await freePort(), await freePort(), await freePort()];
  const issuer = `https://localhost:${port}`;
  [openid, oauth2] = [`https://localhost:${openidPort}`, `https://localhost:${oauth2Port}`];
  const certs = await certificates();
  providers = spawnProgram({
    entry: 'apps/authorization-server/test/counterparts/providers.js',
    env: {
      CERT: certs.certFile('web-app'),
      KEY: certs.keyFile('web-app'),
      OPENID_PORT: String(openidPort),
      OAUTH2_PORT: String(oauth2Port),
      SECRET: secret,
      REDIRECT: `${issuer}/federation/plain/callback`,
    },
  });
  await providers.printed(/ready/u);
  const usual = { client_id: 'gatehouse', client_secret: { value: secret } };
  server = await startServer({
    env: { GATEHOUSE_ISSUER: issuer, GATEHOUSE_PORT: String(port), GATEHOUSE_OUTBOUND_ALLOW: `${openid},${oauth2}` },
    registry: (document) => {
      (document as unknown as Record<string, unknown>)['connections'] = [
        { name: 'openid', kind: 'oidc', issuer: openid, ...usual },
        {
          name: 'plain',
          kind: 'oauth2',
          issuer: oauth2,
          authorization_endpoint: `${oauth2}/authorize`,
          token_endpoint: `${oauth2}/token`,
          userinfo_endpoint: `${oauth2}/me`,
          // It takes the secret in the Basic scheme as it stands, not as RFC 6749 (section 2.3.1) has it encoded.
          token_endpoint_auth_method: 'client_secret_post',
          mapping: { subject: 'id', name: 'login', email: 'mail', email_verified: 'confirmed' },
          ...usual,
        },
      ];
    },
  });
  client = new TestClient(server, 'web-app', { secret: await server.clientSecret('web-app') });
});
afterAll(async () => {
  await server?.stop();
  await providers?.kill9();
});

async function subjectOf(connection: string, there: (to: URL) => Promise<string>): Promise<unknown> {
  const browser = new Browser();
  const { url, verifier } = client.request();
  const to = await chooseConnection(browser, await openPage(browser, url), connection);
  const next = await comeBack(browser, new URL(await there(to)));
  if (!(next instanceof URL)) throw new Error(`a page is shown: ${errorOf(next.answer.body)}`);
  const { body } = await client.redeem({
    code: next.searchParams.get('code') ?? '',
    verifier,
    redirectUri: client.redirectUri,
  });
  const claims = claimsOf((body as unknown as TokenSet).id_token);
  expect(claims).toMatchObject({ amr: ['fed'] });
  return claims['sub'];
}

const atOpenid = async (to: URL) => (await new Browser().get(to.href)).location;
const atPlain = async (to: URL) => {
  const browser = new Browser();
  await browser.get(to.href);
  return (await browser.post(to.href, { login: 'bea', password: 'bea-knows-this' })).location;
};

it('an OpenID provider that is not our engine', async () => {
  const subject = await subjectOf('openid', atOpenid);
  const { identities, accounts } = server.server.storage;
  expect(await identities.find({ issuer: openid, subject: 'ann-at-openid' })).toMatchObject({ accountId: subject });
  expect(await accounts.find(String(subject))).toMatchObject({ name: 'Ann Lee', email: 'ann@openid.example' });
  expect(await subjectOf('openid', atOpenid)).toBe(subject);
});

it('an OAuth 2.0 server, by a declared mapping', async () => {
  const subject = await subjectOf('plain', atPlain);
  const { identities, accounts } = server.server.storage;
  const [identity] = await identities.listOfAccount(String(subject));
  expect(identity).toMatchObject({ issuer: oauth2, subject: '4711' });
  expect(await accounts.find(String(subject))).toMatchObject({ name: 'bea', email: 'bea@oauth2.example' });
  expect(await subjectOf('plain', atPlain)).toBe(subject);
});
