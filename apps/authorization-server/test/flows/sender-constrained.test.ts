import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { certificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, importX509, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import { Browser, send, signIn } from '../browser.ts';
import { claimsOf, confidential, encode, type Parameters, TestClient } from '../client.ts';
import { api, startServer, type TestServer, webAppRedirect } from '../server.ts';

let server: TestServer;
let as: oauth.AuthorizationServer;
let cert: Buffer;
let key: Buffer;

beforeAll(async () => {
  const certs = await certificates();
  cert = readFileSync(certs.certFile('client'));
  key = readFileSync(certs.keyFile('client'));
  const x5c = [new X509Certificate(cert).raw.toString('base64')];
  const jwk = { ...(await exportJWK(await importX509(cert.toString(), 'ES256', { extractable: true }))), x5c };
  const machine = { grant_types: ['client_credentials'], scopes: { [api]: ['invoice_read'] } };
  const web = {
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [webAppRedirect],
    first_party: true,
    scope: 'openid',
    scopes: { [api]: ['invoice_read'] },
  };
  server = await startServer({
    registry: (document) => {
      document.clients.push(
        { client_id: 'bound', sender_constrained: 'dpop', ...machine },
        { client_id: 'bound-public', sender_constrained: 'dpop', token_endpoint_auth_method: 'none', ...web },
        {
          client_id: 'bound-mtls',
          sender_constrained: 'mtls',
          token_endpoint_auth_method: 'self_signed_tls_client_auth',
          jwks: { keys: [jwk] },
          ...web,
        },
        { client_id: 'pushed', require_pushed_authorization_requests: true, ...web },
        {
          client_id: 'other-name',
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_subject_dn: 'CN=somebody-else',
          ...machine,
        },
        {
          client_id: 'other-san',
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_san_dns: 'worker.example',
          ...machine,
        },
        {
          client_id: 'self-signed',
          token_endpoint_auth_method: 'self_signed_tls_client_auth',
          jwks: { keys: [jwk] },
          ...machine,
        },
      );
    },
  });
  const issuer = new URL(server.issuer);
  as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2' }));
});
afterAll(() => server?.stop());

/** A form posted over a connection with the client certificate, or without. */
function post(path: string, form: Parameters, withCertificate = true) {
  const body = encode(form).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
  return new Promise<{ status: number; body: Record<string, unknown> }>((resolve, reject) => {
    const tls = withCertificate ? { cert, key } : {};
    const outgoing = request(server.issuer + path, { method: 'POST', agent: false, headers, ...tls }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as never }));
    });
    outgoing.on('error', reject).end(body);
  });
}

const credentials = (clientId: string) => ({
  client_id: clientId,
  grant_type: 'client_credentials',
  scope: 'invoice_read',
});

/** Asks for a token as oauth4webapi does: again with the server's nonce when it wants one. */
async function dpopToken(clientId: string, secret: string, dpop: oauth.DPoPHandle) {
  const client: oauth.Client = { client_id: clientId };
  const ask = async () =>
    oauth.processClientCredentialsResponse(
      as,
      client,
      await oauth.clientCredentialsGrantRequest(
        as,
        client,
        oauth.ClientSecretBasic(secret),
        { scope: 'invoice_read' },
        { DPoP: dpop },
      ),
    );
  return ask().catch((error: unknown) => {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return ask();
  });
}

describe('DPoP (RFC 9449)', () => {
  it.each(['/token', '/request'])(
    'C2: a proof may be ten seconds ahead, beyond a minute it is refused (%s)',
    async (path) => {
      const client = await confidential(server, path === '/token' ? 'bound' : 'web-app');
      const form = path === '/token' ? credentials('bound') : client.request().parameters;
      const { privateKey, publicKey } = await generateKeyPair('ES256');
      const jwk = await exportJWK(publicKey);
      const ask = async (aheadSeconds: number, nonce?: string) => {
        const dpop = await new SignJWT({ htm: 'POST', htu: server.issuer + path, jti: randomUUID(), nonce })
          .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
          .setIssuedAt(Math.floor(Date.now() / 1000) + aheadSeconds)
          .sign(privateKey);
        return client.post(path, form, { dpop });
      };
      const nonce = String((await ask(0)).headers['dpop-nonce']);
      for (const aheadSeconds of [-10, 1, 8, 10]) expect((await ask(aheadSeconds, nonce)).status).toBeLessThan(300);
      for (const aheadSeconds of [70, 3600, 1e9]) {
        expect(await ask(aheadSeconds, nonce)).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } });
      }
    },
  );

  it('RS-08: wants a nonce of the server, and binds the token to the key', async () => {
    const keys = await oauth.generateKeyPair('ES256');
    const secret = await server.clientSecret('bound');
    let asked = 0;
    const handle = oauth.DPoP({}, keys);
    const client: oauth.Client = { client_id: 'bound' };
    const first = await oauth.clientCredentialsGrantRequest(
      as,
      client,
      oauth.ClientSecretBasic(secret),
      { scope: 'invoice_read' },
      { DPoP: handle },
    );
    expect(first.status).toBe(400);
    expect(await first.clone().json()).toMatchObject({ error: 'use_dpop_nonce' });
    expect(first.headers.get('dpop-nonce')).toMatch(/^[\w-]+$/u);
    await oauth.processClientCredentialsResponse(as, client, first).catch(() => (asked += 1));
    // Part of the protocol, and no refusal: the audit keeps silent.
    const refused = await server.audited({ type: 'token.refused', limit: 10 });
    expect(refused.map(({ data }) => data['reason'])).not.toContain('use_dpop_nonce');
    const token = await dpopToken('bound', secret, handle);
    expect(asked).toBe(1);
    expect(token.token_type).toBe('dpop');
    expect(claimsOf(token.access_token)['cnf']).toEqual({ jkt: await handle.calculateThumbprint() });
  });

  it('RS-08: a client that is bound to DPoP gets no bearer token', async () => {
    const bound = await confidential(server, 'bound');
    const answer = await bound.token({ grant_type: 'client_credentials', scope: 'invoice_read' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('RS-08: dpop_jkt binds the code, and a refresh token of a public client stays with its key', async () => {
    const client: oauth.Client = { client_id: 'bound-public' };
    const [mine, stolen] = [await oauth.generateKeyPair('ES256'), await oauth.generateKeyPair('ES256')];
    const [dpop, thief] = [oauth.DPoP({}, mine), oauth.DPoP({}, stolen)];
    const test = new TestClient(server, 'bound-public');
    const { url, verifier } = test.request({
      dpop_jkt: await dpop.calculateThumbprint(),
      scope: 'openid invoice_read',
    });
    const callback = await signIn(new Browser(), url, await server.person('alice'));
    const redeem = async (handle: oauth.DPoPHandle) => {
      const parameters = oauth.validateAuthResponse(as, client, callback, 'the-state');
      return oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, webAppRedirect, verifier, {
        DPoP: handle,
      });
    };
    const take = async (handle: oauth.DPoPHandle) => {
      const answer = await redeem(handle);
      return oauth.processAuthorizationCodeResponse(as, client, answer);
    };
    await expect(take(thief)).rejects.toMatchObject({ error: 'use_dpop_nonce' });
    await expect(take(thief)).rejects.toMatchObject({ error: 'invalid_grant' });
    await take(dpop).catch(() => undefined);
    const tokens = await take(dpop);
    const refresh = async (handle: oauth.DPoPHandle) =>
      oauth.processRefreshTokenResponse(
        as,
        client,
        await oauth.refreshTokenGrantRequest(as, client, oauth.None(), tokens.refresh_token as string, {
          DPoP: handle,
        }),
      );
    await expect(refresh(thief)).rejects.toMatchObject({ error: 'invalid_grant' });
    const next = await refresh(dpop);
    // AS-05: the retry window gives the same answer to the same key alone.
    expect((await refresh(dpop)).refresh_token).toBe(next.refresh_token);
    await expect(refresh(thief)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('F4: userinfo by a bound token for an API wants a proof by its key', async () => {
    const client: oauth.Client = { client_id: 'bound-public' };
    const [dpop, thief] = await Promise.all(
      [0, 1].map(async () => oauth.DPoP({}, await oauth.generateKeyPair('ES256'))),
    );
    if (!dpop || !thief) throw new Error('no keys');
    const { url, verifier } = new TestClient(server, 'bound-public').request({ scope: 'openid invoice_read' });
    const callback = await signIn(new Browser(), url, await server.person('alice'));
    const parameters = oauth.validateAuthResponse(as, client, callback, 'the-state');
    const take = async () =>
      oauth.processAuthorizationCodeResponse(
        as,
        client,
        await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, webAppRedirect, verifier, {
          DPoP: dpop,
        }),
      );
    const { access_token: token } = await take().catch(take);
    expect(claimsOf(token)).toMatchObject({ aud: api, cnf: { jkt: expect.any(String) } });
    const ask = async (by: oauth.DPoPHandle) => {
      // The first answer brings the nonce.
      await oauth.userInfoRequest(as, client, token, { DPoP: by });
      return oauth.userInfoRequest(as, client, token, { DPoP: by }).then(({ status }) => status);
    };
    expect(await ask(dpop)).toBe(200);
    expect(await ask(thief)).toBe(401);
    for (const scheme of ['Bearer', 'DPoP']) {
      const { status } = await send('GET', `${server.issuer}/me`, { authorization: `${scheme} ${token}` });
      expect([scheme, status >= 400 && status < 402]).toEqual([scheme, true]);
    }
    // A token that is bound to nothing is not taken with a proof, either.
    const { access_token: unbound } = await (await confidential(server, 'web-app')).signIn(
      await server.person('alice'),
    );
    await expect(oauth.userInfoRequest(as, client, unbound, { DPoP: dpop })).resolves.toMatchObject({ status: 401 });
  });

  it('AS-03: a proof is used once, 20 times at once', async () => {
    const keys = await oauth.generateKeyPair('ES256');
    const secret = await server.clientSecret('bound');
    const handle = oauth.DPoP({}, keys);
    await dpopToken('bound', secret, handle);
    let proof = '';
    const client: oauth.Client = { client_id: 'bound' };
    const catchProof = (async (_url: string, init: { headers: Record<string, string> }) => {
      proof = init.headers['dpop'] as string;
      return Response.json({});
    }) as never;
    await oauth.clientCredentialsGrantRequest(
      as,
      client,
      oauth.ClientSecretBasic(secret),
      {},
      { DPoP: handle, [oauth.customFetch]: catchProof },
    );
    const bound = await confidential(server, 'bound');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        bound.token({ grant_type: 'client_credentials', scope: 'invoice_read' }, { dpop: proof }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_dpop_proof' });
    }
  });
});

describe('client certificates (RFC 8705)', () => {
  it('RS-08: worker-mtls proves itself by its certificate, and its token is bound to it', async () => {
    const { status, body } = await post('/token', credentials('worker-mtls'));
    expect(status).toBe(200);
    const thumbprint = createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url');
    expect(claimsOf(String(body['access_token']))['cnf']).toEqual({ 'x5t#S256': thumbprint });
  });

  it('F4: userinfo by a token for an API that is bound to a certificate wants that certificate', async () => {
    const client = new TestClient(server, 'bound-mtls');
    const { code, verifier } = await client.code(await server.person('alice'), { scope: 'openid invoice_read' });
    const { body } = await post('/token', {
      client_id: 'bound-mtls',
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: webAppRedirect,
    });
    const form = { access_token: String(body['access_token']) };
    expect(claimsOf(form.access_token)).toMatchObject({ aud: api, cnf: { 'x5t#S256': expect.any(String) } });
    expect(await post('/me', form)).toMatchObject({ status: 200, body: { sub: expect.any(String) } });
    expect(await post('/me', form, false)).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  it('a certificate that is registered by itself is enough, whoever signed it', async () => {
    expect((await post('/token', credentials('self-signed'))).status).toBe(200);
  });

  it('no certificate, and one of another name or alternative name, is invalid_client', async () => {
    for (const answer of [
      await post('/token', credentials('worker-mtls'), false),
      await post('/token', credentials('self-signed'), false),
      await post('/token', credentials('other-name')),
      await post('/token', credentials('other-san')),
    ]) {
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    }
  });

  it('introspection asks for the certificate each time, however often it answered', async () => {
    const { body } = await post('/token', credentials('self-signed'));
    const ask = async (withCertificate: boolean) =>
      (
        await post(
          '/token/introspection',
          { client_id: 'self-signed', token: String(body['access_token']) },
          withCertificate,
        )
      ).status;
    expect([await ask(true), await ask(true), await ask(false)]).toEqual([200, 200, 401]);
  });

  it('discovery names the methods and the addresses', () => {
    expect(as.token_endpoint_auth_methods_supported).toEqual(
      expect.arrayContaining(['tls_client_auth', 'self_signed_tls_client_auth', 'private_key_jwt']),
    );
    expect(as.mtls_endpoint_aliases).toMatchObject({ token_endpoint: as.token_endpoint });
    expect(as.dpop_signing_alg_values_supported).toContain('ES256');
  });
});

describe('pushed authorization requests (RFC 9126)', () => {
  it('are required of a client whose registration says so', async () => {
    const pushed = await confidential(server, 'pushed');
    const { url, parameters } = pushed.request({ scope: 'openid invoice_read' });
    const refused = await new Browser().get(url);
    expect(new URL(refused.location).searchParams.get('error')).toBe('invalid_request');
    const answer = await pushed.post('/request', parameters);
    expect(answer.status).toBe(201);
    const query = encode({ client_id: 'pushed', request_uri: String(answer.body['request_uri']) }).toString();
    const callback = await signIn(new Browser(), `${server.issuer}/auth?${query}`, await server.person('alice'));
    expect(callback.searchParams.get('code')).toBeTruthy();
  });
});
