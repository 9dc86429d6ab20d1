import { runProgram } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { aGateway } from './a-gateway.ts';

describe('an issuer that signs by another algorithm than RS256', () => {
  it.each(['ES256', 'PS256', 'Ed25519'] as const)(
    'C11: %s is accepted where the gateway is set to it',
    async (algorithm) => {
      const told = await aGateway({ algorithm, env: { GATEWAY_SIGNING_ALGORITHMS: algorithm } });
      const untold = await aGateway({ algorithm });
      try {
        const bearer = async ({ issuer }: typeof told) => ({
          authorization: `Bearer ${await issuer.issueToken({ scope: 'invoice_read' })}`,
        });
        expect((await told.call('/api/x', { headers: await bearer(told) })).status).toBe(200);
        expect((await untold.call('/api/x', { headers: await bearer(untold) })).status).toBe(401);
      } finally {
        await told.stop();
        await untold.stop();
      }
    },
  );

  it.each(['none', 'HS256', 'RS256,none', ','])('C11: GATEWAY_SIGNING_ALGORITHMS=%s ends it with 78', async (value) => {
    const { code, stderr } = await runProgram({
      entry: 'apps/gateway/src/main.ts',
      env: { GATEWAY_SIGNING_ALGORITHMS: value },
    });
    expect([code, stderr]).toEqual([78, expect.stringContaining('GATEWAY_SIGNING_ALGORITHMS')]);
  });
});
