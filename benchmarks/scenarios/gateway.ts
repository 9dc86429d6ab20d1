import { START_SCRIPT_OF_GATEWAY, startGateway } from '../gateway.ts';
import { leanLoad } from '../lean-load.ts';
import { startAuthorizationServer, startReference, startResourceServer, tokenRequest } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';

/**
 * No server is pinned: a gateway is another process, and the system gives it a core as it does in use. On a machine of
 * two cores three processes share them, the source of the load among them.
 * What a gateway in Node could do at most is measured beside it: the time of a request is mostly that of the HTTP client.
 */
const scenario: Scenario = {
  name: 'gateway',
  unit: 'requests/s',
  against: 'the same request straight at the resource server, exchanged token kept',
  limit: 'a bare undici proxy on node:http before the same resource server',
  rounds: 3,
  async prepare(context) {
    const issuer = context.stopAtEnd(await startAuthorizationServer());
    const service = context.stopAtEnd(await startResourceServer(issuer.origin, {}, 'anywhere'));
    const gateway = context.stopAtEnd(await startGateway(issuer, service));
    const proxy = context.stopAtEnd(
      await startReference('proxy', { ...START_SCRIPT_OF_GATEWAY, UPSTREAM: service.origin }, 'anywhere'),
    );
    const granted = await fetch(`${issuer.origin}/token`, { method: 'POST', ...tokenRequest(issuer) });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    const request = { method: 'GET', headers: { authorization: `Bearer ${token}` } } as const;
    return await roundRobin(
      (seconds) => leanLoad({ server: gateway.server, url: `${gateway.origin}/api/secure-data`, ...request }, seconds),
      (seconds) => leanLoad({ server: service.server, url: `${service.origin}/secure-data`, ...request }, seconds),
      context,
      (seconds) => leanLoad({ server: proxy.server, url: `${proxy.origin}/api/secure-data`, ...request }, seconds),
    );
  },
};

export default scenario;
