import { runProgram } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnApi, anApi } from './an-api.ts';

describe.each(['ES256', 'PS256', 'Ed25519'] as const)('an issuer that signs by %s', (algorithm) => {
  let told: AnApi;
  let untold: AnApi;
  beforeAll(async () => {
    told = await anApi({ API_SIGNING_ALGORITHMS: `RS256,${algorithm}` }, algorithm);
    untold = await anApi({}, algorithm);
  });
  afterAll(() => Promise.all([told?.stop(), untold?.stop()]));

  it('C11: its tokens are accepted by an API that is set to it, and by no other', async () => {
    expect((await told.call('GET', '/invoices', { token: await told.tokenOf('alice', 'invoice_read') })).status).toBe(
      200,
    );
    const refused = await untold.call('GET', '/invoices', { token: await untold.tokenOf('alice', 'invoice_read') });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ]);
  });

  it('C11: a token that says another algorithm than its key is refused', async () => {
    const token = await told.tokenOf('alice', 'invoice_read');
    for (const alg of ['RS256', 'HS256', 'none', algorithm.toLowerCase()]) {
      const head = { ...(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as object), alg };
      const forged = [Buffer.from(JSON.stringify(head)).toString('base64url'), ...token.split('.').slice(1)].join('.');
      expect((await told.call('GET', '/invoices', { token: forged })).status).toBe(401);
    }
  });
});

it.each(['none', 'HS256', 'RS256,HS512', 'rs256', 'ES256K', ','])(
  'C11: API_SIGNING_ALGORITHMS=%s ends it with 78',
  async (value) => {
    const { code, stderr } = await runProgram({
      entry: 'apps/resource-server/src/main.ts',
      env: { API_SIGNING_ALGORITHMS: value },
    });
    expect([code, stderr]).toEqual([78, expect.stringContaining('API_SIGNING_ALGORITHMS')]);
  },
);
