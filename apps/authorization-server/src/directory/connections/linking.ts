/**
 * Who an upstream identity is here. An identity is its issuer and subject, and nothing else; an e-mail address is a hint. This is
 * the whole decision, as a function of what is known, so that every state of it can be walked.
 */

/** The account that has the address which the upstream says. */
export interface AddressOwner {
  /** Its user has proved the address to us. */
  readonly verified: boolean;
  /** It has one, which a sign-in by the upstream alone would pass by. */
  readonly secondFactor: boolean;
  /** It has a role that gives something of the admin API. */
  readonly privileged: boolean;
}

export interface LinkingSituation {
  /** The identity is linked to an account. */
  readonly linked: boolean;
  /** The address that the upstream says, and whether it has verified it. */
  readonly address: 'none' | 'unverified' | 'verified';
  /** The domain of the address was proved for this connection. */
  readonly domainProved: boolean;
  /** The connection is trusted to say whose an address is (`trust_email`). */
  readonly trusted: boolean;
  /** The connection may make accounts (`sign_up`). */
  readonly signUp: boolean;
  /** The one account with the address; undefined: there is none. An account that waits to be confirmed is none. */
  readonly owner: AddressOwner | undefined;
}

/**
 * - `sign_in`: it is that account.
 * - `link`: it becomes the owner's, by itself.
 * - `ask`: sign in the way you usually do, to connect. With `mayCreate` a new account is offered beside it.
 * - `create`: a new account.
 * - `refuse`: accounts are not made here.
 */
export type LinkingDecision =
  | { readonly kind: 'sign_in' | 'link' | 'create' | 'refuse' }
  | { readonly kind: 'ask'; readonly mayCreate: boolean };

/** The decision. */
export function decideLinking(situation: LinkingSituation): LinkingDecision {
  const { linked, address, domainProved, trusted, signUp, owner } = situation;
  if (linked) return { kind: 'sign_in' };
  const vouched = address === 'verified' || (address === 'unverified' && domainProved);
  // Whether an address has an account is nobody's business who cannot show that it is theirs (AS-15): the page is the same.
  if (address !== 'none' && !vouched) return { kind: 'ask', mayCreate: signUp };
  if (owner === undefined || address === 'none') return { kind: signUp ? 'create' : 'refuse' };
  const maySelf =
    trusted && address === 'verified' && domainProved && owner.verified && !owner.secondFactor && !owner.privileged;
  return maySelf ? { kind: 'link' } : { kind: 'ask', mayCreate: false };
}
