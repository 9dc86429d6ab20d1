/** What can go wrong with the authorization server, as far as a user has to be told. */

/** The authorization server cannot be reached or does not answer as it should: try again later. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

/** The sign-in did not succeed. `code` is an error code of the protocol (RFC 6749 section 4.1.2.1) or `invalid_response`. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super(`sign-in refused: ${code}`, { cause });
    this.code = code;
  }
}

/** The refresh token is no longer good: the user has to sign in again. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}
