/** The gateway while the authorization server is away. OUTAGE_SECONDS says for how long; 30 is the figure that counts. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Cluster, startCluster } from '../../../benchmarks/cluster.ts';
import { type MeasuredGateway, startGateway } from '../../../benchmarks/gateway.ts';
import { neverPin } from '../../../benchmarks/processes.ts';
import { type MeasuredProgram, RESOURCE, startResourceServer, tokenRequest } from '../../../benchmarks/product.ts';

const outageMs = Number(process.env['OUTAGE_SECONDS'] ?? 8) * 1000;
const keyBelievedSeconds = 4;

neverPin();

let cluster: Cluster;
let service: MeasuredProgram;
let gateway: MeasuredGateway;

beforeAll(async () => {
  cluster = await startCluster({});
  service = await startResourceServer(cluster.origin, {}, 'anywhere');
  gateway = await startGateway({ origin: cluster.origin, state: cluster.state }, service, {
    GATEWAY_CREDENTIAL_CACHE_SECONDS: String(keyBelievedSeconds),
  });
});
afterAll(async () => {
  await gateway?.stop();
  await service?.stop();
  await cluster?.stop();
});

async function workerToken(): Promise<string> {
  const answer = await fetch(`${cluster.origin}/token`, { method: 'POST', ...tokenRequest(cluster) });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function apiKey(): Promise<string> {
  const command = join(rootDirectory, 'apps/authorization-server/bin/gatehouse.js');
  const args = ['api-keys', 'add', 'bob', '--resource', RESOURCE, '--scope', 'profile_read', '--json'];
  const env = {
    ...process.env,
    GATEHOUSE_DATABASE_URL: cluster.databaseUrl,
    GATEHOUSE_STATE_DIRECTORY: cluster.state,
    GATEHOUSE_TLS: 'false',
  };
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...args], { env });
  return (JSON.parse(stdout) as { api_key: string }).api_key;
}

interface Seen {
  readonly status: number;
  readonly retryAfter: string | null;
}

async function ask(headers: Record<string, string>): Promise<Seen> {
  const answer = await fetch(`${gateway.origin}/api/secure-data`, { headers });
  await answer.body?.cancel();
  return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
}

it(
  'GW-04: while the authorization server is away, exchanged tokens serve on until they end, new callers get 503, nobody 401',
  async () => {
    const [known, unknown, key] = [await workerToken(), await workerToken(), await apiKey()];
    const callers = {
      // First, as it is believed for a few seconds only.
      key: { 'x-api-key': key },
      known: { authorization: `Bearer ${known}` },
      unknown: { authorization: `Bearer ${unknown}` },
    };
    expect([await ask(callers.known), await ask(callers.key)].map(({ status }) => status)).toEqual([200, 200]);
    cluster.balancer.cut();
    const endsAt = performance.now() + outageMs;
    const seen: Record<keyof typeof callers, Seen[]> = { key: [], known: [], unknown: [] };
    while (performance.now() < endsAt) {
      for (const [name, headers] of Object.entries(callers)) seen[name as keyof typeof seen].push(await ask(headers));
      await delay(50);
    }
    const statuses = (all: readonly Seen[]) => [...new Set(all.map(({ status }) => status))];
    expect(statuses(seen.known)).toEqual([200]);
    expect(statuses(seen.unknown)).toEqual([503]);
    // Believed for a few seconds more, then nobody can say whether it still counts.
    expect(statuses(seen.key)).toEqual([200, 503]);
    const refused = [...seen.unknown, ...seen.key].filter(({ status }) => status === 503);
    expect(refused.filter(({ retryAfter }) => !(Number(retryAfter) > 0))).toEqual([]);
    expect((await ask({ authorization: `Bearer ${known}x` })).status).toBe(401);

    cluster.balancer.mend();
    const back = await Promise.all(Object.values(callers).map((headers) => ask(headers)));
    expect(back.map(({ status }) => status)).toEqual([200, 200, 200]);
  },
  outageMs + 600_000,
);
