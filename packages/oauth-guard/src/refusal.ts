/** A refusal is a value, not an exception: a flood of bad tokens costs no stack traces. */

import { REFUSALS, type RefusalCode, type RefusalDefinition } from './errors.ts';

/** What some refusals carry besides their code. All of it is the server's own: nothing comes from the request. */
export interface RefusalParameters {
  /** All scopes that the operation needs (RFC 6750 section 3). */
  readonly scopes?: readonly string[];
  /** Authentication context classes of which one is needed (RFC 9470 section 3). */
  readonly acrValues?: readonly string[];
  /** The oldest sign-in that is accepted, in seconds (RFC 9470 section 3). */
  readonly maxAgeSeconds?: number;
  /** When to try again, in whole seconds. */
  readonly retryAfterSeconds?: number;
  /** The nonce that the next DPoP proof must carry (RFC 9449 section 9). */
  readonly nonce?: string;
  /** For the log only, never sent. */
  readonly detail?: string;
}

/** One refusal: a code of {@link REFUSALS} and what belongs to it. */
export class Refusal {
  readonly code: RefusalCode;
  readonly parameters: RefusalParameters;

  constructor(code: RefusalCode, parameters: RefusalParameters = {}) {
    this.code = code;
    this.parameters = parameters;
  }

  /** The status, OAuth error code and sentence of this refusal. */
  get definition(): RefusalDefinition {
    return REFUSALS[this.code];
  }
}

const plain = new Map<RefusalCode, Refusal>();

/** The one shared refusal of a code that carries nothing else. */
export function refuse(code: RefusalCode): Refusal {
  let refusal = plain.get(code);
  if (refusal === undefined) {
    refusal = Object.freeze(new Refusal(code));
    plain.set(code, refusal);
  }
  return refusal;
}
