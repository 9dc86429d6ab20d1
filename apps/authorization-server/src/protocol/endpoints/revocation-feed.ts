/** The endpoint of the revocation feed: a client that is an API asks what was revoked, and may wait for the answer. */
import { once } from 'node:events';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { policyOf } from '../engine/registered-client.ts';
import { noticing } from '../engine/unit-of-work.ts';
import type { RevocationFeed } from '../revocation-feed/feed.ts';

export const feedPath = '/revocations';

/** Nobody waits longer: proxies and half-open connections. */
const longestWaitSeconds = 30;

const waitOf = (text: unknown): number => {
  const seconds = typeof text === 'string' && /^\d{1,4}$/u.test(text) ? Number(text) : 0;
  return Math.min(seconds, longestWaitSeconds);
};

export function createFeedEndpoint({ feed }: { feed: RevocationFeed }) {
  return async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { resource_server_for: apis = [] } = policyOf(ctx.oidc.client);
    if (apis.length === 0) {
      throw new errors.UnauthorizedClient('the feed is for clients that are registered as resource_server_for an API');
    }
    const { after, wait } = ctx.oidc.params as { after?: string; wait?: string };
    const gone = new AbortController();
    const leaving = new AbortController();
    once(ctx.res, 'close', { signal: leaving.signal }).then(
      () => gone.abort(),
      () => undefined,
    );
    try {
      ctx.body = await noticing(() => feed.poll(after, waitOf(wait), gone.signal));
    } catch (error) {
      // A balancer of connections may stand in front: only a new one leads to another instance.
      ctx.set('connection', 'close');
      throw error;
    } finally {
      leaving.abort();
    }
    ctx.status = 200;
    ctx.type = 'application/jose+json';
    ctx.set('cache-control', 'no-store');
  };
}
