import { runChains } from '../chains.ts';
import { dynamicRotations, startWithDynamicClients } from '../dynamic-clients.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';

const MANY = 100_000;
const FEW = 10;
const chains = 16;

/** A hundred thousand clients that registered themselves cost a token request no more than a tenth. */
const scenario: Scenario = {
  name: 'dynamic-clients-tokens',
  unit: 'rotations/s',
  against: `the same with ${FEW} such clients instead of ${MANY}`,
  rounds: 5,
  perCore: true,
  async prepare(context) {
    const many = context.stopAtEnd(await startWithDynamicClients(MANY));
    const few = context.stopAtEnd(await startWithDynamicClients(FEW));
    const subject = await dynamicRotations(many, { chains, clients: MANY });
    const reference = await dynamicRotations(few, { chains, clients: FEW });
    return await roundRobin(
      (seconds) => runChains(subject, seconds),
      (seconds) => runChains(reference, seconds),
      context,
    );
  },
};

export default scenario;
