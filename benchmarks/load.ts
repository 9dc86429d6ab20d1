import autocannon from 'autocannon';
import type { MeasuredServer } from './processes.ts';
import type { Run } from './scenario.ts';

const CONNECTIONS = 16;

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
