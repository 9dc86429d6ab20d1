import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually, skipUnless } from '@gatehouse/testkit';
import { CLUSTER_NEEDS, type DatabaseCluster, type DatabaseNode, databaseCluster } from '@gatehouse/testkit/cluster';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';

/** Inserts one number after the other for as long as it is let, and remembers which were acknowledged. */
class Writer {
  readonly acknowledged: number[] = [];
  readonly #next: () => string;
  readonly #first: number;
  #stopped = false;
  #over: Promise<void> | undefined;

  /** @param next URL of the server to try next */
  constructor(next: () => string, first: number) {
    this.#next = next;
    this.#first = first;
  }

  start(): void {
    this.#over = this.#write();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#over;
  }

  /** Waits until it wrote again after what just happened. */
  async wrote(): Promise<void> {
    const before = this.acknowledged.length;
    await eventually(() => this.acknowledged.length > before, { what: 'a write' });
  }

  async #write(): Promise<void> {
    for (let n = this.#first; !this.#stopped; ) {
      const client = new Client({ connectionString: this.#next(), connectionTimeoutMillis: 500, query_timeout: 1500 });
      client.on('error', () => undefined);
      try {
        await client.connect();
        for (; !this.#stopped; n += 1) {
          await client.query('insert into counted (n) values ($1)', [n]);
          this.acknowledged.push(n);
        }
      } catch {
        // Not known whether it was written: the next number is another one.
        n += 1;
        await delay(20);
      } finally {
        void client.end().catch(() => undefined);
      }
    }
  }
}

skipUnless(...CLUSTER_NEEDS)('a cluster of databases', () => {
  let cluster: DatabaseCluster;
  let direct: Writer;
  let pooled: Writer;

  beforeAll(async () => {
    cluster = await databaseCluster();
    const owner = new Client({ connectionString: (await cluster.primary()).url });
    await owner.connect();
    await owner.query('create table counted (n bigint primary key)');
    await owner.end();
    let tried = 0;
    direct = new Writer(() => cluster.nodes[tried++ % 3]!.url, 1);
    pooled = new Writer(() => cluster.pooledUrl, 1_000_000_001);
    direct.start();
    pooled.start();
  });

  afterAll(async () => {
    await Promise.all([direct?.stop(), pooled?.stop()]);
    await cluster?.stop();
  });

  const another = (than: DatabaseNode): Promise<DatabaseNode> =>
    eventually(async () => {
      const primary = await cluster.primary();
      return primary !== than && primary;
    });

  const goesOn = async (): Promise<void> => {
    await cluster.settled();
    await Promise.all([direct.wrote(), pooled.wrote()]);
  };

  it('changes its primary when asked to', async () => {
    const [before, standby] = [await cluster.primary(), await cluster.synchronousStandby()];
    await cluster.switchover();
    expect(await cluster.primary()).toBe(standby);
    expect(standby).not.toBe(before);
    await goesOn();
  });

  it('loses its primary and takes it back', async () => {
    const before = await cluster.primary();
    await before.kill();
    await another(before);
    await direct.wrote();
    await before.start();
    await goesOn();
  });

  it('leaves a primary that etcd no longer hears of', async () => {
    const before = await cluster.primary();
    before.cutFromEtcd('silent');
    await another(before);
    await direct.wrote();
    before.reachEtcd();
    await goesOn();
  });

  it('leaves a primary that is frozen', async () => {
    const before = await cluster.primary();
    before.freeze();
    await another(before);
    await direct.wrote();
    before.thaw();
    await goesOn();
  });

  it('goes on when its synchronous standby is gone, and when its pooler starts anew', async () => {
    const standby = await cluster.synchronousStandby();
    await standby.kill();
    await Promise.all([direct.wrote(), pooled.wrote()]);
    await standby.start();
    await cluster.restartPooler();
    await goesOn();
  });

  it('has every write that was acknowledged', async () => {
    await Promise.all([direct.stop(), pooled.stop()]);
    const rows = await readCounted(await cluster.primary());
    const stored = new Set(rows);
    expect(direct.acknowledged.length).toBeGreaterThan(10);
    expect(pooled.acknowledged.length).toBeGreaterThan(10);
    expect([...direct.acknowledged, ...pooled.acknowledged].filter((n) => !stored.has(n))).toEqual([]);
  });

  it('leaves nothing behind', async () => {
    const { folder } = cluster;
    await cluster.stop();
    expect(existsSync(folder)).toBe(false);
  });
});

async function readCounted(node: DatabaseNode): Promise<number[]> {
  const client = new Client({ connectionString: node.url });
  await client.connect();
  const { rows } = await client.query('select n::text from counted');
  await client.end();
  return (rows as { n: string }[]).map(({ n }) => Number(n));
}
