import { onBothStores, startBesideEngine } from '../beside-engine.ts';
import { leanLoad } from '../lean-load.ts';
import type { Target } from '../load.ts';
import type { MeasuredProgram } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';
import { signIn } from '../sign-in.ts';

/** What is asked, with a token of the program. */
async function targetOf(program: MeasuredProgram, forApi: boolean): Promise<Target> {
  const { accessToken } = await signIn(program, { forApi });
  if (forApi !== accessToken.includes('.')) throw new Error('the token is of another kind');
  const headers = { authorization: `Bearer ${accessToken}` };
  return { server: program.server, url: `${program.origin}/me`, method: 'GET' as const, headers };
}

/** Userinfo by an opaque token, as it is where no API is named, and by a JWT for an API (ADR 11), which the engine alone does not take. */
const by = (kind: 'opaque' | 'jwt'): Scenario[] =>
  onBothStores(`userinfo-${kind}`, 'answers/s', async (context, store) => {
    const { product, engine } = await startBesideEngine(context, store);
    const [subject, reference] = [await targetOf(product, kind === 'jwt'), await targetOf(engine, false)];
    return await roundRobin(
      (seconds) => leanLoad(subject, seconds),
      (seconds) => leanLoad(reference, seconds),
      context,
    );
  });

const scenarios = [...by('opaque'), ...by('jwt')];

export default scenarios;
