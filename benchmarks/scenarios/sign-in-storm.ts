import { setTimeout as delay } from 'node:timers/promises';
import { type Person, writePeople } from '../people.ts';
import { type MeasuredProgram, newState, startAuthorizationServer, tokenRequest } from '../product.ts';
import type { Run, Scenario } from '../scenario.ts';
import { probe, Storm, type StormReport } from '../storm.ts';

/** Who signs in at once in the storm: five browsers of each user. */
const crowd = 500;
const burst = 8;
const burstEveryMs = 500;
const probeEveryMs = 10;

/** What OPS-09 asks for. */
const limits = { memoryMb: 200, tokenP99Ms: 250, refusalMs: 100, loopLagP99Ms: 50, burstRatio: 3 };

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const chosen = (people: readonly Person[], count: number, from: number) =>
  Array.from({ length: count }, (_, n) => people[(from + n) % people.length]!);

/** The event loop's lag since the last look, 99th percentile, in milliseconds. */
async function loopLagMs({ managementOrigin }: MeasuredProgram): Promise<number> {
  const text = await (await fetch(`${managementOrigin}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds\S* (\S+)$/mu.exec(text)?.[1] ?? Number.NaN) * 1000;
}

/** The most memory while the work is done, in MB. */
async function peakMb<Result>(
  { server }: MeasuredProgram,
  work: Promise<Result>,
): Promise<{ result: Result; mb: number }> {
  let mb = server.residentMb() ?? 0;
  const timer = setInterval(() => {
    mb = Math.max(mb, server.residentMb() ?? 0);
  }, 20);
  const result = await work;
  clearInterval(timer);
  return { result, mb };
}

const scenario: Scenario = {
  name: 'sign-in-storm',
  unit: `ms, p99 of client credentials beside bursts of ${burst} sign-ins`,
  against: 'the same without sign-ins',
  rounds: 3,
  async prepare({ say, seconds, stopAtEnd }) {
    const state = newState();
    const { file, people } = writePeople(state, 100);
    const env = {
      GATEHOUSE_REGISTRY_FILE: file,
      GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000',
    };
    const program = stopAtEnd(await startAuthorizationServer({ state, env, place: 'anywhere' }));
    const storm = stopAtEnd(new Storm());
    const ask = (until: Promise<unknown>) =>
      probe(`${program.origin}/token`, tokenRequest(program), { everyMs: probeEveryMs, until });
    const prepare = (count: number, from: number, untilDone = true) =>
      storm.prepare({ origin: program.origin, people: chosen(people, count, from), untilDone });
    const asRun = ({ latenciesMs, errors }: Awaited<ReturnType<typeof ask>>, lost: number): Run => {
      const p99Ms = quantile(latenciesMs, 0.99);
      return { value: p99Ms, p50Ms: quantile(latenciesMs, 0.5), p99Ms, errors: errors + lost };
    };
    const judge = (what: string, figure: number, limit: number, unit: string) =>
      say(`${what}: ${figure.toFixed(1)} ${unit} (${figure <= limit ? 'holds' : 'DOES NOT HOLD'}: at most ${limit})`);

    say('warming up');
    await ask(delay(2000));
    for (let n = 0; n < 4; n += 1) {
      await prepare(burst, n * burst);
      await storm.release();
    }

    const bursts = async (): Promise<number> => {
      const endsAt = performance.now() + seconds * 1000;
      let lost = 0;
      for (let from = 0; performance.now() < endsAt; from += burst) {
        // Pages are opened between the bursts: the sign-in is what is measured.
        await prepare(burst, from);
        const [{ signedIn }] = await Promise.all([storm.release(), delay(burstEveryMs)]);
        lost += burst - signedIn;
      }
      return lost;
    };
    const idle = () => ask(delay(seconds * 1000)).then((probed) => asRun(probed, 0));
    const beside = async () => {
      const working = bursts();
      return asRun(await ask(working), await working);
    };
    const crowdAtOnce = async (): Promise<number> => {
      await prepare(crowd, 0);
      await delay(1000);
      await loopLagMs(program);
      const before = program.server.residentMb() ?? 0;
      const releasing = peakMb(program, storm.release());
      const probed = await ask(releasing);
      const { result, mb } = await releasing;
      return report(result, { probed, mb: mb - before, lagMs: await loopLagMs(program) });
    };
    const report = (
      { first, signedIn, repeated }: StormReport,
      { probed, mb, lagMs }: { probed: Awaited<ReturnType<typeof ask>>; mb: number; lagMs: number },
    ): number => {
      const refused = first.filter(({ status }) => status === 503);
      const answered = first.filter(({ status }) => status === 303);
      const strange = first.length - refused.length - answered.length;
      const silent = refused.filter(({ retryAfterSeconds }) => retryAfterSeconds === undefined).length;
      say(
        `${crowd} sign-ins at once: ${answered.length} answered, ${refused.length} refused with 503 (${silent} without Retry-After), ` +
          `${strange} otherwise; ${repeated} sent again, ${signedIn} signed in at the end, ${crowd - signedIn} lost`,
      );
      judge('memory more than before', mb, limits.memoryMb, 'MB');
      judge('client credentials meanwhile, p99', quantile(probed.latenciesMs, 0.99), limits.tokenP99Ms, 'ms');
      if (refused.length > 0) {
        const times = refused.map(({ tookMs }) => tookMs);
        judge('refusals, median', quantile(times, 0.5), limits.refusalMs, 'ms');
        judge('refusals, the slowest', quantile(times, 1), limits.refusalMs, 'ms');
      }
      judge('event loop lag, p99', lagMs, limits.loopLagP99Ms, 'ms');
      return crowd - signedIn + strange + silent + probed.errors;
    };

    return {
      async round(index) {
        say(`round ${index + 1}`);
        const [first, second] = index % 2 === 0 ? [beside, idle] : [idle, beside];
        const [one, two] = [await first(), await second()];
        const [subject, reference] = index % 2 === 0 ? [one, two] : [two, one];
        say(
          `client credentials: idle p50 ${reference.p50Ms?.toFixed(1)} ms, p99 ${reference.value.toFixed(1)} ms; ` +
            `beside bursts of ${burst} sign-ins p50 ${subject.p50Ms?.toFixed(1)} ms, p99 ${subject.value.toFixed(1)} ms`,
        );
        judge(
          'client credentials beside bursts, p99 times idle',
          subject.value / reference.value,
          limits.burstRatio,
          '×',
        );
        const lost = await crowdAtOnce();
        return { subject: { ...subject, errors: subject.errors + lost }, reference };
      },
    };
  },
};

export default scenario;
