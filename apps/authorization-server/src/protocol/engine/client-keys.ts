/** Keys of clients: oidc-provider reads them wherever `jwks_uri` says, and again at each request as long as it gets none. */
import type { Storage } from '@gatehouse/storage';
import { Provider } from 'oidc-provider';
import type { OutboundFetch } from '../../delivery/outbound/guard.ts';
import { createFetchGovernor, fetchLimits } from '../../directory/unregistered/fetch-governor.ts';
import { createSharedFetches } from '../../directory/unregistered/shared-fetches.ts';
import { unregisteredOf } from './registered-client.ts';

/** Each of them may be tried on an assertion that none of them made. As many as a document itself may hold. */
const mostKeys = 20;

/** Throws when there are more; what is no set of keys is for others to refuse. */
async function requireFewKeys(answer: Response): Promise<void> {
  const { keys } = ((await answer.json().catch(() => undefined)) ?? {}) as { readonly keys?: unknown };
  if (Array.isArray(keys) && keys.length > mostKeys) throw new Error(`more than ${mostKeys} keys of a client`);
}

/** Several clients may have their keys in one place. */
const limits = { ...fetchLimits, apartMs: 0 };

const tooMany = () => new Error('too many keys of clients that no operator registered are being read');

/**
 * Reads the keys of clients that no operator registered as rarely as documents about them: anybody can name any address there, and
 * this server must not be made to call it, nor to try a thousand keys. What is too much is refused. Rejects as `fetch` does, too.
 * @param dependencies.clock milliseconds since the epoch
 */
export function governKeyFetches(
  fetch: OutboundFetch,
  { storage, clock }: { readonly storage: Pick<Storage, 'counters'>; readonly clock: () => number },
): OutboundFetch {
  const governor = createFetchGovernor(clock, limits);
  const shared = createSharedFetches(storage, 'keys', limits);
  return async (url, init) => {
    const unregistered = unregisteredOf(Provider.ctx?.oidc.client);
    if (!unregistered) return fetch(url, init);
    const used = unregistered.usedAtSeconds !== undefined;
    const done = governor.begin(String(url), used);
    if (!done) throw tooMany();
    try {
      if (!(await shared.take(String(url), used))) throw tooMany();
      const answer = await fetch(url, init);
      await requireFewKeys(answer.clone());
      return answer;
    } finally {
      done();
    }
  };
}
