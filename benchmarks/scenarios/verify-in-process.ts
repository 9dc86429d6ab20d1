import { createResourceServer } from '@gatehouse/oauth-guard';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { RESOURCE } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';
import { calling, issuing } from '../verifying.ts';

const scenario: Scenario = {
  name: 'verify-in-process',
  unit: 'tokens/s',
  against: 'jose: jwtVerify and createRemoteJWKSet, in the same process without HTTP; per core',
  rounds: 3,
  perCore: true,
  async prepare(context) {
    const { issuer, token } = await issuing(context);
    const api = createResourceServer({ resource: RESOURCE, issuers: issuer, rememberedTokens: false });
    context.stopAtEnd({ stop: async () => api.close() });
    await api.preload();
    await api.verify(token);
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
    const expected = { issuer, audience: RESOURCE, typ: 'at+jwt', algorithms: ['RS256'] };
    return await roundRobin(
      (seconds) => calling(() => api.verify(token), seconds),
      (seconds) => calling(() => jwtVerify(token, keys, expected), seconds),
      context,
    );
  },
};

export default scenario;
