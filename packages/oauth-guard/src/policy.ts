/** What a token must say before a request is let through. Pure functions of the principal and the clock; HTTP only wraps them. */

import { isName, isScopeToken } from './claims.ts';
import type { RequestAuth } from './principal.ts';
import { Refusal, refuse } from './refusal.ts';

/** A value that a claim is compared with. */
export type ClaimValue = string | number | boolean;

/** What one claim must be: exactly a value, one of several, or a list that includes one or all of several. */
export type ClaimRule =
  | ClaimValue
  | { readonly oneOf: readonly ClaimValue[] }
  | { readonly includesAny: readonly ClaimValue[] }
  | { readonly includesAll: readonly ClaimValue[] };

/** What a request needs. All of what is named must hold. */
export interface Requirement {
  /** All of these, exact names; one string may hold several, separated by spaces as in OAuth. */
  readonly scopes?: string | readonly string[];
  /** At least one of these. */
  readonly anyScope?: readonly string[];
  readonly claims?: Readonly<Record<string, ClaimRule>>;
  /** The sign-in was one of these authentication context classes (RFC 9470). */
  readonly acr?: readonly string[];
  /** The sign-in was at most so long ago (RFC 9470). */
  readonly maxAuthAgeSeconds?: number;
  /** The token is bound to its sender, by DPoP or by a certificate. */
  readonly senderConstrained?: boolean;
  /** Let requests without any credentials through, without a principal. Bad credentials are still refused. */
  readonly optional?: boolean;
}

/** A requirement that was checked at start-up and made ready. */
export interface ReadyRequirement {
  readonly scopes: readonly string[];
  readonly anyScope: readonly string[];
  readonly claims: readonly (readonly [name: string, holds: (value: unknown) => boolean])[];
  readonly acr: readonly string[];
  readonly maxAuthAgeSeconds: number | undefined;
  readonly senderConstrained: boolean;
  readonly optional: boolean;
}

const REQUIREMENT_MEMBERS = new Set([
  'scopes',
  'anyScope',
  'claims',
  'acr',
  'maxAuthAgeSeconds',
  'senderConstrained',
  'optional',
]);

/**
 * Checks a requirement and makes it ready.
 *
 * @throws TypeError on an unknown member, a scope that cannot exist, an empty list: each would silently allow too much
 */
export function readyRequirement(requirement: Requirement): ReadyRequirement {
  for (const member of Object.keys(requirement)) {
    if (!REQUIREMENT_MEMBERS.has(member)) throw new TypeError(`a requirement has no member "${member}"`);
  }
  const {
    scopes,
    anyScope,
    claims = {},
    acr,
    maxAuthAgeSeconds,
    senderConstrained = false,
    optional = false,
  } = requirement;
  if (maxAuthAgeSeconds !== undefined && !(Number.isFinite(maxAuthAgeSeconds) && maxAuthAgeSeconds >= 0)) {
    throw new TypeError('maxAuthAgeSeconds must be a number of seconds');
  }
  return Object.freeze({
    scopes: scopes === undefined ? [] : scopeList('scopes', scopes),
    anyScope: anyScope === undefined ? [] : scopeList('anyScope', anyScope),
    claims: Object.entries(claims).map(([name, rule]) => [name, claimCheck(name, rule)] as const),
    acr: acr === undefined ? [] : acrList(acr),
    maxAuthAgeSeconds,
    senderConstrained,
    optional,
  });
}

/**
 * Whether a principal satisfies a requirement.
 *
 * @param nowSeconds wall time in seconds since the epoch
 * @returns undefined when it does; else the first refusal, in the order binding, scope, claims, sign-in
 */
export function checkRequirement(
  requirement: ReadyRequirement,
  auth: RequestAuth,
  nowSeconds: number,
): Refusal | undefined {
  const { scopes, anyScope, claims } = requirement;
  if (requirement.senderConstrained && Object.keys(auth.confirmation).length === 0)
    return refuse('sender_constraint_required');
  if (!scopes.every((scope) => auth.hasScope(scope))) return new Refusal('insufficient_scope', { scopes });
  if (anyScope.length > 0 && !anyScope.some((scope) => auth.hasScope(scope))) {
    return new Refusal('insufficient_scope', { scopes: [...scopes, anyScope[0] as string] });
  }
  for (const [name, holds] of claims) {
    if (!Object.hasOwn(auth.payload, name) || !holds(auth.payload[name])) return refuse('insufficient_claims');
  }
  return checkSignIn(requirement, auth, nowSeconds);
}

/** RFC 9470 section 3: which sign-in, and how long ago. A token without `auth_time` cannot show that it was recent. */
function checkSignIn(
  { acr, maxAuthAgeSeconds }: ReadyRequirement,
  auth: RequestAuth,
  nowSeconds: number,
): Refusal | undefined {
  const { acr: given, auth_time: signedInAt } = auth.payload;
  const strong = acr.length === 0 || (given !== undefined && acr.includes(given));
  const recent =
    maxAuthAgeSeconds === undefined || (signedInAt !== undefined && nowSeconds - signedInAt <= maxAuthAgeSeconds);
  if (strong && recent) return undefined;
  return new Refusal('insufficient_user_authentication', {
    acrValues: acr,
    ...(maxAuthAgeSeconds === undefined ? {} : { maxAgeSeconds: maxAuthAgeSeconds }),
  });
}

/** @throws TypeError when the list is empty or a name is no scope token (RFC 6749 section 3.3) */
export function scopeList(where: string, scopes: string | readonly string[]): readonly string[] {
  const list = (typeof scopes === 'string' ? [scopes] : scopes).flatMap((scope) => scope.split(' '));
  if (list.length === 0) throw new TypeError(`${where} is empty, which would ask for nothing`);
  for (const scope of list) if (!isScopeToken(scope)) throw new TypeError(`${where}: "${scope}" is not a scope`);
  return Object.freeze([...new Set(list)]);
}

function acrList(acr: readonly string[]): readonly string[] {
  // Values are listed in a challenge separated by spaces, so none may contain one.
  if (!Array.isArray(acr) || acr.length === 0 || !acr.every(isScopeToken)) {
    throw new TypeError('acr must be a list of at least one authentication context class');
  }
  return Object.freeze([...acr]);
}

function claimCheck(name: string, rule: ClaimRule): (value: unknown) => boolean {
  if (isClaimValue(rule)) return (value) => value === rule;
  const members = Object.entries(rule ?? {});
  const [kind, values] = members[0] ?? [];
  if (members.length !== 1 || !Array.isArray(values) || values.length === 0 || !values.every(isClaimValue)) {
    throw new TypeError(
      `claims.${name}: a rule is a value, or one of oneOf, includesAny and includesAll with at least one value`,
    );
  }
  if (kind === 'oneOf') return (value) => values.includes(value as ClaimValue);
  if (kind === 'includesAny') return (value) => Array.isArray(value) && values.some((wanted) => value.includes(wanted));
  if (kind === 'includesAll')
    return (value) => Array.isArray(value) && values.every((wanted) => value.includes(wanted));
  throw new TypeError(`claims.${name}: there is no rule "${kind}"`);
}

function isClaimValue(value: unknown): value is ClaimValue {
  return isName(value) || Number.isFinite(value) || typeof value === 'boolean';
}
