import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { api, Browser, signIn, startServer, type TestServer, webAppRedirect } from '../server.ts';

let server: TestServer;
let configuration: client.Configuration;

beforeAll(async () => {
  server = await startServer();
  const secret = await server.clientSecret('web-app');
  configuration = await client.discovery(new URL(server.issuer), 'web-app', undefined, client.ClientSecretBasic(secret));
});
afterAll(() => server?.stop());

async function authorize(extra: Record<string, string> = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: webAppRedirect,
    scope: 'openid profile email invoice_read profile_read',
    resource: api,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...extra,
  });
  return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
}

describe('authorization code flow with openid-client', () => {
  it('signs a person in, gives ID, access and refresh token, and refreshes', async () => {
    const { url, checks } = await authorize();
    const callback = await signIn(new Browser(), url.href, { login: 'alice', password: await server.password('alice') });
    expect(callback.origin + callback.pathname).toBe(webAppRedirect);
    expect(callback.searchParams.get('iss')).toBe(server.issuer);
    const tokens = await client.authorizationCodeGrant(configuration, callback, checks);
    expect(tokens.claims()).toMatchObject({ name: 'Alice Archer', acr: 'urn:gatehouse:acr:1', amr: ['pwd'] });
    expect(tokens.scope?.split(' ').toSorted()).toEqual(['invoice_read', 'profile_read']);
    const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token as string);
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
    expect(server.log.filter((line) => /WARNING|NOTICE/u.test(line))).toEqual([]);
  });
});
