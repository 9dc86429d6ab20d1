/** A profile as it was given, checked at creation: a mistake in it would let in tokens that are no access tokens. */

import { isSignatureAlgorithm } from '../algorithms.ts';
import { isName } from '../claims.ts';
import { isObject } from '../json.ts';
import { TOKEN_PROFILES, type TokenProfileName } from './named.ts';
import type { TokenProfile } from './profile.ts';

const MEMBERS = [
  'types untyped algorithms subject client scopes scopeLists roles required values valuesIfThere refused',
  'audience issuerAudiences',
]
  .join(' ')
  .split(' ');

/**
 * The profile of a name, or one of the operator's own once it is checked.
 *
 * @throws TypeError on anything that is wrong
 */
export function readyProfile(given: TokenProfileName | TokenProfile = 'rfc9068'): TokenProfile {
  if (typeof given !== 'string') return checkedProfile(given);
  if (Object.hasOwn(TOKEN_PROFILES, given)) return TOKEN_PROFILES[given];
  throw new TypeError(
    `issuers.profile must be one of ${Object.keys(TOKEN_PROFILES).join(', ')}, or a profile of your own`,
  );
}

function checkedProfile(profile: TokenProfile): TokenProfile {
  if (!isObject(profile)) throw new TypeError('issuers.profile must be the name of a profile or an object');
  for (const name of Object.keys(profile)) {
    if (!MEMBERS.includes(name))
      throw new TypeError(`profile has no member "${name}"; there are ${MEMBERS.join(', ')}`);
  }
  const { types, untyped, algorithms, subject, client, scopes, scopeLists, roles, required, refused } = profile;
  const { values = {}, valuesIfThere = {}, audience, issuerAudiences = [] } = profile;
  list('types', types, isMediaSubtype, 'values of typ without application/, such as at+jwt');
  flag('untyped', untyped);
  flag('scopeLists', scopeLists);
  if (types.length === 0 && untyped !== true)
    throw new TypeError('profile.types is empty, so no token could be accepted');
  if (algorithms !== undefined)
    list('algorithms', algorithms, isSignatureAlgorithm, 'signature algorithms such as RS256');
  if (subject !== undefined) list('subject', subject, isPath, CLAIMS);
  if (subject?.length === 0) throw new TypeError('profile.subject is empty, so no token could be accepted');
  list('client', client, isPath, CLAIMS);
  list('scopes', scopes, isPath, CLAIMS);
  list('roles', roles, isRolePlace, `${CLAIMS}, or { keysOf: claim }`);
  list('required', required, isRequired, `${CLAIMS}, or { anyOf: [claims] }`);
  list('refused', refused, isName, 'names of claims');
  list('issuerAudiences', issuerAudiences, isName, 'audiences');
  if (audience !== undefined && audience !== 'required' && audience !== 'clients')
    throw new TypeError('profile.audience must be required or clients');
  checkAllValues('values', values);
  checkAllValues('valuesIfThere', valuesIfThere);
  checkTellsApart(profile);
  return profile;
}

const CLAIMS = 'names of claims, or paths such as ["realm_access", "roles"]';

function list(name: string, value: unknown, fits: (member: unknown) => boolean, what: string): void {
  if (!Array.isArray(value) || !value.every(fits)) throw new TypeError(`profile.${name} must be a list of ${what}`);
}

function flag(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`profile.${name} must be true or false`);
}

// RFC 6838 section 4.2.
function isMediaSubtype(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z\d][\w!#$&^.+-]*$/i.test(value);
}

function isPath(value: unknown): boolean {
  return isName(value) || (Array.isArray(value) && value.length > 0 && value.every(isName));
}

function isRolePlace(value: unknown): boolean {
  return isPath(value) || (isObject(value) && Object.keys(value).length === 1 && isPath(value['keysOf']));
}

function isRequired(value: unknown): boolean {
  if (isPath(value)) return true;
  if (!isObject(value) || Object.keys(value).length !== 1) return false;
  const { anyOf } = value;
  return Array.isArray(anyOf) && anyOf.length > 0 && anyOf.every(isPath);
}

function checkAllValues(member: string, values: unknown): void {
  if (!isObject(values)) throw new TypeError(`profile.${member} must be an object of claims and their values`);
  for (const [name, accepted] of Object.entries(values)) checkValues(`${member}.${name}`, accepted);
}

function checkValues(name: string, accepted: unknown): void {
  // A pattern with one of these flags remembers where it stopped, and would refuse every second token.
  const pattern = accepted instanceof RegExp && !accepted.global && !accepted.sticky;
  if (pattern) return;
  if (!Array.isArray(accepted) || accepted.length === 0 || !accepted.every(isPlainValue))
    throw new TypeError(`profile.${name} must be a list of values, or a pattern without the flags g and y`);
}

function isPlainValue(value: unknown): boolean {
  return isName(value) || Number.isFinite(value) || typeof value === 'boolean';
}

/** Tokens of type `JWT`, or of none, may be of any kind: something must tell those of this one. */
function checkTellsApart({ types, untyped = false, required, values = {} }: TokenProfile): void {
  const telling = untyped || types.some((type) => type.toLowerCase() === 'jwt');
  if (telling && required.every((claim) => isCommon(claim)) && Object.keys(values).length === 0) {
    throw new TypeError(
      'profile accepts tokens of type JWT or of none, so required or values must name what only access tokens have',
    );
  }
}

const COMMON = new Set<unknown>(['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti']);

function isCommon(claim: TokenProfile['required'][number]): boolean {
  const choice = typeof claim === 'object' && 'anyOf' in claim ? claim.anyOf : [claim];
  // A path of one name is that name.
  return choice.some((path) => COMMON.has(typeof path === 'object' && path.length === 1 ? path[0] : path));
}
