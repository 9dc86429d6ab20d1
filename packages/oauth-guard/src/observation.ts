/** What happens is told to whoever watches, and what is set up wrongly to nobody in particular when nobody does. */

import { askApplication } from './application-call.ts';
import { type Misfits, misfitsOf } from './misfits.ts';
import type { KeysEvent, Observer } from './options.ts';
import { Warnings } from './warnings.ts';

/** Whom to tell what. */
export interface Observation {
  /** Tells of one event. What watches must not disturb what it watches: what it throws or rejects with is dropped. */
  readonly tell: <K extends keyof Observer>(kind: K, event: Parameters<NonNullable<Observer[K]>>[0]) => void;
  /** Tells of one fetch of keys. Once closing, nothing more. */
  readonly keys: (event: KeysEvent) => void;
  /** Tells of tokens that are refused though they may be right; undefined where an observer hears of decisions or keys. */
  readonly misfits: Misfits | undefined;
  /** Tells of one answer about an opaque token, or why there was none. */
  readonly introspection: ((issuer: string, fault: string | undefined) => void) | undefined;
  /** Tells of one answer of an issuer's revocation feed. */
  readonly revocations: (issuer: string, event: Parameters<NonNullable<Observer['revocations']>>[0]) => void;
}

/** @param closing aborted when the server is closed */
export function observationOf(observe: Observer, closing: AbortSignal): Observation {
  const warnings = new Warnings();
  const tell: Observation['tell'] = (kind, event) => {
    askApplication(kind, () => (observe[kind] as ((event: unknown) => void) | undefined)?.(event));
  };
  const isWatched = observe.keys !== undefined || observe.decision !== undefined;
  return {
    tell,
    keys(event) {
      if (closing.aborted) return;
      if (observe.keys !== undefined) tell('keys', event);
      else warnings.observeKeys(event);
    },
    misfits: isWatched ? undefined : misfitsOf(warnings),
    introspection: isWatched
      ? undefined
      : (issuer, fault) => {
          if (fault === undefined) warnings.settle('OAUTH_GUARD_INTROSPECTION', issuer);
          else if (!closing.aborted)
            warnings.tell('OAUTH_GUARD_INTROSPECTION', issuer, `opaque tokens are refused: ${fault}`);
        },
    revocations(issuer, event) {
      if (observe.revocations !== undefined) tell('revocations', event);
      else if (observe.keys !== undefined) return;
      else if (event.outcome === 'loaded') warnings.settle('OAUTH_GUARD_REVOCATIONS', issuer);
      else
        warnings.tell(
          'OAUTH_GUARD_REVOCATIONS',
          issuer,
          `what ${issuer} revoked cannot be read: ${event.detail as string}`,
        );
    },
  };
}
