import { createDpopClient, type TokenParameters } from '@gatehouse/oauth-guard/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRateLimitHeaders } from '../src/rate-limit-headers.ts';
import { type AGateway, aGateway } from './a-gateway.ts';

describe('the headers of limits', () => {
  it('GW-07: say how many are left, and when it is all of them again', () => {
    const headers = createRateLimitHeaders({ requests: 3, windowSeconds: 30, quotaPerDay: 0 });
    expect(headers({ waitSeconds: 0, remaining: 2, resetSeconds: 7 })).toEqual({
      'RateLimit-Policy': '"default";q=3;w=30',
      RateLimit: '"default";r=2;t=7',
    });
  });
});

/** @param failures how many an address may have in an hour */
const behindProxy = (failures: number) =>
  aGateway({
    env: {
      GATEWAY_RATE_LIMIT_FAILURES: String(failures),
      GATEWAY_RATE_LIMIT_WINDOW_SECONDS: '3600',
      GATEWAY_TRUSTED_PROXIES: '127.0.0.1',
    },
  });

describe('limits at the gateway', () => {
  let gateway: AGateway;
  beforeAll(async () => {
    gateway = await aGateway({
      routes: [
        {
          path: '/dead/*',
          upstream: 'http://127.0.0.1:1',
          circuit_breaker: { rest_ms: 600_000, longest_rest_ms: 600_000 },
        },
      ],
      env: {
        GATEWAY_RATE_LIMIT_REQUESTS: '10',
        GATEWAY_RATE_LIMIT_FAILURES: '5',
        GATEWAY_RATE_LIMIT_WINDOW_SECONDS: '3600',
      },
    });
  });
  afterAll(() => gateway?.stop());

  it('GW-05: a service that fails again and again is left alone, and its callers need not wait', async () => {
    const token = await gateway.issuer.issueToken({ subject: 'patient', scope: 'invoice_read' });
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1) statuses.push((await gateway.call('/dead/x', { token })).status);
    expect(statuses).toEqual([502, 502, 502, 502, 502, 503]);
    const resting = await gateway.call('/dead/x', { token });
    expect([resting.body.error, Number(resting.headers['retry-after']) > 0]).toEqual(['upstream_resting', true]);
    expect((await gateway.call('/api/x', { token })).status).toBe(200);
  });

  it('GW-07: each caller has an allowance of its own, which every answer shows', async () => {
    const [token, other] = await Promise.all(
      ['a', 'b'].map((subject) => gateway.issuer.issueToken({ subject, scope: 'invoice_read' })),
    );
    for (let index = 1; index <= 10; index += 1) {
      const answer = await gateway.call('/api/x', { token: token! });
      expect([answer.status, answer.headers['ratelimit']]).toEqual([
        200,
        expect.stringMatching(`"default";r=${10 - index};t=\\d+`),
      ]);
    }
    const refused = await gateway.call('/api/x', { token: token! });
    expect([refused.status, refused.headers['ratelimit-policy']]).toEqual([429, '"default";q=10;w=3600']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await gateway.call('/api/x', { token: other! })).status).toBe(200);
  });

  it('GW-07: an address that guesses is not listened to any more', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1)
      statuses.push((await gateway.call('/api/x', { headers: { 'x-api-key': 'gh_guess' } })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('F17: but who is right at that address passes, with a token and with a key', async () => {
    const guess = (key: string) => gateway.call('/api/x', { headers: { 'x-api-key': key } });
    expect((await guess('gh_guess')).status).toBe(429);
    const token = await gateway.issuer.issueToken({ subject: 'right', scope: 'invoice_read' });
    expect((await gateway.call('/api/x', { token })).status).toBe(200);
    expect((await gateway.call('/api/x', { token: `${token}x` })).status).toBe(429);
    expect((await guess('gh_guess')).status).toBe(429);
  });

  it('F17: and who was right once, or shows a token wrongly, hears what is wrong with it', async () => {
    expect((await gateway.call('/api/x', { headers: { 'x-api-key': 'gh_guess' } })).status).toBe(429);
    const refusal = async (parameters: TokenParameters, headers: Record<string, string> = {}) => {
      const token = await gateway.issuer.issueToken({ subject: 'late', scope: 'invoice_read', ...parameters });
      const { status, body } = await gateway.call('/api/x', {
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
      return [status, body.code ?? body.error];
    };
    const client = await createDpopClient();
    for (let index = 0; index < 8; index += 1) {
      expect(await refusal({ expiresInSeconds: -3600 })).toEqual([401, 'token_expired']);
      expect(await refusal({ dpop: client })).toEqual([401, 'dpop_scheme_required']);
      expect(await refusal({ audience: 'https://elsewhere.example' })).toEqual([401, 'wrong_audience']);
    }
    expect(await refusal({ claims: { iss: 'https://evil.example' } })).toEqual([429, 'too_many_requests']);
  });

  it('GW-07: and so is a network in which every guess has an address of its own', async () => {
    const proxied = await behindProxy(5);
    try {
      const guess = async (address: string) =>
        (await proxied.call('/api/x', { headers: { 'x-api-key': 'gh_guess', 'x-forwarded-for': address } })).status;
      const statuses: number[] = [];
      for (let index = 1; index <= 6; index += 1) statuses.push(await guess(`2001:db8::${index}`));
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
      expect(await guess('2001:db8:0:1::1')).toBe(401);
    } finally {
      await proxied.stop();
    }
  });

  it('W21: callers behind a proxy that writes ports count each for itself, and none escapes by another port', async () => {
    const proxied = await behindProxy(2);
    try {
      const guess = async (headers: Record<string, string>) =>
        (await proxied.call('/api/x', { headers: { 'x-api-key': 'gh_guess', ...headers } })).status;
      const from = (address: string) => guess({ 'x-forwarded-for': address });
      for (let index = 1; index <= 4; index += 1) expect(await from(`203.0.113.${index}:5${index}`)).toBe(401);
      expect(await guess({ forwarded: 'for="203.0.113.1:7"' })).toBe(401);
      expect(await from('203.0.113.1:8')).toBe(429);
      expect(await from('_hidden')).toBe(401);
    } finally {
      await proxied.stop();
    }
  });
});
