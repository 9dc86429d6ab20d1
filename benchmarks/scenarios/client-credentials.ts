import { comparison } from '../load.ts';
import { startAuthorizationServer, startReference, tokenRequest } from '../product.ts';
import type { Scenario } from '../scenario.ts';

const scenario: Scenario = {
  name: 'client-credentials',
  unit: 'tokens/s',
  against: 'bare node:http server: one RSA-2048 signature per request; per core',
  rounds: 3,
  perCore: true,
  async prepare(context) {
    const product = await startAuthorizationServer();
    const bare = await startReference('signatures');
    const request = { method: 'POST', ...tokenRequest(product) } as const;
    const metadata = await fetch(`${product.origin}/.well-known/oauth-authorization-server`);
    const { token_endpoint: url } = (await metadata.json()) as { token_endpoint: string };
    const round = await comparison(
      { server: product.server, url, ...request },
      { server: bare.server, url: bare.origin, ...request },
      context,
    );
    return {
      round,
      async close() {
        await Promise.all([product.stop(), bare.stop()]);
      },
    };
  },
};

export default scenario;
