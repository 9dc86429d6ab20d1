/** Keys of clients: oidc-provider reads them wherever `jwks_uri` says, and again at each request as long as it gets none. */
import { Provider } from 'oidc-provider';
import type { OutboundFetch } from '../../delivery/outbound/guard.ts';
import { createFetchGovernor, fetchLimits } from '../../directory/unregistered/fetch-governor.ts';
import { unregisteredOf } from './registered-client.ts';

/** Several clients may have their keys in one place. */
const limits = { ...fetchLimits, apartMs: 0 };

/**
 * Reads the keys of clients that no operator registered as rarely as documents about them: anybody can name any address there, and
 * this server must not be made to call it. What is too much is refused. Rejects as `fetch` does, too.
 * @param clock milliseconds since the epoch
 */
export function governKeyFetches(fetch: OutboundFetch, clock: () => number): OutboundFetch {
  const governor = createFetchGovernor(clock, limits);
  return async (url, init) => {
    const unregistered = unregisteredOf(Provider.ctx?.oidc.client);
    if (!unregistered) return fetch(url, init);
    const done = governor.begin(String(url), unregistered.usedAtSeconds !== undefined);
    if (!done) throw new Error('too many keys of clients that no operator registered are being read');
    try {
      return await fetch(url, init);
    } finally {
      done();
    }
  };
}
