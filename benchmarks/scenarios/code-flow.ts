import { onBothStores, startBesideEngine } from '../beside-engine.ts';
import { codeFlows, runFlows } from '../flows.ts';
import type { MeasuredProgram } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Run } from '../scenario.ts';

async function flowing(program: MeasuredProgram): Promise<(seconds: number) => Promise<Run>> {
  const target = await codeFlows(program);
  return (seconds) => runFlows(target, seconds);
}

/** An authorization request with a living session, its code, and the tokens: access, ID and refresh token. */
const scenarios = onBothStores('code-flow', 'flows/s', async (context, store) => {
  const { product, engine } = await startBesideEngine(context, store);
  return await roundRobin(await flowing(product), await flowing(engine), context);
});

export default scenarios;
