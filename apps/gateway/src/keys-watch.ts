/** What follows from each look at the keys of the issuer. */
import type { Logger } from '@gatehouse/logging';
import type { KeysEvent } from '@gatehouse/oauth-guard';
import type { ExchangeCache } from './exchange-cache.ts';

/** Logs each cause of failure once until the keys can be read again, and forgets exchanged tokens when a key was removed. */
export function createKeysWatch(
  cache: Pick<ExchangeCache, 'evict'>,
  logger: Pick<Logger, 'warn'>,
): (event: KeysEvent) => void {
  const told = new Set<string | undefined>();
  return ({ outcome, keys, removed, detail }) => {
    // An exchanged token that is signed with the removed key is refused by services as long as it is kept.
    if (removed) cache.evict(() => true);
    if (outcome === 'loaded') told.clear();
    else if (!told.has(detail)) {
      told.add(detail);
      logger.warn({ detail, keys }, 'the keys of the issuer cannot be read');
    }
  };
}
