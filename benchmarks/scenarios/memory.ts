import { setTimeout as delay } from 'node:timers/promises';
import { load } from '../load.ts';
import { startAuthorizationServer, startReference, tokenRequest } from '../product.ts';
import type { Run, Scenario } from '../scenario.ts';

const IDLE_MS = 3_000;

function run(value: number): Run {
  return { value, p50Ms: undefined, p99Ms: undefined, errors: 0 };
}

const scenario: Scenario = {
  name: 'memory',
  unit: 'MB resident, idle after the start',
  against: 'node:http server that answers nothing, idle after the start',
  rounds: 3,
  async prepare({ say, stopAtEnd }) {
    say('making the database that each start finds');
    const first = stopAtEnd(await startAuthorizationServer());
    await first.server.stop();
    return {
      async round(index) {
        say(`round ${index + 1}`);
        const product = stopAtEnd(await startAuthorizationServer({ state: first.state }));
        const nothing = stopAtEnd(await startReference('nothing'));
        await delay(IDLE_MS);
        const idle = product.server.residentMb();
        const reference = nothing.server.residentMb();
        if (idle === undefined || reference === undefined) throw new Error('resident memory is known on Linux only');
        const { errors } = await load(
          { server: product.server, url: `${product.origin}/token`, method: 'POST', ...tokenRequest(product) },
          5,
        );
        say(`${product.server.residentMb()?.toFixed(0)} MB after 5 s of token requests`);
        await Promise.all([product.server.stop(), nothing.stop()]);
        return { subject: { ...run(idle), errors }, reference: run(reference) };
      },
    };
  },
};

export default scenario;
