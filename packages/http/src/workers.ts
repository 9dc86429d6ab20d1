/**
 * Several processes of one application on one port, for machines with several cores. The first process serves nothing but the
 * management port: it starts the workers, hands connections to them in turn, replaces one that ends, and stops them all.
 */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@gatehouse/logging';
import { AggregatorRegistry, type PrometheusContentType } from 'prom-client';
import { listen } from './listen.ts';
import { createManagementServer, type Phase } from './management.ts';
import type { Service } from './service-options.ts';

/** What the first process needs to know. */
export interface SupervisorOptions {
  readonly name: string;
  readonly workers: number;
  readonly management: { readonly host: string; readonly port: number };
  readonly logger: Logger;
  /** The whole stop takes at most this long, then workers are killed. Default 10 000. */
  readonly stopTimeoutMs?: number | undefined;
}

/** What the first process tells a worker. */
const STOP = 'gatehouse:stop';
/** A worker that lived this long was well: its successor is started at once. */
const WELL_MS = 60_000;
const MAX_PAUSE_MS = 5000;

/** Whether this process was started by `superviseWorkers`. Its management port must be 0, so that each gets one of its own. */
export const isWorker = (): boolean => cluster.isWorker;

/** Tells the first process that the service of this worker listens, and lets it ask for metrics and for a stop. */
export function joinWorkers(service: Service): void {
  AggregatorRegistry.setRegistries([service.metrics]);
  answerForMetrics();
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping = true;
    });
  }
  process.on('message', (message) => {
    // A terminal sends its signal to all processes at once; a second one would cut requests off.
    if (message === STOP && !stopping) process.emit('SIGTERM');
  });
  process.send?.({ managementUrl: service.managementUrl });
}

/** Made for what it does at its birth: in a worker it listens for the questions of the first process. */
const answerForMetrics = (): AggregatorRegistry<PrometheusContentType> => new AggregatorRegistry();

interface Joined {
  readonly managementUrl: string;
}

/** Resolves when the worker listens. */
function joined(worker: Worker): Promise<Joined> {
  const { promise, resolve } = Promise.withResolvers<Joined>();
  worker.on('message', (message: Partial<Joined>) => {
    if (message.managementUrl !== undefined) resolve(message as Joined);
  });
  return promise;
}

interface Member {
  readonly worker: Worker;
  readonly startedAt: number;
  managementUrl?: string;
}

/**
 * Starts the workers, the first alone, so that what a first start makes is made once. Ends the process when they have ended
 * after a signal (0, or 1 when one of them failed or was killed), or with a worker's own code when the first start fails.
 */
export async function superviseWorkers(options: SupervisorOptions): Promise<void> {
  const { name, workers, management, logger, stopTimeoutMs = 10_000 } = options;
  const members = new Map<number, Member>();
  let phase: Phase = 'starting';
  let failed = false;

  const fork = async (slot: number): Promise<number | undefined> => {
    const worker = cluster.fork();
    const member: Member = { worker, startedAt: performance.now() };
    members.set(slot, member);
    const ended = once(worker, 'exit').then(([code]) => ({ code: (code as number | null) ?? 1 }));
    const begun = await Promise.race([joined(worker), ended]);
    if ('code' in begun) {
      members.delete(slot);
      return begun.code;
    }
    member.managementUrl = begun.managementUrl;
    void ended.then(({ code }) => over(slot, member, code));
    return undefined;
  };

  const over = (slot: number, { worker, startedAt }: Member, code: number): Promise<void> | undefined => {
    members.delete(slot);
    if (phase === 'draining') {
      if (code !== 0) failed = true;
      return undefined;
    }
    logger.error({ pid: worker.process.pid, code }, 'a worker ended; another takes its place');
    return replace(slot, performance.now() - startedAt > WELL_MS ? 0 : 100);
  };

  const replace = async (slot: number, pauseMs: number): Promise<void> => {
    await sleep(pauseMs);
    if (phase === 'draining' || (await fork(slot)) === undefined) return;
    await replace(slot, Math.min(MAX_PAUSE_MS, Math.max(100, pauseMs * 2)));
  };

  const isReady = async (slot: number): Promise<boolean> => {
    const url = members.get(slot)?.managementUrl;
    return url !== undefined && (await fetch(`${url}/readyz`)).ok;
  };

  const slots = Array.from({ length: workers }, (_, index) => index + 1);
  const aggregator: AggregatorRegistry<PrometheusContentType> = new AggregatorRegistry();
  const server = createManagementServer({
    metrics: { contentType: aggregator.contentType, metrics: () => aggregator.clusterMetrics() },
    readiness: Object.fromEntries(slots.map((slot) => [`worker_${slot}`, () => isReady(slot)])),
    logger,
    phase: () => phase,
  });

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (phase === 'draining') {
      for (const { worker } of members.values()) worker.process.kill('SIGKILL');
      process.exit(1);
    }
    phase = 'draining';
    logger.info({ signal }, `${name} is stopping its workers`);
    const killed = setTimeout(() => {
      failed = true;
      for (const { worker } of members.values()) worker.process.kill('SIGKILL');
    }, stopTimeoutMs);
    await Promise.all(
      [...members.values()].map(async ({ worker, managementUrl }) => {
        const ended = once(worker, 'exit');
        if (managementUrl !== undefined && worker.isConnected()) worker.send(STOP);
        else worker.process.kill('SIGTERM');
        await ended;
      }),
    );
    clearTimeout(killed);
    server.closeAllConnections();
    server.close();
    process.exit(failed ? 1 : 0);
  };

  const [first = 1, ...others] = slots;
  await listen(server, management.host, management.port, true);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
  process.on('SIGHUP', () => {
    // One that still starts reads its files anyway.
    for (const { worker, managementUrl } of members.values())
      if (managementUrl !== undefined) worker.process.kill('SIGHUP');
  });
  for (const group of [[first], others]) {
    const codes = await Promise.all(group.map(fork));
    const code = codes.find((one) => one !== undefined);
    if (code === undefined) continue;
    for (const { worker } of members.values()) worker.process.kill('SIGKILL');
    process.exit(code);
  }
  phase = 'serving';
  logger.info({ workers }, `${name} has all of its workers`);
}
