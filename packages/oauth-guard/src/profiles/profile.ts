/** What the access tokens of an issuer look like, as data: RFC 9068 is one answer, and most issuers have another. */

import type { SignatureAlgorithm } from '../algorithms.ts';

/**
 * Where a claim stands: its name, or the names on the way to it, as in `['realm_access', 'roles']`.
 *
 * @example
 * const roles: ClaimPath = ['realm_access', 'roles'];
 */
export type ClaimPath = string | readonly string[];

/**
 * Where roles stand; `keysOf` where they are the member names of an object.
 *
 * @example
 * const places: RolePlace[] = ['groups', { keysOf: ['urn:zitadel:iam:org:project:roles'] }];
 */
export type RolePlace = ClaimPath | { readonly keysOf: ClaimPath };

/**
 * A claim that must be there, or a choice of which at least one must be. Null, an empty string and an empty list are nothing.
 *
 * @example
 * const required: RequiredClaim[] = ['sub', { anyOf: ['client_id', 'azp'] }];
 */
export type RequiredClaim = ClaimPath | { readonly anyOf: readonly ClaimPath[] };

/**
 * What the access tokens of an issuer look like, and how they are told from its ID tokens, refresh tokens and logout tokens.
 * Signature, issuer, audience and time are checked whatever the profile.
 *
 * @example
 * const profile: TokenProfile = { ...TOKEN_PROFILES.generic, types: ['at+jwt'] };
 */
export interface TokenProfile {
  /** Values of the header `typ` without `application/`, compared without regard to case (RFC 7515 section 4.1.9). */
  readonly types: readonly string[];
  /** Accept tokens without `typ`; default false. */
  readonly untyped?: boolean;
  /** Signature algorithms where the issuer's option names none; default RS256 only. */
  readonly algorithms?: readonly SignatureAlgorithm[];
  /** Where the subject stands, the first that is there; default `sub`. A token without any is refused. */
  readonly subject?: readonly ClaimPath[];
  /** Where the client stands, the first that is there. Without any, `clientId` is empty unless `required` asks for one. */
  readonly client: readonly ClaimPath[];
  /** Where scopes stand; all are read. A string holds them separated by single spaces. */
  readonly scopes: readonly ClaimPath[];
  /** Whether scopes may be a JSON list too; default true. */
  readonly scopeLists?: boolean;
  /** Where roles stand; all are read. A string is one role. */
  readonly roles: readonly RolePlace[];
  /** Claims that every access token of this issuer has. */
  readonly required: readonly RequiredClaim[];
  /** Claims that say what a token is: one of these values, or a string that fits. */
  readonly values?: Readonly<Record<string, readonly (string | number | boolean)[] | RegExp>>;
  /** The same of claims that need not be there. */
  readonly valuesIfThere?: TokenProfile['values'];
  /** Claims that only other tokens of this issuer have. */
  readonly refused: readonly string[];
  /** `clients`: a token without `aud` is accepted from a client that the issuer's option `clients` names. Default `required`. */
  readonly audience?: 'required' | 'clients';
  /** Audiences that are the issuer itself and do not count as a second one; `{issuer}` stands for its URL. */
  readonly issuerAudiences?: readonly string[];
}
