/** The FAPI 2.0 Security Profile as a client of it meets it: PAR, a key of its own, bound tokens, ID tokens by ES256 or PS256. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import { Browser, openPage, submitPassword } from '../browser.ts';
import { claimsOf, type JsonAnswer, type Parameters, postForm, TestClient } from '../client.ts';
import { api, startServer, type TestServer, webAppRedirect } from '../server.ts';

let server: TestServer;
let publicJwk: JWK;
let key: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  publicJwk = { ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256', use: 'sig' };
  server = await startServer({
    registry({ clients }) {
      for (const algorithm of ['ES256', 'PS256', 'Ed25519']) {
        clients.push({
          client_id: `bank-${algorithm}`,
          first_party: true,
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: [webAppRedirect],
          token_endpoint_auth_method: 'private_key_jwt',
          jwks: { keys: [publicJwk] },
          sender_constrained: 'dpop',
          require_pushed_authorization_requests: true,
          id_token_signed_response_alg: algorithm,
          scope: 'openid',
          scopes: { [api]: ['invoice_read'] },
        });
      }
    },
  });
});
afterAll(() => server?.stop());

const inSeconds = (ahead: number) => Math.floor(Date.now() / 1000) + ahead;
let nonce: string | undefined;

/** Posts as the client does whose clock is ahead: assertion and proof, again with the server's nonce where it wants one. */
async function post(clientId: string, path: string, form: Parameters, ahead = 10): Promise<JsonAnswer> {
  const times = { iat: inSeconds(ahead), nbf: inSeconds(ahead), exp: inSeconds(ahead + 60), jti: randomUUID() };
  const assertion = await new SignJWT({ iss: clientId, sub: clientId, aud: server.issuer, ...times })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .sign(key);
  const proof = await new SignJWT({ htm: 'POST', htu: server.issuer + path, jti: randomUUID(), nonce })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: publicJwk })
    .setIssuedAt(inSeconds(ahead))
    .sign(key);
  const proved = {
    client_id: clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
  const answer = await postForm(server.issuer + path, { ...form, ...proved }, { dpop: proof });
  const given = answer.headers['dpop-nonce'];
  const again = answer.body['error'] === 'use_dpop_nonce' && given !== nonce;
  if (typeof given === 'string') nonce = given;
  return again ? post(clientId, path, form, ahead) : answer;
}

describe('FAPI 2.0 Security Profile', () => {
  it.each(['ES256', 'PS256', 'Ed25519'])(
    'C1, C2: private_key_jwt, DPoP and PAR, ten seconds ahead, ID tokens by %s',
    async (algorithm) => {
      const clientId = `bank-${algorithm}`;
      const client = new TestClient(server, clientId);
      const { parameters, verifier } = client.request({ scope: 'openid invoice_read', nonce: 'n' });
      const pushed = await post(clientId, '/request', parameters);
      expect(pushed.status).toBe(201);
      const query = new URLSearchParams({ client_id: clientId, request_uri: String(pushed.body['request_uri']) });
      const browser = new Browser();
      const page = await openPage(browser, `${server.issuer}/auth?${query.toString()}`);
      const callback = (await submitPassword(browser, page, await server.person('alice'))) as URL;
      expect(callback.searchParams.get('iss')).toBe(server.issuer);
      const code = callback.searchParams.get('code') ?? '';
      const grant = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: webAppRedirect };
      const { status, body } = await post(clientId, '/token', grant);
      expect([status, body['token_type']]).toEqual([200, 'DPoP']);
      const keys = createRemoteJWKSet(new URL(`${server.issuer}/jwks`));
      const verified = await jwtVerify(String(body['id_token']), keys, { issuer: server.issuer, audience: clientId });
      expect([verified.protectedHeader.alg, verified.payload['nonce']]).toEqual([algorithm, 'n']);
      expect(claimsOf(String(body['access_token']))['cnf']).toEqual({ jkt: expect.any(String) });
    },
  );

  it('C2: the same a hundred seconds ahead, and without PAR, is refused', async () => {
    const client = new TestClient(server, 'bank-ES256');
    const { url, parameters } = client.request({ scope: 'openid invoice_read' });
    expect(await post('bank-ES256', '/request', parameters, 100)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    const { status, location } = await new Browser().get(url);
    expect(`${status} ${location}`).not.toMatch(/interaction|code=/u);
  });
});
