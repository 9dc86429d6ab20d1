/** What is set up wrongly, told to whoever did not ask for it: an API that refuses every token in silence helps nobody. */

import type { KeyEvent } from './keys.ts';

/** What a warning is about: `process.on('warning', ({ code }) => …)` and `node --disable-warning=CODE` know it by this. */
export type WarningCode =
  | 'OAUTH_GUARD_KEYS'
  | 'OAUTH_GUARD_ISSUER'
  | 'OAUTH_GUARD_TOKENS'
  | 'OAUTH_GUARD_INTROSPECTION'
  | 'OAUTH_GUARD_REVOCATIONS';

/** Writes one warning down. */
export type Warn = (code: WarningCode, message: string) => void;

const MAX_ISSUERS = 100;
const MAX_CAUSES = 10;
const NAME = 'OAuthGuardWarning';

/** Tells each cause once for an issuer, and again after it was well in between. Whatever strangers send, there are not many. */
export class Warnings {
  readonly #warn: Warn;
  readonly #told = new Map<string, Set<string>>();

  constructor(warn: Warn = emitWarning) {
    this.#warn = warn;
  }

  /** Takes note of one fetch of keys. */
  observeKeys({ issuer, outcome, keys, detail }: KeyEvent & { readonly issuer: string }): void {
    if (outcome === 'loaded') {
      this.settle('OAUTH_GUARD_KEYS', issuer);
      return;
    }
    const so =
      keys > 0 ? 'cannot be refreshed, and those that are known serve on' : 'are missing, so its tokens are refused';
    this.tell('OAUTH_GUARD_KEYS', issuer, `the keys of ${issuer} ${so}: ${detail}`);
  }

  /** Whether this would be told now. */
  isNew(code: WarningCode, issuer: string, message: string): boolean {
    const causes = this.#told.get(`${code} ${issuer}`);
    if (causes === undefined) return this.#told.size < MAX_ISSUERS;
    return causes.size < MAX_CAUSES && !causes.has(message);
  }

  /** Tells one sentence about an issuer, once. */
  tell(code: WarningCode, issuer: string, message: string): void {
    if (!this.isNew(code, issuer, message)) return;
    const name = `${code} ${issuer}`;
    this.#told.set(name, (this.#told.get(name) ?? new Set()).add(message));
    this.#warn(code, message);
  }

  /** What was wrong is right again, so that the next fault is told anew. */
  settle(code: WarningCode, issuer: string): void {
    this.#told.delete(`${code} ${issuer}`);
  }
}

/** Node, Deno and Bun have `process.emitWarning`; where it is missing the console does. */
export function emitWarning(code: WarningCode, message: string): void {
  const { process, console } = globalThis as Partial<Pick<typeof globalThis, 'process' | 'console'>>;
  if (typeof process?.emitWarning === 'function') process.emitWarning(message, { type: NAME, code });
  else console?.warn(`[${code}] ${NAME}: ${message}`);
}
