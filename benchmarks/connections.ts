/** Load over kept connections, each of which waits for its answer before it asks again. */
import { Agent, request } from 'node:http';
import type { MeasuredServer } from './processes.ts';
import type { Run } from './scenario.ts';

export interface Answer {
  readonly status: number;
  /** As it was sent. */
  readonly location: string | undefined;
  readonly cookies: readonly string[];
  readonly body: string;
}

/** One request over a kept connection; with a body it is a POST. */
export function send(
  agent: Agent,
  url: string,
  headers: Readonly<Record<string, string>>,
  { body, method = body === undefined ? 'GET' : 'POST' }: { body?: string; method?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { agent, method, headers: { ...headers, ...length } });
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const { location, 'set-cookie': cookies = [] } = response.headers;
        resolve({ status: response.statusCode ?? 0, location, cookies, body: text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** What came of them: the slowest, and how many answers there were. */
export interface ConnectionsRun extends Run {
  readonly slowestMs: number;
  readonly requests: number;
}

/**
 * Runs all connections for the time given.
 * @param ask asks once on the connection of this index; false: an error, after which the connection asks no more
 */
export async function runConnections(
  server: MeasuredServer,
  count: number,
  seconds: number,
  ask: (agent: Agent, index: number) => Promise<boolean>,
): Promise<ConnectionsRun> {
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  const latenciesMs: number[] = [];
  let errors = 0;
  const cpuBefore = server.cpuMs();
  const startedAt = performance.now();
  const end = startedAt + seconds * 1000;
  const connection = async (index: number): Promise<void> => {
    while (performance.now() < end) {
      const sentAt = performance.now();
      if (!(await ask(agent, index))) {
        errors += 1;
        return;
      }
      latenciesMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => connection(index)));
  const lasted = (performance.now() - startedAt) / 1000;
  const cpuAfter = server.cpuMs();
  agent.destroy();
  latenciesMs.sort((a, b) => a - b);
  return {
    value: latenciesMs.length / lasted,
    p50Ms: latenciesMs[Math.floor(latenciesMs.length * 0.5)],
    p99Ms: latenciesMs[Math.floor(latenciesMs.length * 0.99)],
    slowestMs: latenciesMs.at(-1) ?? 0,
    requests: latenciesMs.length,
    errors,
    cpuShare: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / 1000 / lasted,
  };
}
