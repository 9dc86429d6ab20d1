import autocannon from 'autocannon';
import type { MeasuredServer } from './processes.ts';
import type { BenchmarkContext, Round, Run } from './scenario.ts';

const CONNECTIONS = 16;
const WARM_UP_SECONDS = 2;

/** A server and the one request that is sent to it over and over. */
export interface Target {
  readonly server: MeasuredServer;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends the request over keep-alive connections, each waiting for its answer, and counts what comes back. */
export async function load(target: Target, seconds: number): Promise<Run> {
  const cpuBefore = target.server.cpuMs();
  const result = await autocannon({
    url: target.url,
    method: target.method,
    headers: { ...target.headers },
    ...(target.body === undefined ? {} : { body: target.body }),
    connections: CONNECTIONS,
    duration: seconds,
    excludeErrorStats: true,
  });
  const cpuAfter = target.server.cpuMs();
  const lasted = result.duration;
  return {
    value: result['2xx'] / lasted,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    errors: result.errors + result.timeouts + result.non2xx,
    cpuShare: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / 1000 / lasted,
  };
}

/** Warms both up, then gives a function that measures them one right after the other. */
export async function comparison(
  subject: Target,
  reference: Target,
  { seconds, say }: BenchmarkContext,
): Promise<(index: number) => Promise<Round>> {
  say('warming up');
  for (const target of [subject, reference]) {
    const { errors } = await load(target, WARM_UP_SECONDS);
    if (errors > 0) throw new Error(`${errors} answers of ${target.url} were not a success`);
  }
  return async (index) => {
    say(`round ${index + 1}`);
    if (index % 2 === 0) {
      const first = await load(subject, seconds);
      return { subject: first, reference: await load(reference, seconds) };
    }
    const first = await load(reference, seconds);
    return { subject: await load(subject, seconds), reference: first };
  };
}
