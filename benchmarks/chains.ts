/** Load whose every request depends on the answer before: one chain for each connection. */
import { Agent, request } from 'node:http';
import type { MeasuredServer } from './processes.ts';
import type { Run } from './scenario.ts';

/** A server, and how the body of each request comes from the answer before it. */
export interface ChainTarget {
  readonly server: MeasuredServer;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What each chain carries from round to round; changed in place. */
  readonly links: string[];
  readonly bodyOf: (link: string) => string;
  /** The next link, or undefined when the answer is a failure. */
  readonly next: (status: number, body: string, link: string) => string | undefined;
}

/** Runs all chains for the time given. */
export async function runChains(
  target: ChainTarget,
  seconds: number,
): Promise<Run & { readonly slowestMs: number; readonly requests: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: target.links.length });
  const latenciesMs: number[] = [];
  let errors = 0;
  const cpuBefore = target.server.cpuMs();
  const startedAt = performance.now();
  const end = startedAt + seconds * 1000;
  await Promise.all(
    target.links.map(async (_link, index) => {
      while (performance.now() < end) {
        const sentAt = performance.now();
        const { status, body } = await send(target, agent, target.bodyOf(target.links[index] as string));
        const next = target.next(status, body, target.links[index] as string);
        if (next === undefined) {
          errors += 1;
          return;
        }
        target.links[index] = next;
        latenciesMs.push(performance.now() - sentAt);
      }
    }),
  );
  const lasted = (performance.now() - startedAt) / 1000;
  const cpuAfter = target.server.cpuMs();
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

function send(target: ChainTarget, agent: Agent, body: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      target.url,
      { method: 'POST', agent, headers: { ...target.headers, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
