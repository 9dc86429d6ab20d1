import { startGateway } from '../gateway.ts';
import { leanLoad } from '../lean-load.ts';
import { startAuthorizationServer, startResourceServer, tokenRequest } from '../product.ts';
import type { Run, Scenario } from '../scenario.ts';

const REQUESTS = 200_000;
const WARM_REQUESTS = 40_000;

const run = (value: number, errors = 0): Run => ({ value, p50Ms: undefined, p99Ms: undefined, errors });

/** With all that grows: limits, access log, usage, and another token every second. */
const scenario: Scenario = {
  name: 'gateway-memory',
  unit: 'MB resident after 200,000 requests',
  against: 'itself after 40,000',
  rounds: 1,
  async prepare({ say, stopAtEnd }) {
    const issuer = stopAtEnd(await startAuthorizationServer());
    const service = stopAtEnd(await startResourceServer(issuer.origin, {}, 'anywhere'));
    const gateway = stopAtEnd(
      await startGateway(issuer, service, { GATEWAY_RATE_LIMIT_REQUESTS: '1000000000', GATEWAY_ACCESS_LOG: 'true' }),
    );
    const newToken = async () => {
      const granted = await fetch(`${issuer.origin}/token`, { method: 'POST', ...tokenRequest(issuer) });
      return ((await granted.json()) as { access_token: string }).access_token;
    };
    return {
      async round() {
        let requests = 0;
        let errors = 0;
        let early: number | undefined;
        while (requests < REQUESTS) {
          const headers = { authorization: `Bearer ${await newToken()}` };
          const url = `${gateway.origin}/api/secure-data`;
          const { server } = gateway;
          const lasted = await leanLoad({ server, url, method: 'GET', headers }, 1);
          requests += Math.round(lasted.value);
          errors += lasted.errors;
          const megabytes = gateway.server.residentMb() ?? Number.NaN;
          if (requests >= WARM_REQUESTS) early ??= megabytes;
          say(`${megabytes.toFixed(0)} MB after ${requests} requests`);
        }
        return { subject: run(gateway.server.residentMb() ?? Number.NaN, errors), reference: run(early ?? Number.NaN) };
      },
    };
  },
};

export default scenario;
