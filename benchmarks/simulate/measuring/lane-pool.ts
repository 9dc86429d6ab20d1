import { Agent } from 'node:http';
import { type FlowName, flowNames } from '../costs.ts';
import type { Lane } from './lanes.ts';
import type { MeasuredSystem } from './system.ts';

/** Lanes by flow: who begins a flow takes one that nobody uses, or waits for one. */
export class LanePool {
  readonly #free = new Map<FlowName, Lane[]>();
  readonly #waiting = new Map<FlowName, ((lane: Lane) => void)[]>();
  readonly #sizes: Partial<Record<FlowName, number>>;

  private constructor(sizes: Partial<Record<FlowName, number>>) {
    this.#sizes = sizes;
  }

  /** Opens so many lanes of each flow. */
  static async open(system: MeasuredSystem, sizes: Partial<Record<FlowName, number>>): Promise<LanePool> {
    const pool = new LanePool(sizes);
    const agent = new Agent({ keepAlive: true });
    for (const flow of flowNames) {
      const lanes: Lane[] = [];
      for (let index = 0; index < pool.size(flow); index += 1) lanes.push(await system.lanes.open(flow, index, agent));
      pool.#free.set(flow, lanes);
      pool.#waiting.set(flow, []);
    }
    agent.destroy();
    return pool;
  }

  size(flow: FlowName): number {
    return this.#sizes[flow] ?? 0;
  }

  /**
   * Does a flow; gives how many milliseconds each of its requests took.
   * @param begun is told when there is a lane, so that waiting for one is no part of the flow
   */
  async use(flow: FlowName, agent: Agent, begun: () => void = () => undefined): Promise<number[]> {
    // The one that was used longest ago: each has its turn.
    const lane =
      this.#free.get(flow)?.shift() ?? (await new Promise<Lane>((take) => this.#waiting.get(flow)?.push(take)));
    begun();
    try {
      return await lane(agent);
    } finally {
      const next = this.#waiting.get(flow)?.shift();
      if (next) next(lane);
      else this.#free.get(flow)?.push(lane);
    }
  }
}
