import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { createDpopNonces, createResourceServer, getAuth } from '../src/express.ts';
import {
  createDpopClient,
  createManualTime,
  createTestIssuer,
  type TestIssuer,
  type TokenParameters,
} from '../src/testing.ts';

const audience = 'https://api.example.com';
let opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.toReversed()) await one.close();
  opened = [];
});

async function open(): Promise<TestIssuer> {
  const issuer = await createTestIssuer({ audience });
  opened.push(issuer);
  return issuer;
}

async function introspect(issuer: TestIssuer, token: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${issuer.issuer}/introspection`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
  });
  return (await response.json()) as Record<string, unknown>;
}

describe('the test issuer', () => {
  it('makes tokens that jose verifies by the published keys', async () => {
    const issuer = await open();
    const keys = createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`));
    const token = await issuer.issueToken({
      subject: 'bob',
      clientId: 'app',
      scope: 'a b',
      expiresInSeconds: 60,
      claims: { department: 'Sales', jti: undefined },
    });
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: issuer.issuer,
      audience,
      typ: 'at+jwt',
    });
    expect(payload).toMatchObject({ sub: 'bob', client_id: 'app', scope: 'a b', department: 'Sales' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    expect(payload).not.toHaveProperty('jti');
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: (issuer.publicKeys[0] as { kid: string }).kid });
  });

  it('fills in what a test leaves out', async () => {
    const issuer = await open();
    const token = await issuer.issueToken();
    expect(decodeJwt(token)).toMatchObject({
      sub: 'alice',
      client_id: 'test-client',
      aud: audience,
      iss: issuer.issuer,
      jti: expect.any(String),
    });
    expect(decodeJwt(token)).not.toHaveProperty('scope');
    expect(decodeJwt(token)).not.toHaveProperty('cnf');
    expect(decodeProtectedHeader(await issuer.issueToken({ header: { typ: 'JWT', extra: 1 } }))).toMatchObject({
      typ: 'JWT',
      extra: 1,
    });
    const expired = decodeJwt(await issuer.issueToken({ expiresInSeconds: -10 }));
    expect((expired.exp ?? 0) - (expired.iat ?? 0)).toBe(-10);
  });

  it('takes no parameter that it does not know', async () => {
    const issuer = await open();
    const dpop = await createDpopClient();
    const wrong = { subjct: 'bob' } as TokenParameters;
    const message = 'a token has no member "subjct"; there are subject, clientId, scope, audience, expiresInSeconds,';
    await expect(issuer.issueToken(wrong)).rejects.toThrow(TypeError);
    await expect(issuer.issueToken(wrong)).rejects.toThrow(message);
    expect(() => issuer.issueOpaqueToken(wrong)).toThrow(message);
    await expect(issuer.issueToken('alice' as never)).rejects.toThrow('a token must be an object');
    await expect(issuer.rotateKeys({ forgetold: true } as never)).rejects.toThrow('no member "forgetold"; there are');
    await expect(createTestIssuer({ audience, algoritm: 'ES256' } as never)).rejects.toThrow('no member "algoritm"');
    await expect(dpop.proof({ url: audience, methd: 'POST' } as never)).rejects.toThrow('no member "methd"; there are');
    expect(issuer.publicKeys).toHaveLength(1);
  });

  it('signs anything: objects, texts and bytes', async () => {
    const issuer = await open();
    expect(decodeJwt(issuer.signJws({ alg: 'RS256' }, { a: 1 }))).toEqual({ a: 1 });
    expect(issuer.signJws('not json', Buffer.from([255]))).toMatch(/^bm90IGpzb24\._w\./);
  });

  it('binds tokens to a key and to a certificate', async () => {
    const issuer = await open();
    const dpop = await createDpopClient();
    const certificate = Buffer.from('certificate');
    const { cnf } = decodeJwt(await issuer.issueToken({ dpop, certificate }));
    expect(cnf).toEqual({ jkt: dpop.thumbprint, 'x5t#S256': 'A9Zt0Ig1wco_EozOrNHzGslBYwlrIPRFroQoW8CDLXI' });
  });

  it('introspects opaque tokens, until they expire or are revoked', async () => {
    const time = createManualTime();
    const issuer = await createTestIssuer({ audience, now: () => time.now() });
    opened.push(issuer);
    const token = issuer.issueOpaqueToken({ scope: 'a' });
    expect(await introspect(issuer, token)).toMatchObject({
      active: true,
      token_type: 'Bearer',
      scope: 'a',
      aud: audience,
    });
    const bound = issuer.issueOpaqueToken({ dpop: await createDpopClient() });
    expect(await introspect(issuer, bound)).toMatchObject({ active: true, token_type: 'DPoP' });
    expect(await introspect(issuer, 'unknown')).toEqual({ active: false });
    expect(await (await fetch(`${issuer.issuer}/introspection`, { method: 'POST' })).json()).toEqual({ active: false });
    issuer.revokeToken(token);
    expect(await introspect(issuer, token)).toEqual({ active: false });
    time.advance(300);
    expect(await introspect(issuer, bound)).toEqual({ active: false });
  });

  it('lists revoked JWTs for the option revocation', async () => {
    const issuer = await open();
    const api = createResourceServer({ resource: audience, issuers: issuer.issuer, revocation: issuer.revocations });
    opened.push(api);
    const token = await issuer.issueToken();
    expect((await api.verify(token)).subject).toBe('alice');
    issuer.revokeToken(token);
    await expect(api.verify(token)).rejects.toMatchObject({ code: 'token_revoked' });
    expect(() => issuer.revokeToken('nonsense')).toThrow();
  });

  it('rotates keys: published or ahead, beside the old one or instead of it', async () => {
    const issuer = await open();
    const kids = (): (string | undefined)[] => issuer.publicKeys.map(({ kid }) => kid);
    const kidOf = async (): Promise<string | undefined> => decodeProtectedHeader(await issuer.issueToken()).kid;
    const [first] = kids();
    await issuer.rotateKeys();
    expect([kids().length, kids()[0], await kidOf()]).toEqual([2, first, kids()[1]]);
    await issuer.rotateKeys({ publish: false });
    expect(kids()).not.toContain(await kidOf());
    issuer.publishKeys();
    expect(kids()).toContain(await kidOf());
    expect(kids()).toHaveLength(3);
    await issuer.rotateKeys({ forgetOld: true });
    expect(kids()).toEqual([await kidOf()]);
  });

  it('goes down in three ways and comes back where it was, counting its visitors', async () => {
    const issuer = await open();
    const get = async (patienceMs = 10_000): Promise<string> => {
      try {
        return `${(await fetch(`${issuer.issuer}/jwks`, { signal: AbortSignal.timeout(patienceMs) })).status}`;
      } catch (error) {
        return (error as Error).name;
      }
    };
    expect(await get()).toBe('200');
    await issuer.goDown();
    expect(await get()).toBe('TypeError');
    await issuer.comeBack();
    expect(await get()).toBe('200');
    await issuer.goDown('silent');
    expect(await get(1500)).toBe('TimeoutError');
    await issuer.goDown('failing');
    expect(await get()).toBe('500');
    await issuer.comeBack();
    expect((await fetch(`${issuer.issuer}/elsewhere`)).status).toBe(404);
    expect(issuer.requests).toEqual({ metadata: 0, keys: 4, introspection: 0 });
    await issuer.close();
    await issuer.close();
  });
});

describe('the DPoP client', () => {
  it('calls an API, and tries once more when it is asked for a nonce', async () => {
    const issuer = await open();
    const app = express();
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      server.once('listening', resolve);
    });
    opened.push({ close: () => (server.closeAllConnections(), server.close()) });
    const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const api = createResourceServer({
      resource: audience,
      issuers: issuer.issuer,
      publicUrl: origin,
      dpop: { nonces: createDpopNonces() },
    });
    opened.push(api);
    let visits = 0;
    app.use((_req, _res, next) => {
      visits++;
      next();
    });
    app.all('/orders', api.requireAuth(), (req, res) => {
      res.json({ subject: getAuth(req).subject, method: req.method, mine: req.headers['x-mine'] });
    });
    const client = await createDpopClient();
    const token = await issuer.issueToken({ dpop: client });
    const first = await client.fetch(`${origin}/orders?x=1`, token);
    expect([first.status, visits]).toEqual([200, 2]);
    const second = await client.fetch(`${origin}/orders`, token, { method: 'PUT', headers: { 'x-mine': '1' } });
    expect([await second.json(), visits]).toEqual([{ subject: 'alice', method: 'PUT', mine: '1' }, 3]);
    const stranger = await createDpopClient('RS256');
    expect((await stranger.fetch(`${origin}/orders`, token)).status).toBe(401);
    expect((await stranger.fetch(`${origin}/elsewhere`, token)).status).toBe(404);
  });

  it('makes proofs with anything added or left out', async () => {
    const client = await createDpopClient('ES256', () => 5000);
    const proof = await client.proof({
      url: 'https://a.example/x?y#z',
      nonce: 'n',
      claims: { jti: undefined, extra: 1 },
      header: { extra: 2 },
    });
    expect(decodeJwt(proof)).toEqual({ htm: 'GET', htu: 'https://a.example/x', iat: 5, nonce: 'n', extra: 1 });
    expect(decodeProtectedHeader(proof)).toEqual({ typ: 'dpop+jwt', alg: 'ES256', jwk: client.publicJwk, extra: 2 });
  });
});
