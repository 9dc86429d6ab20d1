/**
 * Claims of users that an operator declares (`users_policy.claims` of the registry): what each may hold, which scope gives it, and
 * what an account says for it.
 */
import type { Account } from './accounts.ts';
import type { ClaimDeclaration, ClaimType, UserClaim, UserClaims } from './schema.ts';

/** Standard claims that no account has unless they are declared (OpenID Connect Core, sections 5.1 and 5.4). */
const standard: ReadonlyMap<string, UserClaim> = new Map<string, UserClaim>([
  ...['given_name', 'family_name', 'middle_name', 'nickname', 'profile', 'picture', 'website', 'gender', 'birthdate']
    .concat('zoneinfo')
    .map((name): [string, UserClaim] => [name, { type: 'string', scope: 'profile' }]),
  ['phone_number', { type: 'string', scope: 'phone' }],
  ['phone_number_verified', { type: 'boolean', scope: 'phone' }],
  ['address', { type: 'address', scope: 'address' }],
]);

/** The declaration with what it leaves out: of a standard claim what the specification says, else a string by `profile`. */
export function completeClaim(name: string, { type, scope, from }: ClaimDeclaration): UserClaim {
  const usual = standard.get(name) ?? { type: from === undefined ? 'string' : 'list', scope: 'profile' };
  return { type: type ?? usual.type, scope: scope ?? usual.scope, from };
}

/** What is wrong with a declaration, as the end of a sentence about it. */
export function declarationFault(name: string, claim: UserClaim): string | undefined {
  const usual = standard.get(name);
  if (usual && (usual.type !== claim.type || usual.scope !== claim.scope))
    return `is a standard claim: type ${usual.type}, scope ${usual.scope} (OpenID Connect Core, section 5)`;
  if (!usual && claim.type === 'address')
    return 'cannot be an address; the standard claim of that type is called address';
  if (claim.from !== undefined && claim.type !== 'list') return 'comes from roles and is a list';
  return undefined;
}

/** Characters of one text. Access tokens of more than 8 KB are refused by APIs, and all claims go into the same one. */
const longestText = 1024;
const longestItem = 256;
const mostItems = 100;
/** Bytes of JSON that the values of one user may take together. */
const mostBytes = 4096;

const isText = (value: unknown, longest = longestText): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= longest;

const addressMembers = ['formatted', 'street_address', 'locality', 'region', 'postal_code', 'country'];

function isAddress(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const members = Object.entries(value);
  return members.length > 0 && members.every(([name, text]) => addressMembers.includes(name) && isText(text));
}

const kinds: Readonly<Record<ClaimType, { readonly accepts: (value: unknown) => boolean; readonly name: string }>> = {
  string: { accepts: (value) => isText(value), name: `a string of 1 to ${longestText} characters` },
  number: { accepts: Number.isFinite, name: 'a number' },
  boolean: { accepts: (value) => typeof value === 'boolean', name: 'a boolean' },
  list: {
    accepts: (value) =>
      Array.isArray(value) && value.length <= mostItems && value.every((item) => isText(item, longestItem)),
    name: `a list of at most ${mostItems} strings of 1 to ${longestItem} characters`,
  },
  address: { accepts: isAddress, name: `an address: an object of strings, with ${addressMembers.join(', ')}` },
};

const isWebAddress = (value: unknown) => /^https?:$/u.test(URL.parse(String(value))?.protocol ?? '');
const webAddress = { accepts: isWebAddress, name: 'a web address' };

function isTimeZone(value: unknown): boolean {
  try {
    void new Intl.DateTimeFormat('en', { timeZone: String(value) });
    return true;
  } catch {
    return false;
  }
}

/** What a standard claim means beyond its type (OpenID Connect Core, section 5.1). */
const meanings = new Map([
  ['profile', webAddress],
  ['picture', webAddress],
  ['website', webAddress],
  ['zoneinfo', { accepts: isTimeZone, name: 'a time zone such as Europe/Paris' }],
  [
    'birthdate',
    {
      accepts: (value: unknown) => /^\d{4}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))?$/u.test(String(value)),
      name: 'a date such as 1990-12-31 (0000 for a year that is not told), or a year',
    },
  ],
]);

/** What to do about a claim that is used and not declared, as the end of a sentence about it. */
export const undeclared = (name: string): string =>
  `is not declared in users_policy.claims; to declare it as a string, write  users_policy: { claims: { ${name}: {} } }`;

/** What is wrong with a value for a claim, as the end of a sentence about it; undefined for a good one. */
export function claimValueFault(declared: UserClaims, name: string, value: unknown): string | undefined {
  const claim = Object.hasOwn(declared, name) ? declared[name] : undefined;
  if (!claim) return undeclared(name);
  if (claim.from !== undefined) return `has no value of its own: it comes from ${claim.from}`;
  for (const kind of [kinds[claim.type], meanings.get(name)])
    if (kind && !kind.accepts(value)) return `must be ${kind.name}`;
  return undefined;
}

/** What is wrong with all values of a user together. */
export const claimsSizeFault = (values: Readonly<Record<string, unknown>>): string | undefined =>
  Buffer.byteLength(JSON.stringify(values)) > mostBytes
    ? `are more than ${mostBytes} bytes together; tokens would become too long for APIs`
    : undefined;

/** Members of every account that access tokens can carry without being declared. */
const accountClaims = ['roles', 'email', 'name'] as const;

/** True for what access tokens can carry of every account. */
export const isAccountClaim = (name: string): name is (typeof accountClaims)[number] =>
  (accountClaims as readonly string[]).includes(name);

/** What the account says for a declared claim; undefined when it says nothing. */
export const claimOf = (account: Account, name: string, claim: UserClaim): unknown =>
  claim.from === undefined ? account.claims[name] : account[claim.from];
