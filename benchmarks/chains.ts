/** Load whose every request depends on the answer before: one chain for each connection. */
import { type ConnectionsRun, runConnections, send } from './connections.ts';
import type { MeasuredServer } from './processes.ts';

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
export const runChains = (target: ChainTarget, seconds: number): Promise<ConnectionsRun> =>
  runConnections(target.server, target.links.length, seconds, async (agent, index) => {
    const link = target.links[index] as string;
    const { status, body } = await send(agent, target.url, target.headers, { body: target.bodyOf(link) });
    const next = target.next(status, body, link);
    if (next === undefined) return false;
    target.links[index] = next;
    return true;
  });
