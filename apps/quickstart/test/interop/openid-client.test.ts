import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { Browser, signIn } from '../../../authorization-server/test/browser.ts';
import { type Product, startProduct } from '../product.ts';

let product: Product;
let webApp: client.Configuration;

beforeAll(async () => {
  // Strict: no second answer for a client whose first one was lost on the way.
  product = await startProduct({ GATEHOUSE_REFRESH_RETRY_SECONDS: '0' });
  const secret = await product.secretOf('web-app');
  webApp = await client.discovery(new URL(product.issuer), 'web-app', undefined, client.ClientSecretBasic(secret));
});
afterAll(() => product?.stop());

const withTheApi = (accessToken: string, path: string) =>
  client.fetchProtectedResource(webApp, accessToken, new URL(path, product.api), 'GET');

async function tokensOf(login: string, scope: string) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(webApp, {
    redirect_uri: `${product.webApp}/callback`,
    scope,
    resource: product.api,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const callback = await signIn(new Browser(), url.href, { login, password: await product.passwordOf(login) });
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  return client.authorizationCodeGrant(webApp, callback, checks);
}

describe('openid-client with the whole product', () => {
  it('signs a person in with PKCE, and the API answers with what is theirs', async () => {
    const tokens = await tokensOf('alice', 'openid profile profile_read invoice_read');
    const me = (await (await withTheApi(tokens.access_token, '/users/me')).json()) as Record<string, unknown>;
    expect(me['id']).toBe(tokens.claims()?.sub);
    const invoices = (await (await withTheApi(tokens.access_token, '/invoices')).json()) as {
      items: { department: string }[];
    };
    expect(new Set(invoices.items.map(({ department }) => department))).toEqual(new Set(['Finance']));
  });

  it('is refused by the API what the token has no scope for, and told which', async () => {
    const { access_token } = await tokensOf('bob', 'openid profile_read');
    await expect(withTheApi(access_token, '/invoices')).rejects.toMatchObject({
      status: 403,
      cause: expect.arrayContaining([
        expect.objectContaining({
          parameters: expect.objectContaining({ error: 'insufficient_scope', scope: 'invoice_read' }),
        }),
      ]),
    });
  });

  it('refreshes; an old refresh token used again ends the family, the newest token too', async () => {
    const first = await tokensOf('alice', 'openid offline_access invoice_read');
    const second = await client.refreshTokenGrant(webApp, first.refresh_token!);
    const third = await client.refreshTokenGrant(webApp, second.refresh_token!);
    expect((await withTheApi(third.access_token, '/invoices')).status).toBe(200);
    await expect(client.refreshTokenGrant(webApp, first.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(client.refreshTokenGrant(webApp, third.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('is refused by the API with an ID token for an access token', async () => {
    const tokens = await tokensOf('alice', 'openid profile_read');
    await expect(withTheApi(tokens.id_token!, '/secure-data')).rejects.toMatchObject({ status: 401 });
  });
});
