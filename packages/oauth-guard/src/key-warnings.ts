/** Failures of keys, told to whoever did not ask for them: without keys every token is refused, and silence helps nobody. */

import type { KeysEvent } from './options.ts';

const MAX_ISSUERS = 100;
const MAX_CAUSES = 10;

/** Tells each cause once for an issuer, and again after the issuer was well in between. */
export class KeyWarnings {
  readonly #warn: (message: string) => void;
  readonly #told = new Map<string, Set<string>>();

  constructor(warn: (message: string) => void = emitWarning) {
    this.#warn = warn;
  }

  /** Takes note of one fetch of keys. */
  observe({ issuer, outcome, keys, detail }: KeysEvent): void {
    if (outcome === 'loaded') {
      this.#told.delete(issuer);
      return;
    }
    const so =
      keys > 0 ? 'cannot be refreshed, and those that are known serve on' : 'are missing, so its tokens are refused';
    this.tell(issuer, `the keys of ${issuer} ${so}: ${detail}`);
  }

  /** Tells one sentence about an issuer, once. */
  tell(issuer: string, message: string): void {
    const causes = this.#told.get(issuer) ?? new Set();
    if (causes.has(message) || causes.size >= MAX_CAUSES) return;
    if (!this.#told.has(issuer) && this.#told.size >= MAX_ISSUERS) return;
    this.#told.set(issuer, causes.add(message));
    this.#warn(message);
  }
}

function emitWarning(message: string): void {
  process.emitWarning(message, 'OAuthGuardWarning');
}
