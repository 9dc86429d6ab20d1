import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import { Browser, signIn } from '../browser.ts';
import { claimsOf, TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const redirectUri = 'https://localhost:3004/callback';
const spa: oauth.Client = { client_id: 'spa' };

let server: TestServer;
let as: oauth.AuthorizationServer;
let key: oauth.CryptoKeyPair;
let otherKey: oauth.CryptoKeyPair;

beforeAll(async () => {
  server = await startServer();
  const issuer = new URL(server.issuer);
  as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
  [key, otherKey] = await Promise.all([oauth.generateKeyPair('ES256'), oauth.generateKeyPair('ES256')]);
});
afterAll(() => server?.stop());

/** Does the work again when the server first asks for its nonce. */
async function withNonce<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return work();
  }
}

async function refresh(token: string, pair = key): Promise<oauth.TokenEndpointResponse> {
  const DPoP = oauth.DPoP(spa, pair);
  return withNonce(async () => {
    const answer = await oauth.refreshTokenGrantRequest(as, spa, oauth.None(), token, { DPoP });
    return oauth.processRefreshTokenResponse(as, spa, answer);
  });
}

/** Tokens of a public client that are bound to its key. */
async function boundTokens(): Promise<oauth.TokenEndpointResponse> {
  const client = new TestClient(server, 'spa', { redirectUri });
  const { url, verifier } = client.request({ scope: 'openid profile_read' });
  const callback = await signIn(new Browser(), url, await server.person('alice'));
  const parameters = oauth.validateAuthResponse(as, spa, callback, 'the-state');
  const DPoP = oauth.DPoP(spa, key);
  return withNonce(async () => {
    const answer = await oauth.authorizationCodeGrantRequest(as, spa, oauth.None(), parameters, redirectUri, verifier, {
      DPoP,
    });
    return oauth.processAuthorizationCodeResponse(as, spa, answer);
  });
}

const refused = { error: 'invalid_grant', status: 400 };

describe('a refresh token that is bound to a key', () => {
  it('AS-05: refreshes with a proof by its key, and not with another key or without a proof', async () => {
    const first = await boundTokens();
    expect(first.token_type).toBe('dpop');
    expect(claimsOf(first.access_token)['cnf']).toEqual({ jkt: expect.stringMatching(/^[\w-]{43}$/u) });
    await expect(refresh(first.refresh_token as string, otherKey)).rejects.toMatchObject(refused);
    const bare = await new TestClient(server, 'spa').refresh(first.refresh_token as string);
    expect(bare).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const second = await refresh(first.refresh_token as string);
    expect(claimsOf(second.access_token)['cnf']).toEqual(claimsOf(first.access_token)['cnf']);
  });

  it('AS-05: within the retry window the same refresh token is for the same key alone', async () => {
    const { refresh_token: first = '' } = await boundTokens();
    const answer = await refresh(first);
    await expect(refresh(first, otherKey)).rejects.toMatchObject(refused);
    expect(await new TestClient(server, 'spa').refresh(first)).toMatchObject({ status: 400 });
    const again = await refresh(first);
    expect(again.refresh_token).toBe(answer.refresh_token);
    expect(claimsOf(again.access_token)['cnf']).toEqual(claimsOf(answer.access_token)['cnf']);
    await expect(refresh(answer.refresh_token as string)).resolves.toHaveProperty('access_token');
  });
});
