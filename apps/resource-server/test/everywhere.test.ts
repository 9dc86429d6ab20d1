import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text as readText } from 'node:stream/consumers';
import { expectWithin } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnApi, anApi, people } from './an-api.ts';

let api: AnApi;
let token: string;
beforeAll(async () => {
  api = await anApi();
  token = await api.tokenOf('bob', 'profile_read profile_write invoice_read invoice_write');
});
afterAll(() => api.stop());

/** GET with the path as it is: fetch would tidy it up first. */
async function raw(path: string): Promise<{ status: number; text: string }> {
  const headers = { host: new URL(api.origin).host, authorization: `Bearer ${token}` };
  const { hostname, port } = new URL(api.origin);
  const [response] = (await once(request({ hostname, port, path, headers }).end(), 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, text: await readText(response) };
}

describe('hostile requests', () => {
  it.each([
    ['deep nesting', '['.repeat(10_000)],
    ['deep objects', '{"a":'.repeat(10_000)],
    ['a NUL character', '{"name":"a\\u0000b"}'],
    ['half a character', '{"name":"\\ud800"}'],
    ['__proto__', '{"__proto__":{"admin":true}}'],
    ['a nested __proto__', '{"name":"x","phone":{"__proto__":{"admin":true}}}'],
    ['no JSON', '{name:1}'],
    ['a duplicate member', '{"name":"a","department":"Finance","name":"b"}'],
  ])('Everywhere: %s in a body is 400, quickly, and changes nothing', async (_what, body) => {
    const started = performance.now();
    for (const [method, path] of [
      ['PATCH', '/users/me'],
      ['POST', '/invoices'],
    ] as const) {
      expect((await api.call(method, path, { token, body })).status).toBe(400);
    }
    expectWithin(performance.now() - started, 1_000);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    expect((await api.call('GET', '/users/me', { token })).body.name).toBe('Bob Baker');
  });

  it('Everywhere: a body over the limit is 413, of another type 415', async () => {
    const large = await api.call('PATCH', '/users/me', { token, body: JSON.stringify({ name: 'x'.repeat(70_000) }) });
    expect(large.status).toBe(413);
    const form = await api.call('PATCH', '/users/me', {
      token,
      body: 'name=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(form.status).toBe(415);
  });

  it.each([
    '/users/%00',
    '/users/__proto__',
    '/users/constructor',
    '/users/%F0%9F%98%80',
    '/users/%ED%A0%80',
    `/users/${'x'.repeat(4000)}`,
    '/users/..%2fme',
    '/users/%2e%2e/secure-data',
    '/invoices/%00',
    '/invoices/__proto__',
    '/invoices?limit[__proto__]=1',
    '/invoices?limit=%00',
    '/invoices?cursor=%00',
    '/invoices?cursor[]=a',
    '/invoices?__proto__=1',
    '/%E0%A4%A',
    '/secure-data;x=1',
    '//secure-data',
    '/invoices/%F0%9F%98%80/approve',
  ])('Everywhere: GET %s is never 5xx', async (path) => {
    const { status, text } = await raw(path);
    // A parameter that the list does not have is ignored.
    if (path === '/invoices?cursor[]=a') expect(status).toBe(200);
    else expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    expect(text).not.toMatch(/\n\s+at |node_modules|\.ts:/);
  });

  it('Everywhere: 4-byte characters are welcome where names are', async () => {
    const mine = await api.issuer.issueToken({ subject: '人😀', scope: 'profile_read profile_write' });
    const changed = await api.call('PATCH', '/users/me', { token: mine, body: { name: '李 😀' } });
    expect(changed.body).toMatchObject({ id: '人😀', name: '李 😀' });
  });

  it('Everywhere: no X-Powered-By, TRACE is 405, another Host 421', async () => {
    const answer = await api.call('GET', '/secure-data', { token });
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const elsewhere = await fetch(`https://127.0.0.1:${new URL(api.origin).port}/secure-data`);
    expect(elsewhere.status).toBe(421);
  });
});

describe('the audit record', () => {
  it('says who read or changed whose object, and who was refused', async () => {
    api.log.length = 0;
    await api.call('GET', '/users/me', { token, headers: { 'user-agent': 'a test' } });
    await api.call('GET', `/users/${people.alice}`, { token });
    const [read, refused] = api.audit();
    expect(read).toMatchObject({
      event: 'user.read',
      outcome: 'success',
      actor: { type: 'person', id: people.bob },
      subject: people.bob,
      client_id: 'web-app',
      target: { type: 'user', id: people.bob },
      ip: '127.0.0.1',
      user_agent: 'a test',
      jti: expect.any(String),
      request_id: expect.any(String),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(refused).toMatchObject({
      event: 'user.read',
      outcome: 'failure',
      reason: 'not_own_profile',
      target: { id: people.alice },
    });
  });

  it('holds no token, in no field and no other line', async () => {
    await api.call('GET', '/secure-data', { token: `${token}x` });
    await api.call('GET', `/secure-data?access_token=${token}`);
    await api.call('PATCH', '/users/me', { token, body: { name: token.slice(0, 190) } });
    const [, payload = '', signature = ''] = token.split('.');
    expect(api.log.join('')).not.toContain(payload.slice(0, 40));
    expect(api.log.join('')).not.toContain(signature.slice(0, 40));
  });

  it('D8: holds no credential that a caller puts into a path or a User-Agent, and nothing long', async () => {
    const key = `gh_${'0aZ9'.repeat(11)}`;
    const opaque = randomBytes(32).toString('base64url');
    api.log.length = 0;
    for (const value of [token, token.replaceAll('.', '%2E'), key, key.replace('_', '%5F'), opaque]) {
      await api.call('GET', `/users/${value}`, { token, headers: { 'user-agent': `curl ${value}` } });
      await api.call('GET', `/invoices/${value}`, { token, headers: { 'user-agent': `Bearer ${value}` } });
      await api.call('GET', `/${value}`, { token });
    }
    await api.call('GET', '/users/me', { token, headers: { 'user-agent': 'long '.repeat(1000) } });
    const written = api.log.join('');
    const [, payload = '', signature = ''] = token.split('.');
    for (const secret of [payload.slice(0, 40), signature.slice(0, 40), key.slice(3), opaque])
      expect(written).not.toContain(secret);
    const records = api.audit();
    expect(records.length).toBeGreaterThan(5);
    for (const record of records) expect(JSON.stringify(record['user_agent'] ?? '').length).toBeLessThanOrEqual(259);
    expect(records.some(({ target }) => (target as { id?: string }).id === '[redacted]')).toBe(true);
  });
});

describe('limits and metrics', () => {
  it('each principal has its own number of requests; more is 429 with Retry-After', async () => {
    const few = await anApi({ API_RATE_LIMIT_REQUESTS: '3', API_RATE_LIMIT_WINDOW_SECONDS: '60' });
    try {
      const [alice, bob] = await Promise.all([few.tokenOf('alice', ''), few.tokenOf('bob', '')]);
      const statuses = [];
      for (let i = 0; i < 4; i += 1) statuses.push((await few.call('GET', '/secure-data', { token: alice })).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      const refused = await few.call('GET', '/secure-data', { token: await few.tokenOf('alice', 'invoice_read') });
      expect([refused.status, refused.body.error, refused.headers.get('retry-after')]).toEqual([
        429,
        'rate_limited',
        '20',
      ]);
      expect((await few.call('GET', '/secure-data', { token: bob })).status).toBe(200);
      const metrics = await (await fetch(`${few.managementUrl}/metrics`)).text();
      expect(metrics).toMatch(/^rate_limited_total\{[^}]*\} 2$/m);
    } finally {
      await few.stop();
    }
  });

  it('counts verifications by outcome and reason, without names of people or clients', async () => {
    await api.call('GET', '/secure-data');
    await api.call('GET', '/secure-data', { token: await api.issuer.issueToken({ expiresInSeconds: -60 }) });
    const metrics = await (await fetch(`${api.managementUrl}/metrics`)).text();
    expect(metrics).toMatch(
      /access_token_verifications_total\{[^}]*outcome="accepted",reason="ok",source="remembered"/,
    );
    expect(metrics).toMatch(
      /access_token_verifications_total\{[^}]*outcome="refused",reason="token_expired",source="none"/,
    );
    expect(metrics).toMatch(
      /access_token_verifications_total\{[^}]*outcome="refused",reason="no_credentials",source="none"/,
    );
    expect(metrics).toMatch(
      /http_server_request_duration_seconds_count\{[^}]*method="GET",route="\/users\/:id",status="404"/,
    );
    expect(metrics).not.toContain(people.bob);
    expect(metrics).not.toContain('web-app');
  });
});
