/**
 * The `claims` parameter (OpenID Connect Core, section 5.5): single claims for ID token and userinfo, of those that the client
 * may have by its scopes. What it may not have, and what nobody knows, is left out of the request before anything else sees it.
 */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { levelOf } from '../../directory/accounts/assurance.ts';

type ByScope = Readonly<Record<string, readonly string[]>>;

interface Wanted {
  readonly essential?: boolean;
  readonly value?: unknown;
  readonly values?: readonly unknown[];
}

/** What is left of a parameter: claims by name, for each of the two places. */
interface Claims {
  id_token?: Record<string, Wanted | null>;
  userinfo?: Record<string, Wanted | null>;
}

const longestParameter = 4096;
const malformed = (description: string) => new errors.InvalidRequest(`claims parameter: ${description}`);

/** The claims that scopes stand for. */
export const claimsOfScopes = (byScope: ByScope, scopes: string | undefined): ReadonlySet<string> =>
  new Set((scopes ?? '').split(' ').flatMap((scope) => (Object.hasOwn(byScope, scope) ? (byScope[scope] ?? []) : [])));

const isText = (one: unknown) => typeof one === 'string';

/** One member, without what the specification does not know. */
function wantedFrom(name: string, given: unknown): Wanted | null {
  if (given === null) return null;
  if (typeof given !== 'object' || Array.isArray(given)) throw malformed(`${name} must be null or an object`);
  const { essential, value, values } = given as Record<string, unknown>;
  if (essential !== undefined && typeof essential !== 'boolean') throw malformed(`${name}.essential must be a boolean`);
  if (values !== undefined && !Array.isArray(values)) throw malformed(`${name}.values must be a list`);
  const texts = (value === undefined || isText(value)) && (values ?? []).every(isText);
  if ((name === 'sub' || name === 'acr') && !texts) throw malformed(`${name} is asked for by strings`);
  return {
    ...(essential !== undefined && { essential }),
    ...(value !== undefined && { value }),
    ...(values !== undefined && { values }),
  };
}

function kept(given: object, permitted: ReadonlySet<string>): Record<string, Wanted | null> {
  const all = Object.entries(given).map(([name, value]) => [name, wantedFrom(name, value)] as const);
  return Object.fromEntries(all.filter(([name]) => permitted.has(name)));
}

/** Core, section 5.5.1: who must be signed in may be said in either place; it is one user. */
function oneSubject({ id_token: idToken, userinfo }: Claims): string | undefined {
  const [subject, ...others] = new Set(
    [idToken?.['sub']?.value, userinfo?.['sub']?.value].filter((value) => value !== undefined),
  );
  if (others.length > 0) throw malformed('two different users are asked for');
  return subject as string | undefined;
}

const essentialLevels = ({ id_token: idToken }: Claims): number[] | undefined => {
  const { essential, value, values } = idToken?.['acr'] ?? {};
  if (!essential || (value === undefined && values === undefined)) return undefined;
  return [value ?? [], values ?? []]
    .flat()
    .map(levelOf)
    .filter((level) => level > 0);
};

/** The level that an essential `acr` of the request needs (Core, section 5.5.1.1), 0 when there is none. */
export function essentialLevel({ oidc }: KoaContextWithOIDC): number {
  const given = oidc.params?.['claims'];
  if (typeof given !== 'string') return 0;
  return Math.min(...(essentialLevels(JSON.parse(given) as Claims) ?? [0]));
}

/**
 * oidc-provider's `features.claimsParameter`. Throws InvalidRequest for what is malformed and UnmetAuthenticationRequirements for
 * levels that do not exist, before anybody signs in.
 */
export const claimsParameter = (byScope: ByScope) => ({
  enabled: true,
  async assertClaimsParameter(
    ctx: KoaContextWithOIDC,
    given: { id_token?: object; userinfo?: object },
    client: { readonly scope?: string },
  ): Promise<void> {
    const params = ctx.oidc.params as Record<string, unknown>;
    if (String(params['claims']).length > longestParameter) throw malformed('it is too long');
    const permitted = claimsOfScopes(byScope, client.scope);
    const claims: Claims = {
      ...(given.id_token && { id_token: kept(given.id_token, permitted) }),
      ...(given.userinfo && { userinfo: kept(given.userinfo, permitted) }),
    };
    const subject = oneSubject(claims);
    if (subject !== undefined) claims.id_token = { ...claims.id_token, sub: { value: subject } };
    if (essentialLevels(claims)?.length === 0)
      throw new errors.UnmetAuthenticationRequirements('none of the acr values that are asked for exists here');
    params['claims'] = JSON.stringify(claims);
  },
});
