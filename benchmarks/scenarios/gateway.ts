import { startGateway } from '../gateway.ts';
import { leanLoad } from '../lean-load.ts';
import { startAuthorizationServer, startResourceServer, tokenRequest } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';

/**
 * Neither server is pinned: a gateway is another process, and the system gives it a core as it does in use. On a machine of
 * two cores three processes share them, the source of the load among them.
 */
const scenario: Scenario = {
  name: 'gateway',
  unit: 'requests/s',
  against: 'the same request straight at the resource server, exchanged token kept',
  rounds: 3,
  async prepare(context) {
    const issuer = context.stopAtEnd(await startAuthorizationServer());
    const service = context.stopAtEnd(await startResourceServer(issuer.origin, {}, 'anywhere'));
    const gateway = context.stopAtEnd(await startGateway(issuer, service));
    const granted = await fetch(`${issuer.origin}/token`, { method: 'POST', ...tokenRequest(issuer) });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    const request = { method: 'GET', headers: { authorization: `Bearer ${token}` } } as const;
    return await roundRobin(
      (seconds) => leanLoad({ server: gateway.server, url: `${gateway.origin}/api/secure-data`, ...request }, seconds),
      (seconds) => leanLoad({ server: service.server, url: `${service.origin}/secure-data`, ...request }, seconds),
      context,
    );
  },
};

export default scenario;
