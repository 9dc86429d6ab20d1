import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AccessTokenError,
  createDpopNonces,
  createResourceServer,
  FetchRequest,
  NodeRequest,
  type ResourceServer,
} from '../src/index.ts';
import { createDpopClient, createTestIssuer, type TestIssuer } from '../src/testing.ts';
import { carrying, requestOf } from './requests.ts';

const resource = 'https://api.example.com';
let issuer: TestIssuer;
let api: ResourceServer;

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
  api = createResourceServer({ resource, issuers: issuer.issuer, dpop: { nonces: createDpopNonces() } });
});

afterAll(async () => {
  api.close();
  await issuer.close();
});

const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

const text = async (url: string, init?: RequestInit): Promise<string> => {
  const response = await fetch(url, init);
  return `${response.status} ${response.status === 200 ? await response.text() : ((await response.json()) as { code: string }).code}`;
};

describe('a fetch-style handler', () => {
  const url = `${resource}/orders/7?x=1`;

  it('RS-03: is called with a principal, or not at all', async () => {
    const handler = api.gate(
      (request, auth, extra: string) => Response.json({ url: request.url, for: auth.subject, extra }),
      { scopes: 'read' },
    );
    const good = await handler(new Request(url, bearer(await issuer.issueToken({ scope: 'read' }))), 'more');
    expect([good.status, await good.json()]).toEqual([200, { url, for: 'alice', extra: 'more' }]);
    const lacking = await handler(new Request(url, bearer(await issuer.issueToken())), 'more');
    expect([lacking.status, lacking.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringContaining('insufficient_scope'),
    ]);
    const none = await handler(new Request(url), 'more');
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer scope="read"/),
    ]);
  });

  it('RS-03: two Authorization headers are refused', async () => {
    const token = await issuer.issueToken();
    const headers = new Headers({ authorization: `Bearer ${token}` });
    headers.append('authorization', `Bearer ${token}`);
    const response = await api.gate(() => new Response())(new Request(url, { headers }));
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'malformed_authorization' }),
    ]);
    const query = await api.gate(() => new Response())(new Request(`${resource}/?access_token=x`));
    expect(query.status).toBe(400);
  });

  it('RS-08: DPoP with nonces works, and the answer carries the next one', async () => {
    const handler = api.gate(() => new Response('fine', { status: 201, headers: { 'x-mine': '1' } }));
    const client = await createDpopClient();
    const token = await issuer.issueToken({ dpop: client });
    const send = async (nonce?: string): Promise<Response> => {
      const proof = await client.proof({ method: 'PUT', url, token, ...(nonce === undefined ? {} : { nonce }) });
      return handler(new Request(url, { method: 'PUT', headers: { authorization: `DPoP ${token}`, dpop: proof } }));
    };
    const asked = await send();
    const nonce = asked.headers.get('dpop-nonce') as string;
    expect([asked.status, nonce]).toEqual([401, expect.stringMatching(/^.{24}$/)]);
    const answered = await send(nonce);
    expect([
      answered.status,
      answered.headers.get('x-mine'),
      answered.headers.get('dpop-nonce'),
      await answered.text(),
    ]).toEqual([201, '1', nonce, 'fine']);
  });

  it('RS-08: learns the peer from its caller, for certificates by header', async () => {
    const proxied = createResourceServer({
      resource,
      issuers: issuer.issuer,
      mtls: { certificateHeader: 'client-cert', trustedProxies: ['10.0.0.1'] },
    });
    const handler = proxied.gate(
      (_request, auth, _peer: string) => new Response(auth.subject),
      {},
      (_request, peer) => peer,
    );
    const token = await issuer.issueToken({ certificate: Buffer.from('x') });
    const request = (): Request =>
      new Request(url, { headers: { authorization: `Bearer ${token}`, 'client-cert': ':AAAA:' } });
    expect(await (await handler(request(), '10.0.0.1')).json()).toMatchObject({ code: 'certificate_unreadable' });
    expect(new FetchRequest(request(), '10.0.0.1')).toMatchObject({ peerAddress: '10.0.0.1', url: '/orders/7?x=1' });
    expect(new FetchRequest(request()).headerValues('x-none')).toEqual([]);
    expect(new FetchRequest(request()).peerCertificate()).toBeUndefined();
    proxied.close();
  });
});

describe('plain node:http', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const rules = api.rules([
      { method: 'GET', path: '/public', auth: 'none' },
      { method: 'GET', path: '/orders/:id', scopes: 'read' },
    ]);
    const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const decision = await rules(new NodeRequest(request));
      if (!decision.ok) return decision.send(response);
      response.end(decision.auth?.subject ?? 'anybody');
    };
    server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('RS-03: rules decide about every request', async () => {
    const token = await issuer.issueToken({ scope: 'read' });
    expect(await text(`${url}/public`)).toBe('200 anybody');
    expect(await text(`${url}/orders/7`, bearer(token))).toBe('200 alice');
    expect(await text(`${url}/orders/7`)).toBe('401 no_credentials');
    expect(await text(`${url}/orders/7`, { ...bearer(token), method: 'PUT' })).toBe('403 not_allowed');
    expect(await text(`${url}/orders/7;x`, bearer(token))).toBe('400 ambiguous_path');
  });
});

describe('any other framework', () => {
  it('RS-03: hands in a request of six members', async () => {
    const token = await issuer.issueToken({ scope: 'read' });
    expect(await api.authenticate(carrying(token), { scopes: 'read' })).toMatchObject({
      ok: true,
      auth: { subject: 'alice' },
      headers: {},
    });
    expect(await api.authenticate(requestOf({ formToken: true }))).toMatchObject({ ok: false, code: 'token_in_body' });
  });

  it('G7: a check is given that request itself', async () => {
    const request = carrying(await issuer.issueToken());
    expect(await api.authenticate(request, { check: (_auth, given) => given === request })).toMatchObject({ ok: true });
  });

  it('RS-05: a remembered token is decided without a promise', async () => {
    const token = await issuer.issueToken();
    await api.authenticate(carrying(token));
    expect(api.authenticate(carrying(token))).toMatchObject({ ok: true });
  });

  it('RS-03: what was accepted can be asked again', async () => {
    const auth = await api.verify(await issuer.issueToken({ scope: 'read' }));
    const requirement = { scopes: 'read' };
    expect(api.authorize(auth, requirement)).toBeUndefined();
    expect(api.authorize(auth, requirement)).toBeUndefined();
    expect(api.authorize(auth, { scopes: 'write' })).toMatchObject({
      ok: false,
      code: 'insufficient_scope',
      status: 403,
    });
  });

  it('RS-03: verify takes a bare token, and rejects with what a client may see', async () => {
    await expect(api.verify('rubbish')).rejects.toBeInstanceOf(AccessTokenError);
    await expect(api.verify('rubbish')).rejects.toMatchObject({
      status: 401,
      code: 'opaque_token',
      body: { error: 'invalid_token' },
    });
    const token = await issuer.issueToken({ certificate: Buffer.from('certificate') });
    await expect(api.verify(token)).rejects.toMatchObject({ code: 'certificate_missing' });
    expect(await api.verify(token, { certificate: Buffer.from('certificate') })).toMatchObject({ subject: 'alice' });
    const client = await createDpopClient();
    const bound = await issuer.issueToken({ dpop: client });
    await expect(api.verify(bound, { url: 'not a url', dpopProof: 'x' })).rejects.toMatchObject({
      code: 'dpop_proof_malformed',
    });
  });
});
