/** Who calls, once a token was accepted. The same principal serves many requests, so it is frozen all the way down. */

import type { TokenReader } from './profiles/token-reader.ts';

/**
 * The claims of an access token as they were signed or introspected, with the registered ones typed (RFC 9068 section 2.2). Which
 * of them there are depends on the issuer: `subject`, `clientId`, `scopes` and `roles` of the principal are found for every one.
 *
 * @example
 * const department = (claims: AccessTokenClaims) => claims['department'];
 */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly sub?: string;
  readonly aud?: string | readonly string[];
  readonly exp: number;
  readonly iat?: number;
  readonly nbf?: number;
  readonly jti?: string;
  readonly client_id?: string;
  readonly scope?: string | readonly string[];
  readonly acr?: string;
  readonly amr?: readonly string[];
  readonly auth_time?: number;
  readonly cnf?: Confirmation;
  readonly [claim: string]: unknown;
}

/**
 * To what a token is bound (RFC 7800; `jkt` RFC 9449 section 6, `x5t#S256` RFC 8705 section 3.1).
 *
 * @example
 * const isBound = ({ jkt, 'x5t#S256': certificate }: Confirmation) => (jkt ?? certificate) !== undefined;
 */
export interface Confirmation {
  readonly jkt?: string;
  readonly 'x5t#S256'?: string;
}

/**
 * The protected header of a JWT access token; empty for an opaque one.
 *
 * @example
 * const keyOf = ({ kid }: AccessTokenHeader) => kid;
 */
export interface AccessTokenHeader {
  readonly alg?: string;
  readonly typ?: string;
  readonly kid?: string;
  readonly [member: string]: unknown;
}

/**
 * How the token was sent.
 *
 * @example
 * const scheme: TokenScheme = 'DPoP';
 */
export type TokenScheme = 'Bearer' | 'DPoP';

/**
 * The caller of a request. It can be read by code written for express-oauth2-jwt-bearer (`payload`, `header`, `token`) and for
 * the Model Context Protocol SDK (`token`, `clientId`, `scopes`, `expiresAt`, `resource`, `extra`).
 *
 * @example
 * const owns = (auth: RequestAuth, order: { owner: string }) => auth.subject === order.owner || auth.hasScope('orders_all');
 */
export interface RequestAuth<Claims extends object = Record<string, unknown>> {
  /** The access token as it was sent. It is left out of `JSON.stringify` and `console.log`. */
  readonly token: string;
  readonly scheme: TokenScheme;
  readonly header: AccessTokenHeader;
  readonly payload: AccessTokenClaims & Readonly<Claims>;
  readonly issuer: string;
  readonly subject: string;
  /** Empty where the tokens of the issuer do not say it. */
  readonly clientId: string;
  /**
   * The scopes of the token, as granted, each once, wherever the issuer writes them. `hasScope` also honours the scope hierarchy.
   * Frozen, though typed as the MCP SDK wants it.
   */
  readonly scopes: string[];
  /** The roles of the subject, each once, from where the issuer's profile says; none where it does not say. */
  readonly roles: readonly string[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** The protected resource that this token is for (RFC 8707); a new object at each reading. */
  readonly resource: URL;
  /** All claims, where the MCP SDK looks for additional data. */
  readonly extra: Record<string, unknown>;
  /** By what the token is bound to its sender, each checked on this request. */
  readonly confirmation: Confirmation;
  /** Whether the token carries this scope, or one that the scope hierarchy places above it. */
  hasScope(scope: string): boolean;
}

/** What a principal is made of. */
export interface PrincipalParts {
  readonly token: string;
  readonly header: AccessTokenHeader;
  readonly payload: AccessTokenClaims;
  /** Reads the payload as its issuer writes it. */
  readonly reader: TokenReader;
  readonly resource: string;
  /** Granted scopes and all that they imply, found when first asked for. */
  readonly effectiveScopes: (scopes: readonly string[]) => ReadonlySet<string>;
}

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** The one implementation of {@link RequestAuth}. Derived members are on the prototype: making one costs little. */
export class Principal implements RequestAuth {
  readonly token: string;
  readonly scheme: TokenScheme;
  readonly header: AccessTokenHeader;
  readonly payload: AccessTokenClaims;
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: string[];
  readonly expiresAt: number;
  readonly extra: Record<string, unknown>;
  readonly confirmation: Confirmation;
  readonly #reader: TokenReader;
  #roles: readonly string[] | undefined;
  readonly #resource: string;
  readonly #findEffectiveScopes: PrincipalParts['effectiveScopes'];
  #effectiveScopes: ReadonlySet<string> | undefined;

  constructor(parts: PrincipalParts) {
    const { payload, reader } = parts;
    this.token = parts.token;
    this.scheme = payload.cnf?.jkt === undefined ? 'Bearer' : 'DPoP';
    this.header = deepFreeze(parts.header);
    this.payload = deepFreeze(payload);
    this.issuer = payload.iss;
    this.subject = reader.subjectOf(payload);
    this.clientId = reader.clientOf(payload);
    this.scopes = reader.scopesOf(payload);
    Object.freeze(this.scopes);
    this.#reader = reader;
    this.expiresAt = payload.exp;
    this.extra = payload;
    this.confirmation = payload.cnf ?? NO_CONFIRMATION;
    this.#resource = parts.resource;
    this.#findEffectiveScopes = parts.effectiveScopes;
    Object.freeze(this);
  }

  get roles(): readonly string[] {
    this.#roles ??= Object.freeze(this.#reader.rolesOf(this.payload));
    return this.#roles;
  }

  get resource(): URL {
    return new URL(this.#resource);
  }

  hasScope(scope: string): boolean {
    this.#effectiveScopes ??= this.#findEffectiveScopes(this.scopes);
    return this.#effectiveScopes.has(scope);
  }

  /** Everything but the token, so that a logged principal is not a credential. */
  toJSON(): object {
    const { token: _token, extra: _extra, ...rest } = this;
    return { ...rest, roles: this.roles };
  }

  [inspect](): object {
    return this.toJSON();
  }
}

const NO_CONFIRMATION: Confirmation = Object.freeze({});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
