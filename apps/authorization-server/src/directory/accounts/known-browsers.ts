/**
 * Known browsers: where an account has signed in before. One that is known has a count of its own in throttling, so that
 * strangers who guess cannot lock the user out; a sign-in from one that is not is worth a notice.
 */
import type { Storage, Write } from '@gatehouse/storage';

const model = 'KnownBrowser';
const keptSeconds = 180 * 24 * 60 * 60;

export interface KnownBrowsers {
  /** @param browserId the secret that the browser's cookie holds */
  isKnown(accountId: string, browserId: string | undefined): Promise<boolean>;
  /** For the commit of a sign-in. */
  remember(accountId: string, browserId: string): Write;
}

const idOf = (accountId: string, browserId: string) => `${accountId}:${browserId}`;

/** Browsers forget us after as long. */
export const browserCookieSeconds = keptSeconds;

export function createKnownBrowsers(storage: Pick<Storage, 'artefacts'>, clock: () => number): KnownBrowsers {
  return {
    async isKnown(accountId, browserId) {
      if (browserId === undefined) return false;
      const found = await storage.artefacts.find(model, idOf(accountId, browserId));
      return found !== undefined && (found.expiresAtSeconds ?? 0) > clock() / 1000;
    },
    remember: (accountId, browserId) => ({
      statements: [
        // An account that was ended everywhere leaves a tombstone, which must not hinder its next sign-in.
        ...storage.artefacts.writes.forget({ model, id: idOf(accountId, browserId) }).statements,
        ...storage.artefacts.writes.upsert({
          model,
          id: idOf(accountId, browserId),
          accountId,
          expiresAtSeconds: Math.floor(clock() / 1000) + keptSeconds,
          payload: {},
        }).statements,
      ],
    }),
  };
}
