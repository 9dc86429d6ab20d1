import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { Browser, signIn } from '../browser.ts';
import { claimsOf, headerOf } from '../client.ts';
import { api, startServer, type TestServer, webAppRedirect } from '../server.ts';

let server: TestServer;
let webApp: client.Configuration;
let worker: client.Configuration;

async function discover(clientId: string): Promise<client.Configuration> {
  const secret = await server.clientSecret(clientId);
  return client.discovery(new URL(server.issuer), clientId, undefined, client.ClientSecretBasic(secret));
}

beforeAll(async () => {
  server = await startServer();
  [webApp, worker] = await Promise.all([discover('web-app'), discover('worker')]);
});
afterAll(() => server?.stop());

async function authorize(extra: Record<string, string> = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const parameters = {
    redirect_uri: webAppRedirect,
    scope: 'openid profile email invoice_read profile_read',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...extra,
  };
  return { parameters, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
}

async function tokensOf(login: string, extra: Record<string, string> = {}, browser = new Browser()) {
  const { parameters, checks } = await authorize(extra);
  const url = client.buildAuthorizationUrl(webApp, parameters);
  const callback = await signIn(browser, url.href, await server.person(login));
  return client.authorizationCodeGrant(webApp, callback, checks);
}

describe('openid-client', () => {
  it('AS-04: code with PKCE, state, nonce and iss gives an ID token and an access token for the resource', async () => {
    const { parameters, checks } = await authorize({ resource: api });
    const url = client.buildAuthorizationUrl(webApp, parameters);
    const callback = await signIn(new Browser(), url.href, await server.person('alice'));
    expect(callback.origin + callback.pathname).toBe(webAppRedirect);
    expect(callback.searchParams.get('iss')).toBe(server.issuer);
    const tokens = await client.authorizationCodeGrant(webApp, callback, checks);
    expect(tokens.claims()).toMatchObject({ name: 'Alice Archer', acr: 'urn:gatehouse:acr:1', amr: ['pwd'] });
    expect(tokens.scope?.split(' ').toSorted()).toEqual(['invoice_read', 'profile_read']);
    expect(headerOf(tokens.access_token)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    expect(claimsOf(tokens.access_token)['aud']).toBe(api);
  });

  it('AS-04: a nonce that is not the one sent is noticed by the client', async () => {
    const { parameters, checks } = await authorize({ resource: api });
    const url = client.buildAuthorizationUrl(webApp, parameters);
    const callback = await signIn(new Browser(), url.href, await server.person('alice'));
    await expect(
      client.authorizationCodeGrant(webApp, callback, { ...checks, expectedNonce: 'another' }),
    ).rejects.toMatchObject({ code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' });
  });

  it('AS-08: without a scope of an API the access token is for userinfo alone, and userinfo speaks about its subject', async () => {
    const tokens = await tokensOf('alice', { scope: 'openid profile email' });
    const subject = tokens.claims()?.sub ?? '';
    expect(tokens.access_token).not.toContain('.');
    const userinfo = await client.fetchUserInfo(webApp, tokens.access_token, subject);
    expect(userinfo).toMatchObject({
      sub: '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01',
      name: 'Alice Archer',
      preferred_username: 'alice',
      email: 'alice@example.com',
      email_verified: true,
      department: 'Finance',
    });
  });

  it('AS-05: each refresh gives a new refresh token and a new access token of the same scope', async () => {
    const first = await tokensOf('alice', { resource: api });
    const second = await client.refreshTokenGrant(webApp, first.refresh_token as string);
    const third = await client.refreshTokenGrant(webApp, second.refresh_token as string);
    const refreshTokens = [first, second, third].map((tokens) => tokens.refresh_token);
    expect(new Set(refreshTokens).size).toBe(3);
    expect(new Set([first, second, third].map((tokens) => tokens.access_token)).size).toBe(3);
    expect(third.scope?.split(' ').toSorted()).toEqual(['invoice_read', 'profile_read']);
    expect(third.claims()?.sub).toBe(first.claims()?.sub);
    expect(third.claims()?.auth_time).toBe(first.claims()?.auth_time);
  });

  it('AS-08: client credentials with the resource named, and with the only one there is by default', async () => {
    const named = await client.clientCredentialsGrant(worker, { resource: api, scope: 'invoice_read' });
    const byDefault = await client.clientCredentialsGrant(worker, { scope: 'invoice_read' });
    for (const { access_token: token, scope, expires_in: expiresIn, token_type: type } of [named, byDefault]) {
      expect(claimsOf(token)).toMatchObject({ aud: api, sub: 'worker', client_id: 'worker', department: 'Finance' });
      expect({ scope, expiresIn, type }).toEqual({ scope: 'invoice_read', expiresIn: 300, type: 'bearer' });
    }
  });

  it('AS-04: a pushed authorization request carries the parameters and works once', async () => {
    const { parameters, checks } = await authorize({ resource: api });
    const url = await client.buildAuthorizationUrlWithPAR(webApp, parameters);
    expect([...url.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    const browser = new Browser();
    const callback = await signIn(browser, url.href, await server.person('alice'));
    const tokens = await client.authorizationCodeGrant(webApp, callback, checks);
    expect(claimsOf(tokens.access_token)['aud']).toBe(api);
    const again = await browser.get(url.href);
    expect(again.status).toBe(400);
    expect(again.location).toBe('');
    expect(again.body).toContain('data-error="invalid_request_uri"');
  });

  it('AS-10: logout with a hint asks nothing, ends the session and returns to the registered address', async () => {
    const browser = new Browser();
    const tokens = await tokensOf('alice', { resource: api }, browser);
    const url = client.buildEndSessionUrl(webApp, {
      id_token_hint: tokens.id_token as string,
      post_logout_redirect_uri: 'https://localhost:3003/',
      state: 'bye',
    });
    const answer = await browser.get(url.href);
    expect([answer.status, answer.location]).toEqual([303, 'https://localhost:3003/?state=bye']);
    expect(browser.cookie('__Host-gatehouse_session')).toBeUndefined();
    await expect(client.refreshTokenGrant(webApp, tokens.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
    const { parameters } = await authorize({ prompt: 'none', resource: api });
    const silent = await browser.get(client.buildAuthorizationUrl(webApp, parameters).href);
    expect(new URL(silent.location).searchParams.get('error')).toBe('login_required');
  });

  it('OPS-01: the engine prints no warning or notice', () => {
    expect(server.log.filter((line) => /WARNING|NOTICE/u.test(line))).toEqual([]);
  });
});
