import { setTimeout as delay } from 'node:timers/promises';
import { startCluster } from '../cluster.ts';
import { type Ended, kinds, Revoking } from '../revoking.ts';
import type { Scenario } from '../scenario.ts';

/** How many of each kind, together 1,000, and how many of them at once. */
const plan: Record<string, { readonly count: number; readonly atOnce: number }> = {
  'access token': { count: 800, atOnce: 16 },
  'refresh token, so grant': { count: 100, atOnce: 2 },
  person: { count: 50, atOnce: 1 },
  client: { count: 20, atOnce: 1 },
  'everything before now': { count: 15, atOnce: 1 },
  'compromised key': { count: 15, atOnce: 1 },
};

const accessTokenMs = 300_000;
const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

/** The seconds of `--seconds` are how long the feed is cut; 30 for the full form. */
const scenario: Scenario = {
  name: 'revocation',
  unit: 'ms until every API refuses what was revoked, p99 of 1,000',
  against: 'the life of an access token, which is what it takes without the feed',
  rounds: 1,
  async prepare({ say, seconds, stopAtEnd }) {
    const cluster = stopAtEnd(await startCluster({ env: { GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: '300' } }));
    const env = { API_JWKS_COOLDOWN_SECONDS: '1' };
    const apis = [await cluster.resourceServer(env), await cluster.resourceServer(env)];
    const revoking = await Revoking.open(cluster, apis);
    stopAtEnd({ stop: () => revoking.close() });
    return {
      async round() {
        const all: Ended[] = [];
        let errors = 0;
        for (const [name, kind] of Object.entries(kinds)) {
          const { count, atOnce } = plan[name] as (typeof plan)[string];
          const ended = await revoking.timeMany(kind, count, atOnce);
          const sorted = ended.map(({ ms }) => ms).toSorted((a, b) => a - b);
          const missed = ended.filter(({ refused }) => !refused).length;
          errors += missed;
          all.push(...ended);
          say(
            `${name}: ${count} revoked, p50 ${quantile(sorted, 0.5).toFixed(0)} ms, p99 ${quantile(sorted, 0.99).toFixed(0)} ms, ` +
              `longest ${sorted.at(-1)?.toFixed(0)} ms, ${missed} not refused`,
          );
        }
        errors += await afterRestarts(revoking, all, say);
        errors += await afterCut(revoking, seconds, say);
        const sorted = all.map(({ ms }) => ms).toSorted((a, b) => a - b);
        const p99Ms = quantile(sorted, 0.99);
        return {
          subject: { value: p99Ms, p50Ms: quantile(sorted, 0.5), p99Ms, errors },
          reference: { value: accessTokenMs, p50Ms: undefined, p99Ms: undefined, errors: 0 },
        };
      },
    };
  },
};

/** Everything is started anew, and a further API for the first time: what was revoked stays so. */
async function afterRestarts(
  revoking: Revoking,
  ended: readonly Ended[],
  say: (text: string) => void,
): Promise<number> {
  await revoking.cluster.restart(0);
  await revoking.cluster.restart(1);
  const fresh = await revoking.cluster.resourceServer();
  const good = await revoking.workerToken();
  let errors = 0;
  for (const { token } of ended.slice(-200)) if ((await revoking.statusAt(fresh, token)) !== 401) errors += 1;
  for (const api of [fresh, ...revoking.apis]) if ((await revoking.statusAt(api, good)) !== 200) errors += 1;
  say(`after restarts of all servers: ${Math.min(200, ended.length)} revoked tokens asked again, ${errors} surprises`);
  return errors;
}

/** The APIs do not reach the authorization servers for a while; an operator revokes meanwhile. */
async function afterCut(revoking: Revoking, seconds: number, say: (text: string) => void): Promise<number> {
  const { cluster, apis, storage, revocations } = revoking;
  const tokens = await Promise.all(Array.from({ length: 50 }, () => revoking.workerToken()));
  const good = await revoking.workerToken();
  for (const api of apis) for (const token of [...tokens, good]) await revoking.statusAt(api, token);
  cluster.balancer.cut();
  const expiresAtSeconds = Math.floor(Date.now() / 1000) + 300;
  for (const token of tokens) {
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string };
    await storage.commit([revocations.writes.token({ jti }, expiresAtSeconds)]);
    await delay((seconds * 1000) / tokens.length);
  }
  let errors = 0;
  for (const api of apis) if ((await revoking.statusAt(api, good)) !== 200) errors += 1;
  cluster.balancer.mend();
  const mendedAt = performance.now();
  for (const api of apis) {
    for (const token of tokens) {
      while ((await revoking.statusAt(api, token)) !== 401) {
        if (performance.now() - mendedAt > 10_000) {
          errors += 1;
          break;
        }
        await delay(10);
      }
    }
  }
  const tookMs = performance.now() - mendedAt;
  for (const api of apis) if ((await revoking.statusAt(api, good)) !== 200) errors += 1;
  say(
    `feed cut for ${seconds} s: ${tokens.length} revocations meanwhile, all known ${tookMs.toFixed(0)} ms after it was mended, ` +
      `${errors} surprises`,
  );
  return errors;
}

export default scenario;
