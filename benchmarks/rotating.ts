/** Tokens of a cluster whose keys rotate, verified over and over by those who cache keys strictly. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { plainRequest } from './plain-request.ts';
import { type MeasuredProgram, tokenRequest } from './product.ts';

/** How long each verifier keeps the keys that it knows: it asks again then, and never before. */
export const strictCacheSeconds = 2;
/** How often a key takes over, and how long it is published before: thrice the cache, as what is to be fetched may wait on a busy machine. */
export const rotationSeconds = 6;
const tokenSeconds = 10;

/** What the authorization servers are told for this. */
export const rotatingEnvironment = (rotates: boolean): Record<string, string> => ({
  GATEHOUSE_KEY_ROTATION_SECONDS: rotates ? String(rotationSeconds) : '0',
  GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: String(rotationSeconds),
  GATEHOUSE_JWKS_MAX_AGE_SECONDS: '1',
  GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS: String(tokenSeconds),
  GATEHOUSE_ID_TOKEN_TTL_SECONDS: String(tokenSeconds),
  // Keys are kept as long as a session may send an ID token back.
  GATEHOUSE_SESSION_IDLE_SECONDS: '60',
  GATEHOUSE_SESSION_TTL_SECONDS: '120',
});

/** What resource servers are told for this. */
export const strictEnvironment: Record<string, string> = {
  API_JWKS_CACHE_SECONDS: String(strictCacheSeconds),
  API_JWKS_COOLDOWN_SECONDS: String(strictCacheSeconds),
};

/** Knows the keys that it fetched last, and nothing else. */
class StrictVerifier {
  #keys = new Map<string, KeyObject>();
  readonly #origin: string;
  fetches = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async refresh(): Promise<void> {
    const { status, text } = await plainRequest(`${this.#origin}/jwks`);
    // Whoever caches keys strictly keeps them when the server cannot be reached.
    if (status !== 200) return;
    const { keys } = JSON.parse(text) as { keys: { kid: string }[] };
    this.#keys = new Map(keys.map((jwk) => [jwk.kid, createPublicKey({ key: { ...jwk }, format: 'jwk' })]));
    this.fetches += 1;
  }

  verifies(token: string): boolean {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const key = this.#keys.get(kid);
    return (
      key !== undefined &&
      verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
    );
  }
}

/** What happened. */
export interface Rotations {
  readonly rotations: number;
  readonly seconds: number;
  readonly tokens: number;
  /** By verifiers in this process and by resource servers together. */
  readonly verifications: number;
  readonly atResourceServers: number;
  readonly failures: readonly string[];
  /** How long each token request took, sorted. */
  readonly tokenMs: readonly number[];
}

const kidOf = (token: string): string =>
  (JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString()) as { kid: string }).kid;

/**
 * Asks for tokens and verifies them until the keys rotated so often, or for so long when they do not rotate.
 * @param restarts each server is restarted once on the way
 */
export async function watchRotations(
  cluster: Cluster,
  options: {
    readonly resourceServers: readonly MeasuredProgram[];
    readonly until: { readonly rotations: number } | { readonly seconds: number };
    readonly restarts?: boolean;
    readonly tokensPerSecond?: number;
    readonly verificationsPerSecond?: number;
    readonly say?: (text: string) => void;
  },
): Promise<Rotations> {
  const {
    resourceServers,
    until,
    tokensPerSecond = 80,
    verificationsPerSecond = 3000,
    say = () => undefined,
  } = options;
  const startedAt = performance.now();
  const ends = new AbortController();
  const failures: string[] = [];
  const tokenMs: number[] = [];
  const kids = new Set<string>();
  let live: { token: string; until: number }[] = [];
  let verifications = 0;
  let atResourceServers = 0;

  const verifiers = [0, 1, 2].map(() => new StrictVerifier(cluster.origin));
  await Promise.all(verifiers.map((verifier) => verifier.refresh()));
  const timers = verifiers.map((verifier, index) => {
    const timer = setTimeout(
      () => {
        timers.push(setInterval(() => void verifier.refresh(), strictCacheSeconds * 1000));
      },
      (index * strictCacheSeconds * 1000) / verifiers.length,
    );
    return timer;
  });

  const { headers, body } = tokenRequest(cluster);
  async function oneToken(count: number): Promise<void> {
    const { status, text, tookMs } = await plainRequest(`${cluster.origin}/token`, { method: 'POST', headers, body });
    tokenMs.push(tookMs);
    if (status !== 200) {
      failures.push(`token: ${status} ${text.slice(0, 200)}`);
      return;
    }
    const token = (JSON.parse(text) as { access_token: string }).access_token;
    kids.add(kidOf(token));
    for (const verifier of verifiers) check(token, verifier);
    live.push({ token, until: performance.now() + (tokenSeconds - 1) * 1000 });
    const api = resourceServers[count % Math.max(1, resourceServers.length)];
    if (!api) return;
    const answer = await plainRequest(`${api.origin}/secure-data`, { headers: { authorization: `Bearer ${token}` } });
    verifications += 1;
    atResourceServers += 1;
    if (answer.status !== 200) failures.push(`resource server: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  function check(token: string, verifier: StrictVerifier | undefined): void {
    verifications += 1;
    if (!verifier?.verifies(token)) failures.push(`a strict verifier does not know ${kidOf(token)}`);
  }

  const underWay = new Set<Promise<void>>();
  const asking = (async () => {
    for (let count = 0; !ends.signal.aborted; count += 1) {
      const asked: Promise<void> = oneToken(count).finally(() => underWay.delete(asked));
      underWay.add(asked);
      const ahead = startedAt + ((count + 1) * 1000) / tokensPerSecond - performance.now();
      if (ahead > 0) await delay(ahead);
      else if (underWay.size > 100) await Promise.race(underWay);
    }
  })();
  const verifying = (async () => {
    let done = 0;
    while (!ends.signal.aborted) {
      const now = performance.now();
      live = live.filter((entry) => entry.until > now);
      const due = Math.min(200, Math.floor(((now - startedAt) / 1000) * verificationsPerSecond) - done);
      for (let n = 0; n < due && live.length > 0; n += 1) {
        const { token } = live[Math.floor(Math.random() * live.length)] as (typeof live)[number];
        check(token, verifiers[n % verifiers.length]);
        done += 1;
      }
      await delay(10);
    }
  })();
  const restarting = (async () => {
    if (!options.restarts || !('rotations' in until)) return;
    for (const index of [0, 1]) {
      const at = Math.ceil((until.rotations * (index + 1)) / 3);
      while (kids.size - 1 < at && !ends.signal.aborted) await delay(50);
      if (ends.signal.aborted) return;
      say(`after ${kids.size - 1} rotations: restarting server ${index + 1}`);
      await cluster.restart(index);
    }
  })();

  if ('seconds' in until) await delay(until.seconds * 1000);
  else {
    const limit = performance.now() + (until.rotations + 5) * rotationSeconds * 2000;
    while (kids.size - 1 < until.rotations && performance.now() < limit) await delay(50);
    if (kids.size - 1 < until.rotations) failures.push(`only ${kids.size - 1} rotations came in time`);
    // What the key before signed is still about.
    await delay(1000);
  }
  await restarting;
  ends.abort();
  await Promise.all([asking, verifying]);
  await Promise.all(underWay);
  for (const timer of timers) clearInterval(timer);
  return {
    rotations: kids.size - 1,
    seconds: (performance.now() - startedAt) / 1000,
    tokens: tokenMs.length,
    verifications,
    atResourceServers,
    failures,
    tokenMs: tokenMs.toSorted((a, b) => a - b),
  };
}
