/** What browsers make of the answers of services, and of refusals. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { routesSchema } from '../src/route-schema.ts';
import { type AGateway, aGateway, api } from './a-gateway.ts';

/** Headers that tell a browser what a page may do. */
const policies = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'cross-origin-embedder-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-content-type-options',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
  'permissions-policy',
];

let gateway: AGateway;
let token: string;
beforeAll(async () => {
  gateway = await aGateway({
    routes: [
      { path: '/open/*', audience: undefined, accept: [] },
      { path: '/password', accept: ['basic', 'access_token'], basic_challenge: true },
    ],
    env: { GATEWAY_AUTHORIZE_CALLERS: '127.0.0.1' },
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  gateway.serve = undefined;
});

const serving = (headers: Record<string, string | string[]>, status = 200) => {
  gateway.serve = (_request, response) => {
    response.writeHead(status, headers).end('<script src="/app.js"></script>');
  };
};

const challengeOf = async (path: string, headers = {}) =>
  String((await gateway.call(path, { headers })).headers['www-authenticate']);

describe('W26: answers of services', () => {
  it('carry no policy of the gateway, whatever their status', async () => {
    for (const status of [200, 302, 404, 500]) {
      serving({ 'content-type': 'text/html', location: '/x' }, status);
      for (const [path, given] of [
        ['/api/page', token],
        ['/open/page', undefined],
      ] as const) {
        const answer = await gateway.call(path, given === undefined ? {} : { token: given });
        expect([path, answer.status]).toEqual([path, status]);
        expect(Object.keys(answer.headers).filter((name) => policies.includes(name))).toEqual([]);
        expect(answer.headers['x-request-id']).toMatch(/^[\w-]+$/u);
      }
    }
  });

  it('keep what the service says itself, each once', async () => {
    const said = Object.fromEntries(policies.map((name) => [name, 'as the service says']));
    serving({ ...said, 'strict-transport-security': 'max-age=1' });
    const { headers } = await gateway.call('/api/page', { token });
    expect(headers).toMatchObject({ ...said, 'strict-transport-security': 'max-age=1' });
    serving({ 'content-security-policy': ["default-src 'self'", "frame-ancestors 'none'"] });
    expect((await gateway.call('/api/page', { token })).headers['content-security-policy']).toBe(
      "default-src 'self', frame-ancestors 'none'",
    );
  });

  it('say that the public origin is reached by TLS alone, which is true whatever answers behind it', async () => {
    const secure = await aGateway({ env: { GATEWAY_PUBLIC_ORIGIN: 'https://gateway.example' } });
    const its = await secure.issuer.issueToken({ subject: 'alice', scope: 'invoice_read', audience: api });
    const ask = () => secure.call('/api/x', { token: its, headers: { host: 'gateway.example' } });
    expect((await ask()).headers['strict-transport-security']).toMatch(/^max-age=\d{8}/u);
    secure.serve = (_request, response) => response.writeHead(200, { 'strict-transport-security': 'max-age=1' }).end();
    expect((await ask()).headers['strict-transport-security']).toBe('max-age=1');
    await secure.stop();
  });

  it('are told from answers of the gateway, which keep theirs', async () => {
    for (const path of ['/api/page', '/nowhere', '/open/%2e%2e/x', '/.well-known/oauth-protected-resource']) {
      const { headers } = await gateway.call(path);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-frame-options': 'DENY',
      });
    }
  });
});

describe('WWW-Authenticate', () => {
  it('opens no password window of a browser unless the route asks for it', async () => {
    const wrong = `Basic ${Buffer.from('robot:wrong').toString('base64')}`;
    for (const headers of [{}, { authorization: wrong }, { authorization: 'Bearer x' }, { 'x-api-key': 'gh_x' }]) {
      expect(await challengeOf('/api/x', headers)).toMatch(/^Bearer (?!.*Basic)/u);
    }
    const asked = { 'x-original-method': 'GET', 'x-original-uri': '/api/x' };
    expect(await challengeOf('/.gatehouse/authorize', asked)).toMatch(/^Bearer (?!.*Basic)/u);
    expect(await challengeOf('/password')).toMatch(/^Bearer .*, Basic realm="gateway", charset="UTF-8"$/u);
    expect(await challengeOf('/password', { authorization: wrong })).toMatch(/, Basic realm="gateway"/u);
  });

  it('is not offered for a password that the route does not take', () => {
    const route = { path: '/x', upstream: 'https://x.example', audience: 'https://x.example', basic_challenge: true };
    const check = (accept: string[]) => routesSchema.safeParse({ routes: [{ ...route, accept }] }).error?.message ?? '';
    expect(check(['access_token'])).toContain('needs basic in accept');
    expect(check(['access_token', 'basic'])).toBe('');
  });
});
