import { load } from '../load.ts';
import { startAuthorizationServer, startReference, startResourceServer, tokenRequest } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';

const scenario: Scenario = {
  name: 'verify-remembered',
  unit: 'requests/s',
  against: 'Express and helmet that answer a constant, without any check; per core',
  rounds: 3,
  perCore: true,
  async prepare(context) {
    const issuer = context.stopAtEnd(await startAuthorizationServer());
    const product = context.stopAtEnd(await startResourceServer(issuer.origin));
    const hello = context.stopAtEnd(await startReference('hello'));
    const granted = await fetch(`${issuer.origin}/token`, { method: 'POST', ...tokenRequest(issuer) });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    const request = { method: 'GET', headers: { authorization: `Bearer ${token}` } } as const;
    return await roundRobin(
      (seconds) => load({ server: product.server, url: `${product.origin}/secure-data`, ...request }, seconds),
      (seconds) => load({ server: hello.server, url: hello.origin, ...request }, seconds),
      context,
    );
  },
};

export default scenario;
