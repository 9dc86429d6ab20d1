/** What is done to the cluster, and how it is made whole again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseCluster, DatabaseNode } from '@gatehouse/testkit/cluster';
import type { ProductCluster } from './product.ts';

interface Parts {
  readonly database: DatabaseCluster;
  readonly product: ProductCluster;
  /** Which round it is, from 0: what there are several of takes turns. */
  readonly round: number;
}

export interface Fault {
  readonly title: string;
  /** Planned: no request may fail but with 503 and `Retry-After`, for so many seconds. */
  readonly refusalSeconds?: number;
  /** Lets it happen, and waits until the cluster has got over it as far as it can; gives how to mend what is broken. */
  strike(parts: Parts): Promise<() => Promise<unknown>>;
}

/** How long what is gone stays away, where nothing has to be waited for. */
const AWAY_MS = 3000;

const nothing = async (): Promise<void> => undefined;

/** Waits until another node is the primary. */
async function otherThan(database: DatabaseCluster, old: DatabaseNode): Promise<void> {
  const limit = performance.now() + 180_000;
  while ((await database.primary()).name === old.name) {
    if (performance.now() > limit) throw new Error(`${old.name} stayed the primary`);
    await delay(50);
  }
}

const inTurn = <T>(all: readonly T[], round: number): T => all[round % all.length]!;

export const FAULTS = {
  switchover: {
    title: 'planned switchover',
    refusalSeconds: 3,
    async strike({ database }) {
      await database.switchover();
      return nothing;
    },
  },
  'kill-primary': {
    title: 'kill -9 of the primary',
    async strike({ database }) {
      const old = await database.primary();
      await old.kill();
      await otherThan(database, old);
      return () => old.start();
    },
  },
  'freeze-primary': {
    title: 'primary frozen (SIGSTOP)',
    async strike({ database }) {
      const old = await database.primary();
      old.freeze();
      await otherThan(database, old);
      return async () => old.thaw();
    },
  },
  'kill-standby': {
    title: 'synchronous standby lost',
    async strike({ database }) {
      const standby = await database.synchronousStandby();
      await standby.kill();
      await delay(AWAY_MS);
      return () => standby.start();
    },
  },
  'cut-etcd': {
    title: 'primary cut off from etcd',
    async strike({ database }) {
      const old = await database.primary();
      old.cutFromEtcd();
      await otherThan(database, old);
      return async () => old.reachEtcd();
    },
  },
  'restart-pooler': {
    title: 'PgBouncer restarted',
    async strike({ database }) {
      await database.restartPooler();
      return nothing;
    },
  },
  'kill-balancer': {
    title: 'a balancer node gone',
    async strike({ product, round }) {
      const one = inTurn(product.balancers, round);
      await one.kill();
      await delay(AWAY_MS);
      return () => one.start();
    },
  },
  'restart-servers': {
    title: 'rolling restart of the servers',
    refusalSeconds: 0,
    async strike({ product }) {
      for (const server of product.servers) {
        await server.stop();
        await server.start();
        // As an operator does who waits until the balancers have found it.
        await delay(1000);
      }
      return nothing;
    },
  },
  'kill-server': {
    title: 'kill -9 of a server',
    async strike({ product, round }) {
      const one = inTurn(product.servers, round);
      await one.kill();
      await delay(AWAY_MS);
      return () => one.start();
    },
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export const faultNames = Object.keys(FAULTS) as readonly FaultName[];
