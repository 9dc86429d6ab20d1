/** Measures what flows cost on this machine: `bench -- simulate --measure`, some five minutes. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { startGateway } from '../../gateway.ts';
import { leanLoad } from '../../lean-load.ts';
import { type MeasuredProgram, startResourceServer, tokenRequest } from '../../product.ts';
import type { Stoppable } from '../../scenario.ts';
import { type FlowCost, type FlowName, flowNames, type MeasuredCosts, type Store } from '../costs.ts';
import { quantilesOf, seeded } from '../model/random.ts';
import { CostMeasurement, points } from './flow-cost.ts';
import { LanePool } from './lane-pool.ts';
import { closedLoad } from './open-load.ts';
import { connected, startSystem } from './system.ts';

const say = (text: string) => process.stderr.write(`simulate: ${text}\n`);

/** How long it takes to write 8 KiB and to wait until they are on the disk, often. */
export function syncTimes(): number[] {
  const file = join(tmpdir(), `gatehouse-sync-${process.pid}`);
  const open = openSync(file, 'w');
  try {
    const page = Buffer.alloc(8192, 1);
    return Array.from({ length: 400 }, () => {
      const startedAt = performance.now();
      writeSync(open, page);
      fdatasyncSync(open);
      return performance.now() - startedAt;
    });
  } finally {
    closeSync(open);
    rmSync(file);
  }
}

function signatureMs(): number {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.alloc(500, 1);
  for (let warm = 0; warm < 200; warm += 1) sign('sha256', data, privateKey);
  const before = process.cpuUsage();
  for (let count = 0; count < 500; count += 1) sign('sha256', data, privateKey);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / 500;
}

/** Milliseconds of processor time of a gateway for each request whose token it knows. */
async function gatewayCost(
  issuer: MeasuredProgram,
  seconds: number,
  stopAtEnd: <T extends Stoppable>(one: T) => T,
): Promise<number> {
  const api = stopAtEnd(await startResourceServer(issuer.origin, {}, 'anywhere'));
  const gateway = stopAtEnd(await startGateway(issuer, api));
  const granted = await fetch(`${issuer.origin}/token`, { method: 'POST', ...tokenRequest(issuer) });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const target = {
    server: gateway.server,
    url: `${gateway.origin}/api/secure-data`,
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
  } as const;
  await leanLoad(target, seconds);
  await leanLoad(target, seconds);
  const { value, cpuShare = Number.NaN, errors } = await leanLoad(target, seconds);
  if (errors > 0) throw new Error(`${errors} answers of the gateway were no success`);
  return (cpuShare / value) * 1000;
}

/** Lanes of each flow: as many as any load of these measurements needs. */
export const lanesOf: Readonly<Record<FlowName, number>> = {
  'sign-in': 16,
  'sign-on': 32,
  refresh: 48,
  'client-credentials': 48,
  'token-exchange': 32,
  revocation: 16,
};

function withWritten(
  costs: Readonly<Record<FlowName, FlowCost>>,
  counted: Readonly<Record<FlowName, FlowCost>>,
): Record<FlowName, FlowCost> {
  const all = flowNames.map((flow) => {
    const { logBytes, rowsNew, rowsChanged, auditRows } = counted[flow];
    return [flow, { ...costs[flow], logBytes, rowsNew, rowsChanged, auditRows }];
  });
  return Object.fromEntries(all) as Record<FlowName, FlowCost>;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** In how many turns what is measured is measured, so that a machine that is slower for a while is so for all of it. */
const rounds = 8;

/** @param seconds of flows one at a time and of warming up; of flows among many a third of it */
export async function measureCosts(seconds: number): Promise<MeasuredCosts> {
  const started: Stoppable[] = [];
  const stopAtEnd = <T extends Stoppable>(one: T): T => {
    started.push(one);
    return one;
  };
  const measured: Partial<Record<Store, Record<FlowName, FlowCost>>> = {};
  const syncs = syncTimes();
  const syncMs = mean(syncs);
  let [gatewayMs, auditBytes, version] = [Number.NaN, Number.NaN, ''];
  try {
    const client = await measureOn('postgres');
    const { rows } = await client!.query(
      `select current_setting('server_version') as server_version,
              pg_total_relation_size('audit')::float8 / (select count(*) from audit) as bytes`,
    );
    auditBytes = rows[0].bytes as number;
    version = `PostgreSQL ${rows[0].server_version}`;
    for (const one of started.splice(0).toReversed()) await one.stop();
    await measureOn('sqlite');
  } finally {
    for (const one of started.toReversed()) await one.stop();
  }

  async function measureOn(store: Store): Promise<Client | undefined> {
    const system = await startSystem(store, stopAtEnd);
    const client = system.databaseUrl === undefined ? undefined : await connected(system.databaseUrl, stopAtEnd);
    const pool = await LanePool.open(system, lanesOf);
    say(`${store}: warms up`);
    const random = seeded(1);
    const next = () => flowNames[Math.floor(random() * (flowNames.length - 1))]!;
    await closedLoad(system, pool, { clients: 16, next }, { seconds, warmUpSeconds: 0 });
    const measurement = new CostMeasurement({ system, pool, flows: flowNames, client, syncMs });
    say(`${store}: what flows write`);
    await measurement.count(3);
    for (let round = 1; round <= rounds; round += 1) {
      say(`${store}: what flows cost, ${round} of ${rounds}`);
      await measurement.alone(seconds / rounds);
      await measurement.amongMany(seconds / 3 / rounds);
    }
    const costs = measurement.costs();
    const written = measured.postgres;
    // What is written is the same on both; PostgreSQL counts it.
    measured[store] = written ? withWritten(costs, written) : costs;
    if (store === 'sqlite') gatewayMs = await gatewayCost(system.program, 2, stopAtEnd);
    return client;
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    command: 'npm run -s bench -- simulate --measure',
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 1e9) },
    versions: { node: process.version, postgres: version },
    seconds,
    signatureMs: signatureMs(),
    syncMs: quantilesOf(syncs, points),
    auditBytes,
    gatewayMs,
    flows: measured as MeasuredCosts['flows'],
  };
}
