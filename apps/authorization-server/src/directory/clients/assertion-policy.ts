/** Whose assertions stand for a client (RFC 7523, section 2.1): workloads prove themselves by what their platform says of them. */

/** One platform, and which of its workloads the client is. Everything that is not named is refused. */
export interface AssertionIssuer {
  /** `iss`, compared as it is. */
  readonly issuer: string;
  readonly jwksUri: string;
  readonly algorithms: readonly string[];
  /** `sub`, each compared as it is. */
  readonly subjects: readonly string[];
  /** The longest that an assertion may still live when it arrives. */
  readonly longestSeconds: number;
}

interface StoredIssuer {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly algorithms?: string[];
  readonly subjects: string[];
  readonly longest_seconds?: number;
}

/** The issuers of a stored client. */
export function assertionIssuersFrom(stored: unknown): readonly AssertionIssuer[] {
  return ((stored ?? []) as StoredIssuer[]).map((one) => ({
    issuer: one.issuer,
    jwksUri: one.jwks_uri,
    algorithms: one.algorithms ?? ['RS256'],
    subjects: one.subjects,
    longestSeconds: one.longest_seconds ?? 600,
  }));
}
