/** A profile made ready: what it says is decided once, at creation, and then only looked up. */

import { isName, isScope, isScopeToken } from '../claims.ts';
import { isObject } from '../json.ts';
import { type ClaimReader, claimReader, pathName } from './claim-path.ts';
import type { ClaimPath, RequiredClaim, RolePlace, TokenProfile } from './profile.ts';

type Claims = Readonly<Record<string, unknown>>;

/** Looks at one claim of a token. The answer, made at creation, names the claim and what is wrong with it; undefined: nothing. */
type Check = (payload: Claims) => string | undefined;

/** Reads the tokens of one issuer: first whether anything is wrong with one, and then what it says, wherever its issuer writes that. */
export class TokenReader {
  /** Values of `typ` that are accepted, for the log. */
  readonly acceptedTypes: string;
  readonly #types: ReadonlySet<string>;
  readonly #untyped: boolean;
  readonly #subject: ClaimReader;
  readonly #client: ClaimReader;
  readonly #scopes: readonly ClaimReader[];
  readonly #roles: readonly ClaimReader[];
  readonly #checks: readonly Check[];

  constructor(profile: TokenProfile) {
    const { types, untyped = false, subject = ['sub'], client, scopes, scopeLists = true, roles } = profile;
    this.acceptedTypes = [...types, ...(untyped ? ['none'] : [])].join(', ');
    this.#types = new Set(types.map((type) => type.toLowerCase()).flatMap((type) => [type, `application/${type}`]));
    this.#untyped = untyped;
    this.#subject = firstOf(subject);
    this.#client = firstOf(client);
    this.#scopes = scopes.map(claimReader);
    this.#roles = roles.map(roleReader);
    const noSubject = `${namesOf(subject)} is missing or does not name anybody`;
    this.#checks = [
      (payload) => (isName(this.#subject(payload)) ? undefined : noSubject),
      optionalName(this.#client, namesOf(client)),
      optionalName(claimReader('jti'), 'jti'),
      ...scopes.map((path) => scopeCheck(path, scopeLists)),
      ...profile.required.map(requiredCheck),
      ...Object.entries(profile.values ?? {}).map(valueCheck),
      ...Object.entries(profile.valuesIfThere ?? {}).map(valueCheckIfThere),
      ...profile.refused.map(refusedCheck),
    ];
  }

  /** Whether a token with this `typ` may be an access token. */
  acceptsType(typ: unknown): boolean {
    return typeof typ === 'string' ? this.#types.has(typ.toLowerCase()) : typ === undefined && this.#untyped;
  }

  /** Names the first claim that an access token of this issuer would not have like this; undefined: all are well. For the log. */
  findFault(payload: Claims): string | undefined {
    let fault: string | undefined;
    for (let next = 0; fault === undefined && next < this.#checks.length; next++)
      fault = (this.#checks[next] as Check)(payload);
    return fault;
  }

  /** The client that a token was issued to, which is empty where its issuer does not say it. */
  clientOf(payload: Claims): string {
    return (this.#client(payload) as string | undefined) ?? '';
  }

  /** Whom a token is about, once no fault was found in it. */
  subjectOf(payload: Claims): string {
    return this.#subject(payload) as string;
  }

  /** Its scopes, each once, once no fault was found in it. */
  scopesOf(payload: Claims): string[] {
    return gathered(this.#scopes, payload, scopesIn) ?? [];
  }

  /** The roles of its subject, each once. */
  rolesOf(payload: Claims): readonly string[] {
    return gathered(this.#roles, payload, rolesIn) ?? NO_ROLES;
  }
}

const NO_ROLES: readonly string[] = Object.freeze([]);

/** How an issuer answers introspection: by the names of RFC 7662 section 2.2, with what else it writes into its tokens. */
export function introspectedAs({ subject = [], client, scopes, scopeLists, roles }: TokenProfile): TokenProfile {
  const clients = [...new Set(['client_id', ...client])];
  return {
    types: [],
    // The same user must not have one name by a JWT and another by an opaque token.
    subject: [...new Set([...subject, 'sub', 'client_id'])],
    client: clients,
    scopes: [...new Set(['scope', ...scopes])],
    scopeLists: scopeLists ?? true,
    roles,
    required: [{ anyOf: clients }],
    refused: [],
  };
}

/** What stands in several places, each once; mostly there is one place, or nothing in any. */
function gathered(
  places: readonly ClaimReader[],
  payload: Claims,
  listOf: (value: unknown) => string[],
): string[] | undefined {
  let all: string[] | undefined;
  for (let next = 0; next < places.length; next++) {
    const value = (places[next] as ClaimReader)(payload);
    if (value !== undefined) all = all === undefined ? listOf(value) : [...all, ...listOf(value)];
  }
  return all === undefined || all.length < 2 || isWithoutDoubles(all) ? all : [...new Set(all)];
}

/** Looking on is quicker than a set as long as the list is short. */
function isWithoutDoubles(list: readonly string[]): boolean {
  if (list.length > 16) return false;
  for (let at = 1; at < list.length; at++) if (list.indexOf(list[at] as string) < at) return false;
  return true;
}

function firstOf(paths: readonly ClaimPath[]): ClaimReader {
  const [only, ...others] = paths.map(claimReader);
  if (only === undefined) return () => undefined;
  if (others.length === 0) return only;
  return (payload) => {
    let value = only(payload);
    for (let next = 0; value === undefined && next < others.length; next++)
      value = (others[next] as ClaimReader)(payload);
    return value;
  };
}

function namesOf(paths: readonly ClaimPath[]): string {
  return paths.map(pathName).join(' or ');
}

function optionalName(read: ClaimReader, name: string): Check {
  const fault = `${name} is not a name`;
  return (payload) => {
    const value = read(payload);
    return value === undefined || isName(value) ? undefined : fault;
  };
}

function scopeCheck(path: ClaimPath, lists: boolean): Check {
  const read = claimReader(path);
  const fault = `${pathName(path)} is not scopes separated by single spaces${lists ? ', nor a list of scopes' : ''}`;
  return (payload) => {
    const value = read(payload);
    const good = value === undefined || isScope(value) || (lists && Array.isArray(value) && value.every(isScopeToken));
    return good ? undefined : fault;
  };
}

function scopesIn(value: unknown): string[] {
  if (typeof value !== 'string') return value as string[];
  return value === '' ? [] : value.split(' ');
}

function roleReader(place: RolePlace): ClaimReader {
  if (typeof place === 'string' || !('keysOf' in place)) return claimReader(place);
  const read = claimReader(place.keysOf);
  return (payload) => {
    const value = read(payload);
    return isObject(value) ? Object.keys(value) : undefined;
  };
}

/** What is no role is left out: a role that is not read can only take rights away. */
function rolesIn(value: unknown): string[] {
  if (isName(value)) return [value];
  return Array.isArray(value) ? value.filter(isName) : [];
}

function requiredCheck(required: RequiredClaim): Check {
  const paths = typeof required === 'object' && 'anyOf' in required ? required.anyOf : [required];
  const readers = paths.map(claimReader);
  const fault = `${namesOf(paths)} is missing`;
  return (payload) => {
    for (const read of readers) if (isThere(read(payload))) return undefined;
    return fault;
  };
}

function isThere(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

function valueCheck([name, accepted]: [string, NonNullable<TokenProfile['values']>[string]]): Check {
  const read = claimReader(name);
  const fits =
    accepted instanceof RegExp
      ? (value: unknown) => typeof value === 'string' && accepted.test(value)
      : (value: unknown) => accepted.includes(value as string);
  const wanted =
    accepted instanceof RegExp ? String(accepted) : accepted.map((value) => JSON.stringify(value)).join(' or ');
  const fault = `${name} is not ${wanted}, as in an access token of this issuer`;
  return (payload) => (fits(read(payload)) ? undefined : fault);
}

function valueCheckIfThere([name, accepted]: [string, NonNullable<TokenProfile['values']>[string]]): Check {
  const check = valueCheck([name, accepted]);
  return (payload) => (Object.hasOwn(payload, name) ? check(payload) : undefined);
}

function refusedCheck(name: string): Check {
  const fault = `${name} is there, which only other tokens of this issuer have`;
  return (payload) => (Object.hasOwn(payload, name) ? fault : undefined);
}
