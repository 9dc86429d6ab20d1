/** The answers a policy can give. Nothing here knows HTTP: `access.ts` turns a refusal into a status. */

/** What a policy says about one action on one object. */
export type Decision = Allowed | AccessDenied;

/** The action may go on. */
export interface Allowed {
  readonly allowed: true;
}

/** The action is refused, and how much of the reason the caller may learn. */
export interface AccessDenied {
  readonly allowed: false;
  /**
   * `hidden`: the caller may not know that the object exists. `scope`: another scope would do.
   * `forbidden`: the caller sees the object but may not do this. `step_up`: the user has to authenticate again
   * (RFC 9470). `conflict`: the state of the object does not admit it.
   */
  readonly because: 'hidden' | 'scope' | 'forbidden' | 'step_up' | 'conflict';
  /** A stable code, for the audit record and for the answer where it may be shown. */
  readonly reason: string;
  /** The scopes that would do, for `because: 'scope'`. */
  readonly scopes?: readonly string[];
  /** What the new authentication has to reach, for `because: 'step_up'`. */
  readonly stepUp?: { readonly acrValues: readonly string[]; readonly maxAgeSeconds: number };
}

/** The action may go on. */
export const allowed: Allowed = { allowed: true };

/** A refusal with its stable reason. */
export function denied(
  because: AccessDenied['because'],
  reason: string,
  more: Pick<AccessDenied, 'scopes' | 'stepUp'> = {},
): AccessDenied {
  return { allowed: false, because, reason, ...more };
}
