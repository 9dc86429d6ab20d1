import { createTestIssuer } from '@gatehouse/oauth-guard/testing';
import { load } from './load.ts';
import { type MeasuredProgram, RESOURCE, startReference } from './product.ts';
import { type Measure, roundRobin } from './round-robin.ts';
import type { BenchmarkContext, Run, Scenario } from './scenario.ts';

/** Verifying fresh tokens in Express with helmet, against another verifier of `benchmarks/servers/verifier.ts`. */
export function freshAgainst(name: string, verifier: string, against: string): Scenario {
  return {
    name,
    unit: 'requests/s',
    against,
    rounds: 3,
    perCore: true,
    async prepare(context) {
      const { issuer, token } = await issuing(context);
      const start = (which: string): Promise<MeasuredProgram> =>
        startReference('verifier', { VERIFIER: which, ISSUER: issuer });
      const guard = context.stopAtEnd(await start('guard'));
      const peer = context.stopAtEnd(await start(verifier));
      const request = { method: 'GET', headers: { authorization: `Bearer ${token}` } } as const;
      const measure =
        ({ server, origin }: MeasuredProgram): Measure =>
        (seconds) =>
          load({ server, url: `${origin}/orders`, ...request }, seconds);
      return await roundRobin(measure(guard), measure(peer), context);
    },
  };
}

/** An issuer in this process, and a token of ordinary size. */
export async function issuing(
  context: Pick<BenchmarkContext, 'stopAtEnd'>,
): Promise<{ issuer: string; token: string }> {
  const issuer = await createTestIssuer({ audience: RESOURCE });
  context.stopAtEnd({ stop: () => issuer.close() });
  const claims = { department: 'Finance', roles: ['accountant', 'user'] };
  const scope = 'profile_read profile_write invoice_read invoice_write';
  return { issuer: issuer.issuer, token: await issuer.issueToken({ scope, claims, expiresInSeconds: 3600 }) };
}

const BATCH = 200;

/**
 * Calls something over and over in this process. The CPU time is that of all its threads: some verify on the thread pool.
 *
 * @param beside done between two batches and not counted
 */
export async function calling(
  call: () => unknown,
  seconds: number,
  beside: () => unknown = () => undefined,
): Promise<Run> {
  let spentMs = 0;
  let cpuMs = 0;
  let calls = 0;
  const endsAt = performance.now() + seconds * 1000;
  while (performance.now() < endsAt) {
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    for (let i = 0; i < BATCH; i += 1) await call();
    const { user, system } = process.cpuUsage(cpu);
    spentMs += performance.now() - startedAt;
    cpuMs += (user + system) / 1000;
    calls += BATCH;
    await beside();
  }
  return { value: (calls / spentMs) * 1000, p50Ms: undefined, p99Ms: undefined, errors: 0, cpuShare: cpuMs / spentMs };
}
