/** Resource indicators (RFC 8707): which API a token is for, and which scopes this client and this person get of it. */
import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import type { Keyring } from '../keys/keyring.ts';
import type { Resource, Resources } from '../resources/resources.ts';
import { accountOf } from './claims.ts';
import { policyOf } from './registered-client.ts';

export interface ResourceParts {
  readonly resources: Resources;
  readonly accessTokenTtlSeconds: number;
}

/** Scopes of the resource that the client may have; undefined when it is not for this client. */
function scopesFor(client: object | undefined, { indicator }: Resource): readonly string[] | undefined {
  const { scopes } = policyOf(client);
  return Object.hasOwn(scopes, indicator) ? scopes[indicator] : undefined;
}

/** Scopes of the resource that client and, when one is known, person may have (AS-08). */
function allowedScopes(
  parts: ResourceParts,
  ctx: KoaContextWithOIDC,
  resource: Resource,
  ofClient: readonly string[],
): string[] {
  const account = accountOf(ctx);
  if (!account) return [...ofClient];
  const ofPerson = parts.resources.scopesOfRoles(account.roles, resource.indicator);
  return ofClient.filter((scope) => ofPerson.has(scope));
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
  const scopes = [...asked, ...resource.defaultScopes.filter((scope) => registered.includes(scope))];
  if (scopes.length > 0) (ctx.oidc.params as Record<string, unknown>)['scope'] = scopes.join(' ');
}

/**
 * Refuses a person's access token for a resource if it would carry no scope (AS-08): what was asked for is not allowed
 * to this client, or no longer to this person. A refused request uses nothing up.
 */
export function requireScope(ctx: KoaContextWithOIDC): void {
  const token = ctx.oidc.entities.AccessToken;
  if (!token?.resourceServer || token.scope) return;
  throw new errors.InvalidScope(
    'none of the scopes asked for can be given',
    [...ctx.oidc.requestParamScopes].join(' '),
  );
}

/** A resource as the engine knows it, with the scopes that a token may have. */
export const resourceServerOf = (
  {
    accessTokenTtlSeconds,
    keyring,
  }: Pick<ResourceParts, 'accessTokenTtlSeconds'> & { readonly keyring: Pick<Keyring, 'signs'> },
  resource: Resource,
  scopes: readonly string[],
) => ({
  audience: resource.indicator,
  scope: scopes.join(' '),
  accessTokenTTL: resource.accessTokenTtlSeconds ?? accessTokenTtlSeconds,
  accessTokenFormat: resource.tokenFormat,
  // A key of another algorithm is published for a while before it signs; until then there is RS256.
  jwt: { sign: { alg: keyring.signs(resource.signingAlgorithm) ? resource.signingAlgorithm : ('RS256' as const) } },
});

/** Grants by which a client gets a token of its own. */
const ownGrants = new Set(['client_credentials', 'urn:ietf:params:oauth:grant-type:jwt-bearer']);

/** The engine's `features.resourceIndicators`. */
export function resourceIndicators(parts: ResourceParts & { readonly keyring: Pick<Keyring, 'signs'> }) {
  return {
    enabled: true,
    /** A client registered for one resource need not name it when it asks for a token of its own. */
    async defaultResource(ctx: KoaContextWithOIDC, client: { clientId: string }, oneOf?: string[]) {
      if (oneOf) return oneOf;
      if (ctx.oidc.route !== 'token' || !ownGrants.has(String(ctx.oidc.params?.['grant_type'])))
        return undefined as never;
      const indicators = Object.keys(policyOf(client).scopes);
      if (indicators.length === 1) return indicators[0] as string;
      throw new errors.InvalidTarget('name the resource that the token is for');
    },
    useGrantedResource: () => true,
    /** Throws InvalidTarget for a resource that is unknown or not for this client. */
    async getResourceServerInfo(
      ctx: KoaContextWithOIDC,
      indicator: string,
      client: { clientId: string },
    ): Promise<ResourceServer> {
      const resource = parts.resources.find(indicator);
      const registered = resource && scopesFor(client, resource);
      if (!resource || !registered)
        throw new errors.InvalidTarget('this client may not ask for tokens for that resource');
      askForDefault(ctx, resource, registered);
      return resourceServerOf(parts, resource, allowedScopes(parts, ctx, resource, registered));
    },
  };
}

/**
 * RFC 6749, section 3.3: a request without scope gets the resource's default; one that leaves nothing is
 * `invalid_scope`, never a token without scope (AS-08).
 */
export function applyDefaultScope(parts: ResourceParts, ctx: KoaContextWithOIDC): void {
  const params = ctx.oidc.params as Record<string, unknown>;
  const { scopes } = policyOf(ctx.oidc.client);
  const named = params['resource'];
  const indicator =
    typeof named === 'string' ? named : Object.keys(scopes).length === 1 ? Object.keys(scopes)[0] : undefined;
  const resource = indicator === undefined ? undefined : parts.resources.find(indicator);
  const registered = resource && scopesFor(ctx.oidc.client, resource);
  if (!registered) return; // the engine says invalid_target, through getResourceServerInfo
  const asked = typeof params['scope'] === 'string' ? params['scope'].split(' ') : resource.defaultScopes;
  const granted = asked.filter((scope) => registered.includes(scope));
  if (granted.length === 0) throw new errors.InvalidScope('none of the scopes asked for can be given', asked.join(' '));
  params['scope'] = granted.join(' ');
}
