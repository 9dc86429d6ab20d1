/**
 * What the ID token of an upstream is asked to hold (OpenID Connect Core, section 5.5), so that the userinfo endpoint need not be
 * asked at each sign-in. Providers that do not know the parameter are not sent it.
 */
import type { ServerMetadata } from 'openid-client';
import type { Connection } from '../connections.ts';
import { mapClaims, type RawClaims, valueAt } from '../mapping.ts';

/** Standard claims by the scope that covers them (section 5.4): none is asked for that the scope does not ask for anyway. */
const scopes: Readonly<Record<string, readonly string[]>> = {
  profile:
    'name family_name given_name middle_name nickname preferred_username profile picture website gender birthdate zoneinfo locale updated_at'.split(
      ' ',
    ),
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
};

const scopeOf = (claim: string): string | undefined =>
  Object.keys(scopes).find((scope) => scopes[scope]!.includes(claim));

/** The claim in which a place of the mapping lies. */
export const claimOf = (place: string): string =>
  place.startsWith('/') ? place.split('/', 2)[1]!.replaceAll('~1', '/').replaceAll('~0', '~') : place;

type Told = Pick<ServerMetadata, 'claims_parameter_supported'>;

/** What the operator declares beyond what every connection maps. */
const declaredPlaces = ({ mapping }: Pick<Connection, 'mapping'>): string[] =>
  [mapping.login, mapping.groups, ...Object.values(mapping.claims)].filter((one) => one !== undefined);

/** The parameter `claims`; undefined where the provider does not say that it knows it. */
export function claimsParameterOf(
  connection: Pick<Connection, 'mapping'>,
  scope: string,
  { claims_parameter_supported: supported }: Told,
): string | undefined {
  if (supported !== true) return undefined;
  const { name, email, email_verified: verified, locale } = connection.mapping;
  const asked = new Set(scope.split(' '));
  const names = [name, email, verified, locale, ...declaredPlaces(connection)].map(claimOf).filter((claim) => {
    const needed = scopeOf(claim);
    return claim !== 'sub' && (needed === undefined || asked.has(needed));
  });
  return names.length === 0
    ? undefined
    : JSON.stringify({ id_token: Object.fromEntries(names.map((claim) => [claim, null])) });
}

/** Whether the ID token says all that is mapped, as far as that can be known without asking elsewhere. */
export function saysEnough(
  connection: Pick<Connection, 'mapping'>,
  claims: RawClaims,
  { claims_parameter_supported: supported }: Told,
): boolean {
  if (mapClaims(connection.mapping, claims).email === undefined) return false;
  // It took the address into the ID token only because it was asked to; what it did not take may be at its userinfo endpoint.
  return supported !== true || declaredPlaces(connection).every((place) => valueAt(claims, place) !== undefined);
}
