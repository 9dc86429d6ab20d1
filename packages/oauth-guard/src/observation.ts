/** What happens is told to whoever watches, and what goes wrong with keys to nobody in particular when nobody does. */

import { askApplication } from './application-call.ts';
import { KeyWarnings } from './key-warnings.ts';
import type { KeysEvent, Observer } from './options.ts';

/** Whom to tell what. */
export interface Observation {
  /** Tells of one event. What watches must not disturb what it watches: what it throws or rejects with is dropped. */
  readonly tell: <K extends keyof Observer>(kind: K, event: Parameters<NonNullable<Observer[K]>>[0]) => void;
  /** Tells of one fetch of keys. Once closing, nothing more. */
  readonly keys: (event: KeysEvent) => void;
  /** Tells of the issuer of a token whose `iss` is nearly one that is trusted; undefined where an observer hears of keys. */
  readonly tellMisspelt: ((issuer: string, message: string) => void) | undefined;
}

/** @param closing aborted when the server is closed */
export function observationOf(observe: Observer, closing: AbortSignal): Observation {
  const warnings = new KeyWarnings();
  const isWatched = observe.keys !== undefined;
  const tell: Observation['tell'] = (kind, event) => {
    askApplication(kind, () => (observe[kind] as ((event: unknown) => void) | undefined)?.(event));
  };
  return {
    tell,
    keys(event) {
      if (closing.aborted) return;
      if (isWatched) tell('keys', event);
      else warnings.observe(event);
    },
    tellMisspelt: isWatched ? undefined : (issuer, message) => warnings.tell(issuer, message),
  };
}
