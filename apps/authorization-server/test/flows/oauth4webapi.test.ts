import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import { Browser, signIn } from '../browser.ts';
import { claimsOf } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const redirectUri = 'https://localhost:3004/callback';
const spa: oauth.Client = { client_id: 'spa' };

let server: TestServer;
let as: oauth.AuthorizationServer;

beforeAll(async () => {
  server = await startServer();
  const issuer = new URL(server.issuer);
  as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2' }));
});
afterAll(() => server?.stop());

async function authorize(browser = new Browser(), extra: Record<string, string> = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(as.authorization_endpoint as string);
  url.search = new URLSearchParams({
    client_id: spa.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile profile_read',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...extra,
  }).toString();
  const callback = await signIn(browser, url.href, await server.person('bob'));
  // Throws unless state and iss are right.
  const parameters = oauth.validateAuthResponse(as, spa, callback, state);
  return { parameters, verifier, nonce };
}

async function tokensOf(browser = new Browser(), extra: Record<string, string> = {}) {
  const { parameters, verifier, nonce } = await authorize(browser, extra);
  const answer = await oauth.authorizationCodeGrantRequest(as, spa, oauth.None(), parameters, redirectUri, verifier);
  return oauth.processAuthorizationCodeResponse(as, spa, answer, { expectedNonce: nonce, requireIdToken: true });
}

const refresh = async (token: string) =>
  oauth.processRefreshTokenResponse(as, spa, await oauth.refreshTokenGrantRequest(as, spa, oauth.None(), token));

describe('oauth4webapi', () => {
  it('AS-04: a public client signs a person in with PKCE and reads the access token as RFC 9068 says', async () => {
    const tokens = await tokensOf(new Browser(), { resource: api });
    const request = new Request(api, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    const claims = await oauth.validateJwtAccessToken(as, request, api, {});
    expect(claims).toMatchObject({ client_id: 'spa', scope: 'profile_read', department: 'Sales' });
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ aud: 'spa', iss: server.issuer });
  });

  it('AS-08: userinfo gives what its scopes allow and nothing more', async () => {
    const tokens = await tokensOf();
    const { sub } = oauth.getValidatedIdTokenClaims(tokens) as oauth.IDToken;
    const answer = await oauth.userInfoRequest(as, spa, tokens.access_token);
    const userinfo = await oauth.processUserInfoResponse(as, spa, sub, answer);
    expect(userinfo).toMatchObject({ name: 'Bob Baker' });
    expect(userinfo).not.toHaveProperty('email');
  });

  it('AS-05: the refresh token of a public client rotates, and its binding to the client holds', async () => {
    const first = await tokensOf(new Browser(), { resource: api });
    const second = await refresh(first.refresh_token as string);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(claimsOf(second.access_token)).toMatchObject({ aud: api, client_id: 'spa' });
    const native = { client_id: 'native' };
    const answer = await oauth.refreshTokenGrantRequest(as, native, oauth.None(), second.refresh_token as string);
    await expect(oauth.processRefreshTokenResponse(as, native, answer)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(refresh(second.refresh_token as string)).resolves.toHaveProperty('access_token');
  });

  it('AS-04: a pushed authorization request of a public client', async () => {
    const verifier = oauth.generateRandomCodeVerifier();
    const parameters = {
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    const pushed = await oauth.processPushedAuthorizationResponse(
      as,
      spa,
      await oauth.pushedAuthorizationRequest(as, spa, oauth.None(), parameters),
    );
    expect(pushed.expires_in).toBe(60);
    const url = new URL(as.authorization_endpoint as string);
    url.search = new URLSearchParams({ client_id: 'spa', request_uri: pushed.request_uri }).toString();
    const callback = await signIn(new Browser(), url.href, await server.person('bob'));
    const accepted = oauth.validateAuthResponse(as, spa, callback, oauth.expectNoState);
    const answer = await oauth.authorizationCodeGrantRequest(as, spa, oauth.None(), accepted, redirectUri, verifier);
    await expect(oauth.processAuthorizationCodeResponse(as, spa, answer)).resolves.toHaveProperty('id_token');
  });

  it('AS-08: client credentials with client_secret_basic and with client_secret_post', async () => {
    const secret = await server.clientSecret('worker');
    const worker: oauth.Client = { client_id: 'worker' };
    for (const authentication of [oauth.ClientSecretBasic(secret), oauth.ClientSecretPost(secret)]) {
      const form = new URLSearchParams({ resource: api, scope: 'invoice_read' });
      const answer = await oauth.clientCredentialsGrantRequest(as, worker, authentication, form);
      const tokens = await oauth.processClientCredentialsResponse(as, worker, answer);
      expect(claimsOf(tokens.access_token)).toMatchObject({ aud: api, scope: 'invoice_read', sub: 'worker' });
      expect(tokens).not.toHaveProperty('refresh_token');
    }
  });

  it('AS-08: an ID token, an access token of a machine and what is no token are refused at userinfo', async () => {
    const tokens = await tokensOf(new Browser(), { resource: api });
    const form = new URLSearchParams({ resource: api, scope: 'invoice_read' });
    const secret = oauth.ClientSecretBasic(await server.clientSecret('worker'));
    const machine = await oauth.clientCredentialsGrantRequest(as, { client_id: 'worker' }, secret, form);
    const { access_token: ofMachine } = (await machine.json()) as { access_token: string };
    expect((await oauth.userInfoRequest(as, spa, ofMachine)).status).toBe(403);
    for (const token of [tokens.id_token as string, 'made.up.token', 'x']) {
      const answer = await oauth.userInfoRequest(as, spa, token);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
  });
});
