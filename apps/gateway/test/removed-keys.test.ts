import { apiKeyOf } from '@gatehouse/logging';
import { eventually } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createKeysWatch } from '../src/keys-watch.ts';
import { type AGateway, aGateway } from './a-gateway.ts';

describe('D4: a key that its issuer does not publish any more', () => {
  let gateway: AGateway;
  beforeEach(async () => {
    const env = { GATEWAY_JWKS_CACHE_SECONDS: '1', GATEWAY_JWKS_COOLDOWN_SECONDS: '1' };
    gateway = await aGateway({ env });
  });
  afterEach(() => gateway.stop());

  it('ends the tokens that it signed while requests come, remembered ones too', async () => {
    const { issuer } = gateway;
    const token = await issuer.issueToken({ scope: 'invoice_read', expiresInSeconds: 86_400 });
    expect((await gateway.call('/api/x', { token })).status).toBe(200);
    expect((await gateway.call('/api/x', { token })).status).toBe(200);
    await issuer.keys.rotateKeys({ forgetOld: true });
    await eventually(async () => (await gateway.call('/api/x', { token })).status === 401);
    const next = await issuer.issueToken({ scope: 'invoice_read' });
    expect((await gateway.call('/api/x', { token: next })).status).toBe(200);
  });

  it('ends what was exchanged under it for an API key and an opaque token: both are exchanged anew', async () => {
    const { issuer } = gateway;
    const secret = 'k'.repeat(38);
    const key = apiKeyOf(secret);
    issuer.apiKeys.set(key, { sub: 'robot', scope: 'invoice_read' });
    const opaque = issuer.keys.issueOpaqueToken({ scope: 'invoice_read', claims: { iss: issuer.issuer } });
    const byKey = { headers: { 'x-api-key': key } };
    const kidOf = async (call: object): Promise<string> => {
      const { status, body: answer } = await gateway.call('/api/x', call);
      expect(status).toBe(200);
      const [, token] = (answer.headers.authorization as string).split(' ');
      return JSON.parse(Buffer.from((token as string).split('.')[0] as string, 'base64url').toString()).kid as string;
    };
    const [{ kid: first }] = issuer.keys.publicKeys as unknown as [{ kid: string }];
    expect([await kidOf(byKey), await kidOf({ token: opaque })]).toEqual([first, first]);
    await issuer.keys.rotateKeys({ forgetOld: true });
    await eventually(async () => (await kidOf(byKey)) !== first);
    expect(await kidOf({ token: opaque })).not.toBe(first);
    expect(issuer.exchanges).toHaveLength(4);
  });
});

describe('failures of the keys', () => {
  it('are logged once for a cause, and again after a recovery', () => {
    const logged: unknown[] = [];
    let evictions = 0;
    const watch = createKeysWatch({ evict: () => evictions++ }, {
      warn: (fields: object) => void logged.push(fields),
    } as never);
    const issuer = 'https://login.example.com';
    const failed = { issuer, outcome: 'failed', keys: 1, removed: false, detail: 'status 500' } as const;
    for (const event of [failed, failed, { ...failed, detail: 'x' }, { ...failed, outcome: 'loaded' } as const, failed])
      watch(event);
    expect(logged).toEqual(['status 500', 'x', 'status 500'].map((detail) => ({ detail, keys: 1 })));
    expect(evictions).toBe(0);
    watch({ ...failed, removed: true });
    expect(evictions).toBe(1);
  });
});
