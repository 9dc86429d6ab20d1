/** How many attempts of each kind there may be, by whom, in which time. */

/** What is throttled (AS-14). */
export type ThrottledAction =
  | 'sign_in'
  | 'sign_in_name'
  | 'second_factor'
  | 'email_code'
  | 'password_reset'
  | 'registration'
  | 'client_authentication'
  | 'client_registration'
  | 'registration_token'
  | 'user_code';

/** Whom a limit is about: one account (or client), the network that asks, one that has many of these, or all together. */
export type LimitScope = 'account' | 'address' | 'site' | 'everyone';

export interface Limit {
  readonly per: LimitScope;
  /** As many attempts are looked at; what comes after is refused. */
  readonly most: number;
  /** A window begins with its first attempt. */
  readonly windowSeconds: number;
}

/** The limits of each action. Several may be about the same scope. */
export type Limits = Readonly<Record<ThrottledAction, readonly Limit[]>>;

/** What an operator sets; the rest follows from it. */
export interface SignInLimits {
  readonly perAccount: number;
  readonly perAddress: number;
  readonly forEveryone: number;
  readonly windowSeconds: number;
}

const hour = 60 * 60;

/** All limits. Attempts that turn out right are taken back, so these count failures and what is under way. */
export function limitsFrom({ perAccount, perAddress, forEveryone, windowSeconds }: SignInLimits): Limits {
  const address: Limit = { per: 'address', most: perAddress, windowSeconds };
  return {
    sign_in: [
      { per: 'account', most: perAccount, windowSeconds },
      address,
      { per: 'everyone', most: forEveryone, windowSeconds },
    ],
    // Failures by the name as it was typed, whosever it is: what a page says of too many must not tell whose names belong together.
    sign_in_name: [{ per: 'account', most: perAccount, windowSeconds }],
    // A code of six digits, three of which are right at a time: the second limit bounds what patience can do.
    second_factor: [
      { per: 'account', most: perAccount, windowSeconds },
      { per: 'account', most: perAccount * 5, windowSeconds: 24 * hour },
      address,
    ],
    // One for each password that was right, and each time another is asked for.
    email_code: [
      { per: 'account', most: 20, windowSeconds: hour },
      { per: 'address', most: perAddress, windowSeconds: hour },
      { per: 'everyone', most: forEveryone, windowSeconds: hour },
    ],
    // Each of these may send a mail to somebody who did not ask.
    password_reset: [
      { per: 'account', most: 5, windowSeconds: hour },
      { per: 'address', most: perAddress, windowSeconds: hour },
      { per: 'everyone', most: forEveryone, windowSeconds: hour },
    ],
    registration: [
      { per: 'account', most: 5, windowSeconds: hour },
      { per: 'address', most: perAddress, windowSeconds: hour },
      { per: 'everyone', most: forEveryone, windowSeconds: hour },
    ],
    // Secrets are long, so this protects the log more than the secret. "Account" is the client at one address.
    client_authentication: [{ per: 'account', most: Math.max(perAccount * 5, 20), windowSeconds }],
    // Each of these leaves a client behind. "Account" is the network that the caps go by, which is wider than an address.
    client_registration: [
      { per: 'account', most: 10, windowSeconds: 60 },
      { per: 'address', most: 10, windowSeconds: 60 },
      { per: 'site', most: 40, windowSeconds: 60 },
    ],
    registration_token: [address],
    user_code: [address, { per: 'everyone', most: forEveryone, windowSeconds }],
  };
}
