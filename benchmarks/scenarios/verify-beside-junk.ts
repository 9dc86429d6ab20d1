import { createResourceServer } from '@gatehouse/oauth-guard';
import { RESOURCE } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';
import { calling, issuing } from '../verifying.ts';

const scenario: Scenario = {
  name: 'verify-beside-junk',
  unit: 'tokens/s',
  against:
    'the same remembered tokens without 1,000 forged ones between every 200 of them; the forged are not counted; per core',
  rounds: 3,
  perCore: true,
  async prepare(context) {
    const { issuer, token } = await issuing(context);
    const api = createResourceServer({ resource: RESOURCE, issuers: issuer, rememberedTokens: 100 });
    context.stopAtEnd({ stop: async () => api.close() });
    await api.preload();
    await api.verify(token);
    const unsigned = token.slice(0, token.lastIndexOf('.') + 1);
    let junk = 0;
    const flood = async (): Promise<void> => {
      for (let i = 0; i < 1000; i += 1) {
        junk += 1;
        const forged = unsigned + Buffer.from(String(junk).padStart(256, '0')).toString('base64url');
        await api.verify(forged).catch(() => undefined);
      }
    };
    return await roundRobin(
      (seconds) => calling(() => api.verify(token), seconds, flood),
      (seconds) => calling(() => api.verify(token), seconds),
      context,
    );
  },
};

export default scenario;
