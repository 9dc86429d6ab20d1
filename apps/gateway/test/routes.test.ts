import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDpopClient } from '@gatehouse/oauth-guard/testing';
import { rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadRoutes, routesSchema } from '../src/route-schema.ts';
import { type AGateway, aGateway, api } from './a-gateway.ts';

const ledger = 'https://ledger.example';
const claimsOf = (token: unknown) =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

let gateway: AGateway;
let token: string;
beforeAll(async () => {
  gateway = await aGateway({
    routes: [
      { host: 'reports.example', path: '/*', audience: ledger },
      { path: '/invoices', methods: ['GET'], scopes: ['invoice_read'] },
      { path: '/invoices', methods: ['POST'], scopes: ['invoice_write'] },
      {
        path: '/chain/*',
        strategy: 'embed',
        scopes: ['invoice_read'],
        embed: [{ name: 'ledger', audience: ledger, scopes: ['profile_read'] }],
      },
    ],
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read profile_read' });
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  gateway.arrived.length = 0;
});

describe('hosts', () => {
  it('GW-02: a host has the routes that name it and no others, and any other host is 421', async () => {
    const reports = { host: 'reports.example' };
    const there = await gateway.call('/anything', { token, headers: reports });
    expect(there).toMatchObject({ status: 200, body: { path: '/anything' } });
    expect(claimsOf(there.body.headers['authorization'])).toMatchObject({ aud: ledger });
    expect(there.body.headers['x-forwarded-host']).toBe('reports.example');
    expect((await gateway.call('/api/x', { token, headers: reports })).body.path).toBe('/api/x');
    expect((await gateway.call('/anything', { token })).status).toBe(404);
    expect((await gateway.call('/anything', { token, headers: { host: 'REPORTS.example:80' } })).status).toBe(200);
    for (const host of ['reports.example:81', 'evil.example', 'reports.example.', '']) {
      const answer = await gateway.call('/anything', { token, headers: { host } });
      expect([host, answer.status]).toEqual([host, 421]);
    }
  });

  it('GW-02: the host of an absolute target and the Host header must be one', async () => {
    const ours = new URL(gateway.origin).host;
    for (const [target, host, status] of [
      ['http://reports.example/x', 'reports.example', 200],
      ['http://reports.example/x', ours, 421],
      [`${gateway.origin}/x`, 'reports.example', 421],
      ['http://evil.example/x', 'reports.example', 421],
    ] as const) {
      const said = await gateway.raw(
        `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
      );
      expect([target, host, Number(said.slice(9, 12))]).toEqual([target, host, status]);
    }
  });

  it('GW-03: a proof of possession is for the host it was made for', async () => {
    const key = await createDpopClient();
    const bound = await gateway.issuer.issueToken({ dpop: key, subject: 'alice', scope: 'invoice_read' });
    const call = async (host: string, url: string) => {
      const proof = await key.proof({ url, token: bound });
      return (await gateway.call('/api/x', { headers: { host, authorization: `DPoP ${bound}`, dpop: proof } })).status;
    };
    expect(await call('reports.example', 'http://reports.example/api/x')).toBe(200);
    expect(await call('reports.example', `${gateway.origin}/api/x`)).toBe(401);
    expect(await call(new URL(gateway.origin).host, 'http://reports.example/api/x')).toBe(401);
  });
});

describe('methods', () => {
  it('GW-03: a third-party client that may read invoices may not write them', async () => {
    const acme = await gateway.issuer.issueToken({ subject: 'alice', clientId: 'third-party', scope: 'invoice_read' });
    const read = await gateway.call('/invoices', { token: acme });
    expect(read.status).toBe(200);
    expect(claimsOf(read.body.headers['authorization'])).toMatchObject({ scope: 'invoice_read' });
    const write = await gateway.call('/invoices', { token: acme, method: 'POST', body: '{}' });
    expect(write).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    expect(gateway.arrived).toHaveLength(1);
    const other = await gateway.call('/invoices', { token: acme, method: 'DELETE' });
    expect([other.status, other.headers['allow']]).toEqual([405, 'GET, POST']);
  });
});

describe('embed', () => {
  it('TX-02: the service gets a token of its own and one for each service further on, each for one audience', async () => {
    const lie = { 'X-Gatehouse-Token-Ledger': 'mallory' };
    const { status, body } = await gateway.call('/chain/x', { token, headers: lie });
    expect(status).toBe(200);
    expect(claimsOf(body.headers['authorization'])).toMatchObject({ aud: api, sub: 'alice', scope: 'invoice_read' });
    expect(claimsOf(body.headers['x-gatehouse-token-ledger'])).toMatchObject({
      aud: ledger,
      sub: 'alice',
      scope: 'profile_read',
      act: { sub: 'gateway' },
    });
    expect(body.raw.filter((one: string) => one.toLowerCase() === 'x-gatehouse-token-ledger')).toHaveLength(1);
    const before = gateway.issuer.exchanges.length;
    await gateway.call('/chain/y', { token });
    expect(gateway.issuer.exchanges).toHaveLength(before);
    expect((await gateway.call('/api/x', { token })).body.headers).not.toHaveProperty('x-gatehouse-token-ledger');
  });

  it('TX-02: who may not reach the service further on does not reach the first one either', async () => {
    const narrow = await gateway.issuer.issueToken({ subject: 'narrow', scope: 'invoice_read' });
    gateway.arrived.length = 0;
    expect((await gateway.call('/chain/x', { token: narrow })).status).toBe(403);
    expect(gateway.arrived).toEqual([]);
  });
});

describe('a route table', () => {
  const page = readFileSync(join(rootDirectory, 'docs/gateway.md'), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'routes-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const load = (text: string) => {
    const file = join(folder, 'routes.yaml');
    writeFileSync(file, text);
    return loadRoutes(file);
  };

  const faults = (route: object) => () => load(JSON.stringify({ routes: [route] }));

  it('GW-02: is explained member by member in docs/gateway.md, and its examples are right', () => {
    const json = z.toJSONSchema(routesSchema, { io: 'input', unrepresentable: 'any' }) as unknown as {
      properties: { routes: { items: { properties: Record<string, unknown> } } };
    };
    const members = Object.keys(json.properties.routes.items.properties);
    expect(members).toContain('max_body_bytes');
    expect(members.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    const examples = [...page.matchAll(/```yaml\n(routes:[^]+?)```/gu)].map(([, text = '']) => text);
    expect(examples.length).toBeGreaterThan(1);
    for (const text of examples) expect(load(text)).toHaveLength((parse(text) as { routes: unknown[] }).routes.length);
  });

  it('GW-02: says of a fault what to write', () => {
    expect(faults({ path: '/x', upstream: 'https://x.internal/y', accept: [] })).toThrow(
      'routes.0.upstream: must be an origin without a path, such as https://',
    );
    expect(faults({ path: '/x', upstream: 'https://x.internal' })).toThrow(
      'routes.0.accept: must list the credentials',
    );
    expect(faults({ path: '/x', upstream: 'https://x.internal', accept: ['password'] })).toThrow('"api_key"');
    expect(faults({ path: '/x', upstream: 'https://x.internal', accept: [], audience: api })).toThrow(
      'audience: has no use where accept is []',
    );
    for (const [member, value] of [
      ['websocket', true],
      ['websocket', null],
      ['cors', 'https://app.example'],
      ['cookies', true],
      ['request_headers', ['x-tenant-id']],
    ] as const)
      expect(faults({ path: '/x', upstream: 'https://x.internal', accept: [], [member]: value })).toThrow(
        `routes.0.${member}: must be an object`,
      );
    expect(faults({ path: '/x', upstream: 'https://x.internal', accept: [], circuit_breaker: true })).toThrow(
      'circuit_breaker: must be false, or an object',
    );
    expect(faults({ path: '/x', upstream: 'https://x.internal', accept: [], cookies: { request: true } })).toThrow(
      'cookies.request: must be all, or a list of names',
    );
  });
});
