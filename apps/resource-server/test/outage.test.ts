import { setTimeout } from 'node:timers/promises';
import { eventually } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AnApi, anApi } from './an-api.ts';

let api: AnApi;
beforeEach(async () => {
  api = await anApi({ API_JWKS_COOLDOWN_SECONDS: '1' });
});
afterEach(() => api.stop());

const ready = async () => (await fetch(`${api.managementUrl}/readyz`)).status;

describe('while the issuer is away', () => {
  it('RS-04: tokens of known keys are served on, also ones never seen before', async () => {
    const seen = await api.tokenOf('alice', '');
    expect((await api.call('GET', '/secure-data', { token: seen })).status).toBe(200);
    const unseen = await api.tokenOf('bob', '');
    await api.issuer.goDown();
    expect((await api.call('GET', '/secure-data', { token: seen })).status).toBe(200);
    expect((await api.call('GET', '/secure-data', { token: unseen })).status).toBe(200);
    expect(await ready()).toBe(200);
  });

  it('RS-04: a token of an unknown key is 503 with Retry-After, not the fault of the caller', async () => {
    await api.call('GET', '/secure-data', { token: await api.tokenOf('alice', '') });
    await api.issuer.rotateKeys();
    // Within the cooldown the key set counts as just read, and an unknown key is the caller's fault.
    await setTimeout(1_100);
    const token = await api.tokenOf('alice', '');
    await api.issuer.goDown();
    const answer = await api.call('GET', '/secure-data', { token });
    expect([answer.status, answer.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await api.issuer.comeBack();
    await eventually(async () => (await api.call('GET', '/secure-data', { token })).status === 200);
  });

  it('OPS-08: a flood of unknown keys asks for them at most once per cooldown', async () => {
    await api.call('GET', '/secure-data', { token: await api.tokenOf('alice', '') });
    const before = api.issuer.requests.keys;
    const started = performance.now();
    const tokens = await Promise.all(
      Array.from({ length: 100 }, (_, n) => api.issuer.issueToken({ header: { kid: `unknown-${n}` } })),
    );
    const answers = await Promise.all(tokens.map((token) => api.call('GET', '/secure-data', { token })));
    expect(answers.every((answer) => answer.status === 401)).toBe(true);
    const cooldowns = Math.ceil((performance.now() - started) / 1000);
    expect(api.issuer.requests.keys - before).toBeLessThanOrEqual(cooldowns + 1);
  });
});

describe('while the database is away', () => {
  it('OPS-07: answers 503 with Retry-After, and what needs no data goes on', async () => {
    const token = await api.tokenOf('alice', 'invoice_read profile_write');
    await api.database.close();
    for (const [method, path, body] of [
      ['GET', '/invoices', undefined],
      ['PATCH', '/users/me', { name: 'A' }],
    ] as const) {
      const answer = await api.call(method, path, { token, body });
      expect([answer.status, answer.body.error]).toEqual([503, 'storage_unavailable']);
      expect(answer.headers.get('retry-after')).toBe('2');
    }
    expect((await api.call('GET', '/secure-data', { token })).status).toBe(200);
    expect(await ready()).toBe(503);
  });
});
