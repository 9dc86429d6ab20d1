import { load } from '../load.ts';
import { startAuthorizationServer, startReference, tokenRequest } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';

const scenario: Scenario = {
  name: 'client-credentials',
  unit: 'tokens/s',
  against: 'bare node:http server: one RSA-2048 signature per request; per core',
  rounds: 3,
  perCore: true,
  async prepare(context) {
    const product = context.stopAtEnd(await startAuthorizationServer());
    const bare = context.stopAtEnd(await startReference('signatures'));
    const request = { method: 'POST', ...tokenRequest(product) } as const;
    const metadata = await fetch(`${product.origin}/.well-known/oauth-authorization-server`);
    const { token_endpoint: url } = (await metadata.json()) as { token_endpoint: string };
    return await roundRobin(
      (seconds) => load({ server: product.server, url, ...request }, seconds),
      (seconds) => load({ server: bare.server, url: bare.origin, ...request }, seconds),
      context,
    );
  },
};

export default scenario;
