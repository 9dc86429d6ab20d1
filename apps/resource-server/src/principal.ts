/**
 * Who is calling, in the words of this API: the few facts of a verified access token that the policies look at.
 * A policy never sees the token and never sees HTTP.
 */

/** A user or a client, as a verified access token describes it. */
export interface Principal {
  /**
   * `person` when somebody signed in, `client` when a client speaks for itself (client credentials: `sub` = `client_id`; after
   * a token exchange another client holds the token, and `sub_profile` says that the subject is a service).
   */
  readonly kind: 'person' | 'client';
  /** `iss`: together with `subject` the only key by which objects belong to somebody. */
  readonly issuer: string;
  /** `sub` */
  readonly subject: string;
  /** `client_id` (RFC 8693 section 4.3) */
  readonly clientId: string;
  /** The single values of `scope`. */
  readonly scopes: ReadonlySet<string>;
  /** Claim `department`; absent when the token has none. */
  readonly department?: string | undefined;
  /** Claim `roles`; empty when the token has none. */
  readonly roles: readonly string[];
  /** `acr`: how the user was authenticated. */
  readonly acr?: string | undefined;
  /** `auth_time`: when the user was authenticated, in seconds since 1970. */
  readonly authTimeSeconds?: number | undefined;
}

/** The claims of an access token (RFC 9068 section 2.2) that this API reads, after verification. */
export interface AccessTokenClaims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly client_id?: unknown;
  readonly sub_profile?: unknown;
  readonly scope?: unknown;
  readonly department?: unknown;
  readonly roles?: unknown;
  readonly acr?: unknown;
  readonly auth_time?: unknown;
}

/**
 * Reads the principal from verified claims. A claim of the wrong type counts as absent, so that it can only ever
 * take rights away.
 */
export function principalFrom(claims: AccessTokenClaims): Principal {
  const subject = text(claims.sub) ?? '';
  const clientId = text(claims.client_id) ?? '';
  return {
    kind: subject === clientId || claims.sub_profile !== undefined ? 'client' : 'person',
    issuer: text(claims.iss) ?? '',
    subject,
    clientId,
    scopes: new Set((text(claims.scope) ?? '').split(' ').filter((scope) => scope !== '')),
    department: text(claims.department),
    roles: Array.isArray(claims.roles) ? claims.roles.filter((role) => typeof role === 'string') : [],
    acr: text(claims.acr),
    authTimeSeconds: Number.isSafeInteger(claims.auth_time) ? (claims.auth_time as number) : undefined,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
