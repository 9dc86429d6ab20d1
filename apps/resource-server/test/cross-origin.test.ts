import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadSettings, type SettingsError } from '@gatehouse/config';
import { certificates, chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settingsDefinition } from '../src/settings.ts';
import { type AnApi, type Answer, anApi, invoices } from './an-api.ts';

const page = 'https://app.example.com';
let api: AnApi;
let token: string;
beforeAll(async () => {
  api = await anApi({
    API_ALLOWED_ORIGINS: `${page},http://localhost:5173,capacitor://localhost`,
    API_RATE_LIMIT_REQUESTS: '40',
    API_RATE_LIMIT_WINDOW_SECONDS: '3600',
  });
  token = await api.tokenOf('alice', 'invoice_read invoice_write');
});
afterAll(() => api?.stop());

async function faults(origins: string, more: Record<string, string> = {}): Promise<string> {
  const made = await certificates();
  const files = {
    API_TLS_CERT_FILE: made.certFile('resource-server'),
    API_TLS_KEY_FILE: made.keyFile('resource-server'),
  };
  try {
    loadSettings(settingsDefinition, { argv: [], env: { ...files, API_ALLOWED_ORIGINS: origins, ...more } });
    return '';
  } catch (error) {
    return (error as SettingsError).message;
  }
}

const preflight = (path: string, method: string, origin = page, more: Record<string, string> = {}) =>
  api.call('OPTIONS', path, { headers: { origin, 'access-control-request-method': method, ...more } });
const readableBy = ({ headers }: Answer) => headers.get('access-control-allow-origin');

describe('R1: pages of other origins', () => {
  it('ask before the request without a token, whatever they ask for', async () => {
    for (const path of ['/secure-data', '/users/me', `/invoices/${invoices.finance}`, '/nowhere', '/openapi.json']) {
      const asked = await preflight(path, 'GET', page, { 'access-control-request-headers': 'authorization,dpop' });
      expect([path, asked.status, readableBy(asked)]).toEqual([path, 204, page]);
      expect(asked.headers.get('access-control-allow-headers')).toBe('authorization, dpop');
      expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
      expect(asked.headers.get('vary')).toContain('Origin');
    }
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE'])
      expect((await preflight('/invoices', method)).headers.get('access-control-allow-methods')).toContain(method);
    const put = await preflight('/invoices', 'PUT');
    expect([put.status, put.body.error, readableBy(put)]).toEqual([403, 'method_not_allowed_for_pages', null]);
    for (const origin of ['http://localhost:5173', 'capacitor://localhost'])
      expect(readableBy(await preflight('/invoices', 'POST', origin))).toBe(origin);
  });

  it('are told nothing when they are not among those that are named', async () => {
    const strangers = [
      'https://app.example.com.evil.example',
      'https://evilapp.example.com',
      'http://app.example.com',
      'https://app.example.com:8443',
      'https://APP.example.com',
      'http://localhost:5174',
      'null',
      '*',
    ];
    for (const origin of strangers) {
      const asked = await preflight('/secure-data', 'GET', origin);
      expect([origin, asked.status, asked.body.error, readableBy(asked)]).toEqual([
        origin,
        403,
        'origin_not_allowed',
        null,
      ]);
      const answer = await api.call('GET', '/secure-data', { token, headers: { origin } });
      expect([origin, answer.status, readableBy(answer), answer.headers.get('vary')]).toEqual([
        origin,
        200,
        null,
        'Origin',
      ]);
    }
    expect((await api.call('GET', '/secure-data', { token })).headers.get('vary')).toBe('Origin');
  });

  it('read answers and every refusal, with what explains it', async () => {
    const headers = { origin: page };
    const json = { ...headers, 'content-type': 'application/json' };
    const refusals: [status: number, answer: Answer][] = [
      [401, await api.call('GET', '/secure-data', { headers })],
      [401, await api.call('GET', '/secure-data', { headers, token: `${token}x` })],
      [403, await api.call('GET', '/users', { headers, token })],
      [404, await api.call('GET', '/nowhere', { headers, token })],
      [404, await api.call('GET', `/invoices/${invoices.sales}`, { headers, token })],
      [400, await api.call('POST', '/invoices', { headers: json, token, body: '{' })],
      [413, await api.call('POST', '/invoices', { headers: json, token, body: `"${'x'.repeat(100_000)}"` })],
    ];
    const good = await api.call('GET', '/secure-data', { headers, token });
    let limited = good;
    for (let sent = 0; limited.status !== 429 && sent < 50; sent += 1)
      limited = await api.call('GET', '/secure-data', { headers, token });
    for (const [status, answer] of [...refusals, [200, good], [429, limited]] as const) {
      expect([answer.status, readableBy(answer)]).toEqual([status, page]);
      expect(answer.headers.get('access-control-expose-headers')).toMatch(/WWW-Authenticate, Retry-After/u);
    }
    expect(limited.headers.get('retry-after')).toMatch(/^\d+$/u);
    // Preflights count for nobody.
    expect((await preflight('/secure-data', 'GET')).status).toBe(204);
  });

  it('all read the metadata document, and a request that only looks like a preflight is none', async () => {
    const document = await api.call('GET', '/.well-known/oauth-protected-resource', {
      headers: { origin: 'https://any.example' },
    });
    expect([document.status, readableBy(document)]).toEqual([200, '*']);
    const plain = await api.call('OPTIONS', '/secure-data', { headers: { origin: page } });
    expect(plain.status).toBe(404);
    const noOrigin = await api.call('OPTIONS', '/secure-data', { headers: { 'access-control-request-method': 'GET' } });
    expect(noOrigin.status).toBe(404);
  });
});

describe('R1: the setting', () => {
  it('takes exact origins', async () => {
    expect(await faults(`${page}, http://[::1]:8080,*`)).toContain('* stands alone');
    for (const right of [page, 'http://[::1]:8080', '*', 'tauri://localhost']) expect(await faults(right)).toBe('');
    const wrong = [
      'null',
      `${page}/`,
      `${page}/app`,
      'https://*.example.com',
      'app.example.com',
      'https://a.example:443',
    ];
    for (const one of wrong) expect([one, await faults(one)]).toEqual([one, expect.stringContaining('exact origin')]);
  });

  it('refuses every page in production', async () => {
    const production = { API_MODE: 'production', API_CURSOR_KEYS: 'c'.repeat(32) };
    expect(await faults('*', production)).toContain('refused in production');
    expect(await faults(page, production)).toBe('');
  });
});

describe('R1: without the setting', () => {
  it('an API says nothing to pages of other origins', async () => {
    const closed = await anApi();
    const answer = await closed.call('OPTIONS', '/secure-data', {
      headers: { origin: page, 'access-control-request-method': 'GET' },
    });
    expect([answer.status, readableBy(answer), answer.headers.get('vary')]).toEqual([404, null, null]);
    await closed.stop();
  });
});

/** An empty page on an origin of its own. */
async function pageServer(): Promise<{ server: Server; origin: string }> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

skipUnless('chromium')('R1: in Chromium', () => {
  it('an application on another origin reads and writes, and a stranger reads nothing', async () => {
    const [app, evil] = [await pageServer(), await pageServer()];
    const open = await anApi({ API_ALLOWED_ORIGINS: app.origin });
    const given = await open.tokenOf('alice', 'invoice_read invoice_write profile_read');
    const browser = await chromium();
    const run = async (origin: string, path: string, init: object) => {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const tab = await context.newPage();
      await tab.goto(origin);
      const code = `fetch(${JSON.stringify(open.origin + path)}, ${JSON.stringify(init)}).then((answer) => [answer.status, answer.headers.get('www-authenticate')?.split(' ')[0] ?? answer.headers.get('location')], (error) => error.name)`;
      const result: unknown = await tab.evaluate(code);
      await context.close();
      return result;
    };
    const authorization = `Bearer ${given}`;
    const json = { authorization, 'content-type': 'application/json' };
    try {
      expect(await run(app.origin, '/secure-data', { headers: { authorization } })).toEqual([200, null]);
      expect(await run(app.origin, '/secure-data', {})).toEqual([401, 'Bearer']);
      expect(await run(app.origin, '/users', { headers: { authorization } })).toEqual([403, 'Bearer']);
      const wrong = { method: 'POST', headers: json, body: '{}' };
      expect(await run(app.origin, '/invoices', wrong)).toEqual([400, null]);
      for (const init of [{}, { headers: { authorization } }, { method: 'POST', headers: json, body: '{}' }])
        expect(await run(evil.origin, '/secure-data', init)).toBe('TypeError');
    } finally {
      await browser.close();
      await open.stop();
      for (const { server } of [app, evil]) {
        server.close();
        server.closeAllConnections();
      }
    }
  });
});
