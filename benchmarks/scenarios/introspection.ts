import { onBothStores, startBesideEngine } from '../beside-engine.ts';
import { leanLoad } from '../lean-load.ts';
import type { Target } from '../load.ts';
import type { MeasuredProgram } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';
import { signIn, webAppAuthorization } from '../sign-in.ts';

/** What is asked, with a token of the program. */
async function targetOf(program: MeasuredProgram, forApi: boolean): Promise<Target> {
  const { accessToken } = await signIn(program, { forApi });
  const headers = {
    authorization: webAppAuthorization(program),
    'content-type': 'application/x-www-form-urlencoded',
  };
  const body = new URLSearchParams({ token: accessToken }).toString();
  const url = `${program.origin}/token/introspection`;
  const answer = await fetch(url, { method: 'POST', headers, body });
  const said = (await answer.json()) as { active?: boolean };
  if (said.active !== true) throw new Error(`the token is not active: ${answer.status} ${JSON.stringify(said)}`);
  return { server: program.server, url, method: 'POST' as const, headers, body };
}

/** Introspection of an opaque token by its client, and of a JWT, which the engine alone refuses: both beside opaque tokens there. */
const of = (kind: 'opaque' | 'jwt'): Scenario[] =>
  onBothStores(`introspection-${kind}`, 'answers/s', async (context, store) => {
    const { product, engine } = await startBesideEngine(context, store);
    const [subject, reference] = [await targetOf(product, kind === 'jwt'), await targetOf(engine, false)];
    return await roundRobin(
      (seconds) => leanLoad(subject, seconds),
      (seconds) => leanLoad(reference, seconds),
      context,
    );
  });

const scenarios = [...of('opaque'), ...of('jwt')];

export default scenarios;
