/** What a token must say before a request is let through. Pure functions of the principal and the clock; HTTP only wraps them. */

import { askApplication, Mistake, synchronousFunction } from './application-call.ts';
import { type ClaimRule, claimCheck } from './claim-rules.ts';
import { isName, isScopeToken } from './claims.ts';
import type { RequestAuth } from './principal.ts';
import { Refusal, refuse } from './refusal.ts';
import { flag, membersOf } from './value-checks.ts';

/**
 * What a request needs. All of what is named must hold.
 *
 * @example
 * const mayPay: Requirement = { scopes: 'pay', acr: ['mfa'], maxAuthAgeSeconds: 300, roles: 'clerk' };
 */
export interface Requirement {
  /** All of these, exact names; one string may hold several, separated by spaces as in OAuth. */
  readonly scopes?: string | readonly string[];
  /** At least one of these. */
  readonly anyScope?: readonly string[];
  /**
   * Rules for claims. A claim inside another is named by its path: `realm_access.roles`, `resource_access.orders.roles`. A claim
   * whose own name has dots, such as `https://example.com/roles`, is found by that name first.
   */
  readonly claims?: Readonly<Record<string, ClaimRule>>;
  /** All of these roles, as `principal.roles` has them; a string is one role. */
  readonly roles?: string | readonly string[];
  /** At least one of these roles. */
  readonly anyRole?: readonly string[];
  /** The sign-in was one of these authentication context classes (RFC 9470). */
  readonly acr?: readonly string[];
  /** The sign-in was at most so long ago (RFC 9470). */
  readonly maxAuthAgeSeconds?: number;
  /** The token is bound to its sender, by DPoP or by a certificate. */
  readonly senderConstrained?: boolean;
  /** Let requests without any credentials through, without a principal. Bad credentials are still refused. */
  readonly optional?: boolean;
  /**
   * Asked last, about what no other member can say: `true` lets the request through, and whatever else it returns or throws does
   * not. Synchronous.
   *
   * @param request the framework's request; undefined where `authorize` was called without one
   */
  check?(this: void, auth: RequestAuth, request: object): boolean;
}

/** A requirement that was checked at start-up and made ready. */
export interface ReadyRequirement {
  readonly scopes: readonly string[];
  readonly anyScope: readonly string[];
  /** All scopes that are named, for the challenge (RFC 6750 section 3). */
  readonly challengeScopes: readonly string[];
  readonly claims: readonly (readonly [holds: ReturnType<typeof claimCheck>, refusal: Refusal])[];
  readonly roles: readonly string[];
  readonly anyRole: readonly string[];
  readonly acr: readonly string[];
  readonly maxAuthAgeSeconds: number | undefined;
  readonly senderConstrained: boolean;
  readonly optional: boolean;
  readonly check: Requirement['check'];
}

const REQUIREMENT_MEMBERS = new Set([
  'scopes',
  'anyScope',
  'claims',
  'roles',
  'anyRole',
  'acr',
  'maxAuthAgeSeconds',
  'senderConstrained',
  'optional',
  'check',
]);

/**
 * Checks a requirement and makes it ready.
 *
 * @throws TypeError on an unknown member, a scope that cannot exist, an empty list: each would silently allow too much
 */
export function readyRequirement(requirement: Requirement): ReadyRequirement {
  membersOf('a requirement', requirement);
  for (const member of Object.keys(requirement)) {
    if (!REQUIREMENT_MEMBERS.has(member)) {
      throw new TypeError(`a requirement has no member "${member}"; there are ${[...REQUIREMENT_MEMBERS].join(', ')}`);
    }
  }
  const {
    claims = {},
    roles,
    anyRole,
    acr,
    maxAuthAgeSeconds,
    senderConstrained = false,
    optional = false,
    check,
  } = requirement;
  membersOf('claims', claims);
  // Text would count as true: with optional: 'false' everybody would get in.
  flag('senderConstrained', senderConstrained);
  flag('optional', optional);
  if (check !== undefined) synchronousFunction('check', check);
  const scopes = requirement.scopes === undefined ? [] : scopeList('scopes', requirement.scopes);
  const anyScope = requirement.anyScope === undefined ? [] : scopeList('anyScope', requirement.anyScope);
  if (maxAuthAgeSeconds !== undefined && !(Number.isFinite(maxAuthAgeSeconds) && maxAuthAgeSeconds >= 0)) {
    throw new TypeError('maxAuthAgeSeconds must be a number of seconds');
  }
  return Object.freeze({
    scopes,
    anyScope,
    // A challenge cannot say "one of these". With all of them a client asks for what it may have; with one it may miss its own.
    challengeScopes: Object.freeze([...new Set([...scopes, ...anyScope])]),
    claims: Object.entries(claims).map(([name, rule]) => {
      const detail = `the claim "${name}" is not what is asked for`;
      return [claimCheck(name, rule), new Refusal('insufficient_claims', { detail })] as const;
    }),
    roles: roles === undefined ? [] : roleList('roles', roles),
    anyRole: anyRole === undefined ? [] : roleList('anyRole', anyRole),
    acr: acr === undefined ? [] : acrList(acr),
    maxAuthAgeSeconds,
    senderConstrained,
    optional,
    check,
  });
}

/**
 * Whether a principal satisfies a requirement.
 *
 * @param nowSeconds wall time in seconds since the epoch
 * @param request what `check` is given
 * @returns undefined when it does; else the first refusal, in the order binding, scope, claims, roles, sign-in, check
 */
export function checkRequirement(
  requirement: ReadyRequirement,
  auth: RequestAuth,
  nowSeconds: number,
  request?: object | null,
): Refusal | undefined {
  const { scopes, anyScope, challengeScopes, claims, check } = requirement;
  if (requirement.senderConstrained && Object.keys(auth.confirmation).length === 0)
    return refuse('sender_constraint_required');
  if (!scopes.every((scope) => auth.hasScope(scope)))
    return new Refusal('insufficient_scope', { scopes: challengeScopes });
  if (anyScope.length > 0 && !anyScope.some((scope) => auth.hasScope(scope))) {
    return new Refusal('insufficient_scope', { scopes: challengeScopes });
  }
  for (const [holds, refusal] of claims) if (!holds(auth.payload)) return refusal;
  const refusal = checkRoles(requirement, auth) ?? checkSignIn(requirement, auth, nowSeconds);
  return refusal ?? (check && askCheck(check, auth, request));
}

function checkRoles({ roles, anyRole }: ReadyRequirement, auth: RequestAuth): Refusal | undefined {
  if (roles.length === 0 && anyRole.length === 0) return undefined;
  const all = roles.every((role) => auth.roles.includes(role));
  return all && (anyRole.length === 0 || anyRole.some((role) => auth.roles.includes(role))) ? undefined : ROLE_MISSING;
}

const ROLE_MISSING = new Refusal('insufficient_claims', { detail: 'a role is missing' });

/** Deny by default: only `true` is a yes. */
function askCheck(
  check: NonNullable<Requirement['check']>,
  auth: RequestAuth,
  request: object | null | undefined,
): Refusal | undefined {
  const answer = askApplication('check', () => check(auth, request as object));
  if (answer === true) return undefined;
  if (answer instanceof Mistake) return new Refusal('not_allowed', { detail: answer.detail });
  const said = answer === false ? 'false' : `a value of type ${typeof answer}; only true lets a request through`;
  return new Refusal('not_allowed', { detail: `check returned ${said}` });
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
  const given: readonly unknown[] = typeof scopes === 'string' ? [scopes] : scopes;
  if (!Array.isArray(given) || !given.every((scope) => typeof scope === 'string'))
    throw new TypeError(`${where} must be a scope or a list of scopes`);
  const list = given.flatMap((scope) => scope.split(' '));
  if (list.length === 0) throw new TypeError(`${where} is empty, which would ask for nothing`);
  for (const scope of list) if (!isScopeToken(scope)) throw new TypeError(`${where}: "${scope}" is not a scope`);
  return Object.freeze([...new Set(list)]);
}

function roleList(where: string, roles: string | readonly string[]): readonly string[] {
  const list: readonly unknown[] = typeof roles === 'string' ? [roles] : roles;
  if (!Array.isArray(list) || list.length === 0 || !list.every(isName))
    throw new TypeError(`${where} must name at least one role`);
  return Object.freeze([...list]);
}

function acrList(acr: readonly string[]): readonly string[] {
  // Values are listed in a challenge separated by spaces, so none may contain one.
  if (!Array.isArray(acr) || acr.length === 0 || !acr.every(isScopeToken)) {
    throw new TypeError('acr must be a list of at least one authentication context class');
  }
  return Object.freeze([...acr]);
}
