import { startAuthorizationServer, startReference } from '../product.ts';
import type { Run, Scenario } from '../scenario.ts';

function run(value: number): Run {
  return { value, p50Ms: value, p99Ms: undefined, errors: 0 };
}

const scenario: Scenario = {
  name: 'cold-start',
  unit: 'ms',
  against: 'node:http server that answers nothing, from start to its first answer',
  rounds: 5,
  async prepare({ say, stopAtEnd }) {
    say('making the database that each start finds');
    const first = stopAtEnd(await startAuthorizationServer());
    await first.server.stop();
    return {
      async round(index) {
        say(`round ${index + 1}`);
        const product = stopAtEnd(await startAuthorizationServer({ state: first.state }));
        await product.server.stop();
        const nothing = stopAtEnd(await startReference('nothing'));
        await nothing.stop();
        return { subject: run(product.readyMs), reference: run(nothing.readyMs) };
      },
    };
  },
};

export default scenario;
