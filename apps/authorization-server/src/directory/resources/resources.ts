/** Resources: the APIs that access tokens are for, and the roles that give people scopes of them. */
import type { Storage } from '@gatehouse/storage';

/** Algorithms that a resource may ask for. */
export type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256';

/** No access token lives longer, whatever is configured: the bound on how long a revocation must be remembered. */
export const longestAccessTokenSeconds = 600;

/** The algorithm that a stored definition asks for. */
export const signingAlgorithmOf = (definition: Record<string, unknown>): SigningAlgorithm =>
  (definition['access_token_signing_alg'] ?? 'RS256') as SigningAlgorithm;

export interface Resource {
  /** Resource indicator (RFC 8707), the `aud` of its access tokens. */
  readonly indicator: string;
  readonly name: string;
  /** Scope name → the sentence a person reads. */
  readonly scopes: Readonly<Record<string, string>>;
  readonly defaultScopes: readonly string[];
  readonly tokenFormat: 'jwt' | 'opaque';
  /** JWS algorithm of its access tokens (RFC 9068, section 2.1 wants RS256 to be there). */
  readonly signingAlgorithm: SigningAlgorithm;
  readonly accessTokenTtlSeconds: number | undefined;
  /** Claims of the person that its access tokens carry. */
  readonly claims: readonly string[];
  /** The level of assurance that each sign-in for it must reach. */
  readonly requiredAcr: string | undefined;
  /** The longest time since the sign-in. */
  readonly maxAuthAgeSeconds: number | undefined;
}

export interface Resources {
  /** All of them. */
  list(): readonly Resource[];
  /** The resource, compared without a trailing slash; undefined when unknown. */
  find(indicator: string): Resource | undefined;
  /** Scopes of the resource that these roles give. */
  scopesOfRoles(roles: readonly string[], indicator: string): ReadonlySet<string>;
}

const canonical = (indicator: string) => (indicator.endsWith('/') ? indicator.slice(0, -1) : indicator);

function resourceFrom(indicator: string, definition: Record<string, unknown>): Resource {
  return {
    indicator,
    name: definition['name'] as string,
    scopes: definition['scopes'] as Record<string, string>,
    defaultScopes: (definition['default_scopes'] ?? []) as string[],
    tokenFormat: definition['token_format'] === 'opaque' ? 'opaque' : 'jwt',
    signingAlgorithm: signingAlgorithmOf(definition),
    accessTokenTtlSeconds: definition['access_token_ttl_seconds'] as number | undefined,
    claims: (definition['claims'] ?? []) as string[],
    requiredAcr: definition['required_acr'] as string | undefined,
    maxAuthAgeSeconds: definition['max_auth_age_seconds'] as number | undefined,
  };
}

/**
 * Loads all resources and roles and keeps them in memory (they are few), again whenever they change.
 * Throws when the store cannot be read at the start.
 */
export async function createResources(storage: Storage, onError: (error: unknown) => void): Promise<Resources> {
  let resources = new Map<string, Resource>();
  let roles = new Map<string, Record<string, string[]>>();
  const load = async () => {
    const [resourceRecords, roleRecords] = await Promise.all([storage.resources.list(), storage.roles.list()]);
    resources = new Map(
      resourceRecords.map(({ indicator, definition }) => [canonical(indicator), resourceFrom(indicator, definition)]),
    );
    roles = new Map(roleRecords.map(({ name, definition }) => [name, definition as Record<string, string[]>]));
  };
  await load();
  for (const kind of ['resources', 'roles'] as const) storage.onChange(kind, () => void load().catch(onError));

  return {
    list: () => [...resources.values()],
    find: (indicator) => resources.get(canonical(indicator)),
    scopesOfRoles: (names, indicator) =>
      new Set(
        names.flatMap((name) => roles.get(name)?.[resources.get(canonical(indicator))?.indicator ?? indicator] ?? []),
      ),
  };
}
