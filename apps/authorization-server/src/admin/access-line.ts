/** A line of the table of access: see access.ts. */
import type { operations } from '../directory/operations/operations.ts';
import type { AdminScope } from '../directory/resources/admin-api.ts';

/**
 * Rules about the object beside the scope; `object-rules.ts` has them.
 *
 * - `not administrators`: whoever acts on a user has every scope of the admin API that the user's roles give.
 * - `own roles at most`: nobody gives a role that gives scopes of the admin API which they lack, nor changes such roles of their own.
 * - `not oneself`, `not disabling oneself`: nobody shuts themselves out, or sets aside what they prove themselves with. So a user who
 *   removes the last operator but one is an operator, and stays one; a client that acts for itself can make another, and so can
 *   the command on the machine: nothing else is needed for the last one.
 * - `an address is a credential`, `a link is a credential`: whoever has the mails of an address, or a link of an invitation, chooses a
 *   password, so giving one needs users:credentials too.
 * - `not beyond the caller`: a client that may ask for scopes of the admin API, and a role that gives them, is made, changed and given
 *   only by callers who have these scopes, and only they end what the users of such a role have. What a role of one's own gives of the
 *   admin API is changed by others. The admin API itself is changed by nobody. Who has users:credentials too may let another issuer
 *   say who a client's users are. A connection gives nobody roles beyond the caller, and is out of reach of those who may do less than
 *   the users who sign in by it. Handlers ask `beyond-the-caller.ts` and `role-reach.ts`.
 * - `own scopes at most`: no credential for the admin API allows more than whoever makes it may do.
 */
export type ObjectRule =
  | 'not administrators'
  | 'own roles at most'
  | 'not oneself'
  | 'not disabling oneself'
  | 'an address is a credential'
  | 'a link is a credential'
  | 'own scopes at most'
  | 'not beyond the caller';

export interface Access {
  readonly scope: AdminScope;
  readonly also?: readonly AdminScope[];
  readonly object?: ObjectRule | readonly ObjectRule[];
  readonly explained?: true;
  readonly audited?: readonly (keyof typeof operations)[];
}
