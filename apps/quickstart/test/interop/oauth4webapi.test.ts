import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import { type Product, startProduct } from '../product.ts';

const worker: oauth.Client = { client_id: 'worker' };

let product: Product;
let server: oauth.AuthorizationServer;
let authentication: oauth.ClientAuth;

beforeAll(async () => {
  product = await startProduct();
  authentication = oauth.ClientSecretBasic(await product.secretOf('worker'));
  // As a client does that knows nothing but the API: what protects it (RFC 9728), then that server's metadata (RFC 8414).
  const api = new URL(product.api);
  const resource = await oauth.processResourceDiscoveryResponse(api, await oauth.resourceDiscoveryRequest(api));
  const issuer = new URL(resource.authorization_servers![0]!);
  server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2' }));
});
afterAll(() => product?.stop());

async function token(parameters: Record<string, string>): Promise<oauth.TokenEndpointResponse> {
  const answer = await oauth.clientCredentialsGrantRequest(server, worker, authentication, parameters);
  return oauth.processClientCredentialsResponse(server, worker, answer);
}

const withTheApi = (accessToken: string, path: string) =>
  oauth.protectedResourceRequest(accessToken, 'GET', new URL(path, product.api));

describe('oauth4webapi with the whole product', () => {
  it('finds the authorization server by way of the API', () => {
    expect(server.issuer).toBe(product.issuer);
  });

  it('gets a token by client credentials, and the API answers to it', async () => {
    const { access_token } = await token({ resource: product.api, scope: 'invoice_read' });
    const answer = (await (await withTheApi(access_token, '/secure-data')).json()) as Record<string, unknown>;
    expect(answer).toMatchObject({ caller: { kind: 'client', subject: 'worker', department: 'Finance' } });
    expect((await withTheApi(access_token, '/invoices')).status).toBe(200);
  });

  it('verifies the access token by the published keys, as RFC 9068 says', async () => {
    const { access_token } = await token({ resource: product.api, scope: 'invoice_read' });
    const request = new Request(product.api, { headers: { authorization: `Bearer ${access_token}` } });
    const claims = await oauth.validateJwtAccessToken(server, request, product.api);
    expect(claims).toMatchObject({ client_id: 'worker', scope: 'invoice_read', sub: 'worker' });
  });

  it('is refused a scope that the client may not have, and a resource that nobody knows', async () => {
    await expect(token({ resource: product.api, scope: 'users_admin' })).rejects.toMatchObject({
      error: 'invalid_scope',
    });
    await expect(token({ resource: 'https://nobody.example', scope: 'invoice_read' })).rejects.toMatchObject({
      error: 'invalid_target',
    });
  });

  it('is refused with a token that was tampered with', async () => {
    const { access_token } = await token({ resource: product.api, scope: 'invoice_read' });
    const tampered = access_token.replace(/\.[^.]+\./u, (payload) => {
      const claims = JSON.parse(Buffer.from(payload.slice(1, -1), 'base64url').toString()) as object;
      return `.${Buffer.from(JSON.stringify({ ...claims, sub: 'alice' })).toString('base64url')}.`;
    });
    await expect(withTheApi(tampered, '/secure-data')).rejects.toMatchObject({
      status: 401,
      cause: expect.arrayContaining([
        expect.objectContaining({ parameters: expect.objectContaining({ error: 'invalid_token' }) }),
      ]),
    });
  });
});
