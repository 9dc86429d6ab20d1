import { comparison } from '../load.ts';
import { startAuthorizationServer, startReference, startResourceServer, tokenRequest } from '../product.ts';
import type { Scenario } from '../scenario.ts';

const scenario: Scenario = {
  name: 'verify-remembered',
  unit: 'requests/s',
  against: 'Express and helmet that answer a constant, without any check; per core',
  rounds: 3,
  perCore: true,
  async prepare(context) {
    const issuer = await startAuthorizationServer();
    const product = await startResourceServer(issuer.origin);
    const hello = await startReference('hello');
    const granted = await fetch(`${issuer.origin}/token`, { method: 'POST', ...tokenRequest(issuer) });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    const request = { method: 'GET', headers: { authorization: `Bearer ${token}` } } as const;
    const round = await comparison(
      { server: product.server, url: `${product.origin}/secure-data`, ...request },
      { server: hello.server, url: hello.origin, ...request },
      context,
    );
    return {
      round,
      async close() {
        await Promise.all([product.stop(), hello.stop(), issuer.stop()]);
      },
    };
  },
};

export default scenario;
