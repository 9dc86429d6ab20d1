/** Resource indicators (RFC 8707): which API a token is for, and which scopes this client and this user get of it. */
import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import type { ClientPolicy } from '../../directory/clients/schema.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import { type Resource, signingAlgorithmOf } from '../../directory/resources/schema.ts';
import type { Keyring } from '../keys/keyring.ts';
import { accountOf } from './claims.ts';
import { type MissingRolesDependencies, missingRoles, noScopeForUser } from './missing-roles.ts';
import { policyOf } from './registered-client.ts';
import { impliedResource, spellingOfBefore } from './requested-resource.ts';
import { invalidScope } from './requested-scope.ts';

export interface ResourceDependencies {
  readonly resources: Resources;
  readonly accessTokenTtlSeconds: number;
}

/** Scopes of the resource that the client may have; undefined when it is not for this client. */
function scopesFor(client: object | undefined, { indicator }: Resource): readonly string[] | undefined {
  const { scopes } = policyOf(client);
  return Object.hasOwn(scopes, indicator) ? scopes[indicator] : undefined;
}

/** Scopes of the resource that client and, when one is known, user may have (AS-08). */
function allowedScopes(
  dependencies: ResourceDependencies,
  ctx: KoaContextWithOIDC,
  resource: Resource,
  ofClient: readonly string[],
): string[] {
  const account = accountOf(ctx);
  if (!account) return [...ofClient];
  const ofUser = dependencies.resources.scopesOfRoles(account.roles, resource.indicator);
  return ofClient.filter((scope) => ofUser.has(scope));
}

/** Where a client says which scopes it asks for. */
const askingRoutes = new Set(['authorization', 'pushed_authorization_request', 'device_authorization']);

/** Requests that name no scope of any resource. */
const withoutScope = new WeakSet<KoaContextWithOIDC>();

/** RFC 6749, section 3.3: a request for a resource that names no scope of it asks for its default (AS-08). */
function askForDefault(ctx: KoaContextWithOIDC, resource: Resource, registered: readonly string[]): void {
  if (!askingRoutes.has(ctx.oidc.route)) return;
  const asked = [...ctx.oidc.requestParamScopes].filter((scope) => scope !== '');
  if (asked.every((scope) => ctx.oidc.requestParamOIDCScopes.has(scope))) withoutScope.add(ctx);
  if (!withoutScope.has(ctx)) return;
  const scopes = [...asked, ...resource.default_scopes.filter((scope) => registered.includes(scope))];
  if (scopes.length > 0) (ctx.oidc.params as Record<string, unknown>)['scope'] = scopes.join(' ');
}

/**
 * Refuses a user's access token for a resource if it would carry no scope (AS-08): what was asked for is not allowed
 * to this client, or no longer to this user. A refused request uses nothing up.
 */
export function requireScope(ctx: KoaContextWithOIDC, dependencies: MissingRolesDependencies): void {
  const token = ctx.oidc.entities.AccessToken;
  if (!token?.resourceServer || token.scope) return;
  const asked = [...ctx.oidc.requestParamScopes];
  const { audience } = token.resourceServer;
  const resource = typeof audience === 'string' ? dependencies.resources.find(audience) : undefined;
  const ofApi = asked.filter((scope) => Object.hasOwn(resource?.scopes ?? {}, scope));
  const reason = resource && missingRoles(ctx, dependencies, resource.indicator, ofApi);
  throw new errors.InvalidScope(reason ?? noScopeForUser, asked.join(' '));
}

/** A resource as oidc-provider knows it, with the scopes that a token may have. */
export const resourceServerOf = (
  {
    accessTokenTtlSeconds,
    keyring,
  }: Pick<ResourceDependencies, 'accessTokenTtlSeconds'> & { readonly keyring: Pick<Keyring, 'signs'> },
  resource: Resource,
  scopes: readonly string[],
) => ({
  audience: resource.indicator,
  scope: scopes.join(' '),
  accessTokenTTL: resource.access_token_ttl_seconds ?? accessTokenTtlSeconds,
  accessTokenFormat: resource.token_format,
  // A key of another algorithm is published for a while before it signs; until then there is RS256.
  jwt: {
    sign: { alg: keyring.signs(signingAlgorithmOf(resource)) ? signingAlgorithmOf(resource) : ('RS256' as const) },
  },
});

/** oidc-provider's `features.resourceIndicators`. */
export function resourceIndicators(dependencies: ResourceDependencies & { readonly keyring: Pick<Keyring, 'signs'> }) {
  return {
    enabled: true,
    // What a request means that names none is settled before oidc-provider looks; see requested-resource.ts.
    defaultResource: async (ctx: KoaContextWithOIDC, _client: object, oneOf?: string[]) =>
      (oneOf && spellingOfBefore(ctx, oneOf)) as never,
    useGrantedResource: () => true,
    /** Throws InvalidTarget for a resource that is unknown or not for this client. */
    async getResourceServerInfo(
      ctx: KoaContextWithOIDC,
      indicator: string,
      client: { clientId: string },
    ): Promise<ResourceServer> {
      const resource = dependencies.resources.find(indicator);
      const registered = resource && scopesFor(client, resource);
      if (!resource || !registered)
        throw new errors.InvalidTarget('this client may not ask for tokens for that resource');
      askForDefault(ctx, resource, registered);
      return resourceServerOf(dependencies, resource, allowedScopes(dependencies, ctx, resource, registered));
    },
  };
}

const scopesIn = (scope: unknown) => (typeof scope === 'string' ? scope.split(' ') : undefined);

/** The resource of a token for the client itself that names none: its only one, or what its scopes say. */
export function resourceOfClient(policy: ClientPolicy, asked: readonly string[] = []): string {
  const [only, ...others] = Object.keys(policy.scopes);
  return only !== undefined && others.length === 0 ? only : impliedResource(policy, asked);
}

/**
 * RFC 6749, section 3.3: a request without scope gets the resource's default; one that leaves nothing is
 * `invalid_scope`, never a token without scope (AS-08).
 */
export function applyDefaultScope(dependencies: ResourceDependencies, ctx: KoaContextWithOIDC): void {
  const params = ctx.oidc.params as Record<string, unknown>;
  params['resource'] ??= resourceOfClient(policyOf(ctx.oidc.client), scopesIn(params['scope']));
  const named = params['resource'];
  const resource = typeof named === 'string' ? dependencies.resources.find(named) : undefined;
  const registered = resource && scopesFor(ctx.oidc.client, resource);
  if (!registered) return; // oidc-provider says invalid_target, through getResourceServerInfo
  const asked = scopesIn(params['scope']) ?? resource.default_scopes;
  const granted = asked.filter((scope) => registered.includes(scope));
  if (granted.length === 0) {
    const may = registered.length === 0 ? 'it may have none of this API' : `it may have ${registered.join(' ')}`;
    if (params['scope'] === undefined)
      throw invalidScope(`no scope was named, and the default of the API is not for this client; ${may}`);
    throw new errors.InvalidScope(`none of the scopes asked for is for this client; ${may}`, asked.join(' '));
  }
  params['scope'] = granted.join(' ');
}
