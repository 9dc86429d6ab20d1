import { Browser, openPage, signIn, submitPassword } from '../../apps/authorization-server/test/browser.ts';
import { counted, requestsTo } from '../../apps/authorization-server/test/counting.ts';
import { chooseConnection, comeBack, startFederation } from '../../apps/authorization-server/test/upstream.ts';
import type { Run, Scenario } from '../scenario.ts';

/** What a second sign-in by an upstream may cost more than one by password. */
const limits = { upstreamRequests: 1, commits: 1 };

/** One sign-in: the time in which its user waits for our server, and what that cost. */
interface Cost {
  readonly ms: number;
  readonly reads: number;
  readonly commits: number;
  readonly upstream: readonly string[];
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

const runOf = (costs: readonly Cost[], errors = 0): Run => {
  const times = costs.map(({ ms }) => ms);
  return { value: quantile(times, 0.5), p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99), errors };
};

/** A user who is connected signs in by another Gatehouse on this machine, and one with a password beside it. */
const scenario: Scenario = {
  name: 'federated-sign-in',
  unit: 'ms of our server and its upstream, median',
  against: 'a sign-in by password',
  rounds: 3,
  async prepare({ seconds, say, stopAtEnd }) {
    const { upstream, server, client } = stopAtEnd(await startFederation());
    const [here, there] = [await server.person('alice'), await upstream.person('alice')];

    /** Counts and times a part of a sign-in in which the browser asks our server alone. */
    const part = async <Result>(work: () => Promise<Result>): Promise<Cost & { readonly result: Result }> => {
      const {
        result: inner,
        reads,
        commits,
      } = await counted(server, () =>
        requestsTo(upstream, async () => {
          const startedAt = performance.now();
          const result = await work();
          return { result, ms: performance.now() - startedAt };
        }),
      );
      return { ...inner.result, reads, commits, upstream: inner.requests };
    };
    const byPassword = async (): Promise<Cost> => {
      const browser = new Browser();
      const all = await part(async () => submitPassword(browser, await openPage(browser, client.request().url), here));
      if (!(all.result instanceof URL)) throw new Error('the sign-in by password did not end');
      return all;
    };
    const goUpstream = async (browser: Browser) => {
      const going = await part(async () => chooseConnection(browser, await openPage(browser, client.request().url)));
      const back = await signIn(new Browser(), going.result.href, there);
      return { going, coming: await part(() => comeBack(browser, back)) };
    };
    const byUpstream = async (): Promise<Cost> => {
      const { going, coming } = await goUpstream(new Browser());
      if (!(coming.result instanceof URL)) throw new Error('the sign-in by the upstream did not end');
      return {
        ms: going.ms + coming.ms,
        reads: going.reads + coming.reads,
        commits: going.commits + coming.commits,
        upstream: [...going.upstream, ...coming.upstream],
      };
    };

    say('the first sign-in: connected by signing in');
    const browser = new Browser();
    const { coming } = await goUpstream(browser);
    if (coming.result instanceof URL) throw new Error('the identity is connected already');
    await submitPassword(browser, coming.result, here);
    await byUpstream();
    await byPassword();

    return {
      async round(index) {
        const endsAt = performance.now() + seconds * 1000;
        const [subject, reference]: [Cost[], Cost[]] = [[], []];
        do {
          const turns = [async () => subject.push(await byUpstream()), async () => reference.push(await byPassword())];
          for (const turn of index % 2 === 0 ? turns : turns.toReversed()) await turn();
        } while (performance.now() < endsAt);
        const password = reference.at(-1)!;
        const dear = subject.filter(
          (one) => one.upstream.length > limits.upstreamRequests || one.commits > password.commits + limits.commits,
        );
        const one = dear[0] ?? subject.at(-1)!;
        say(
          `${subject.length} sign-ins by upstream: ${one.upstream.length} request to it (${one.upstream.join(', ')}), ` +
            `${one.commits} commits, ${one.reads} reads; by password ${password.commits} commits, ${password.reads} reads ` +
            `(${dear.length === 0 ? 'holds' : `DOES NOT HOLD for ${dear.length}`}: at most ${limits.upstreamRequests} request and ` +
            `${limits.commits} commit more)`,
        );
        return { subject: runOf(subject, dear.length), reference: runOf(reference) };
      },
    };
  },
};

export default scenario;
