/**
 * Which API a request is for when it does not say so in `resource` (RFC 8707), settled before anybody signs in: what the
 * client calls it, the only API of the client that has the scopes, or a refusal that says what to do. No scope is dropped.
 */

import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { deviceCodeGrantType, tokenExchangeGrantType } from '../../directory/clients/grant-types.ts';
import type { ClientPolicy } from '../../directory/clients/schema.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import { policyOf } from './registered-client.ts';
import { invalidScope, tidyScope } from './requested-scope.ts';

type Policy = Pick<ClientPolicy, 'scopes' | 'default_resource' | 'resource_parameter'>;

/** The value of `resource` by another name, for a client that is registered so. It may be repeated as that may. */
function renamedResource(ctx: KoaContextWithOIDC, { resource_parameter: name = 'resource' }: Policy): string[] {
  if (name === 'resource' || ctx.oidc.entities.PushedAuthorizationRequest) return [];
  const given: Record<string, unknown> = (ctx.method === 'POST' ? ctx.oidc.body : ctx.query) ?? {};
  return [given[name]].flat().filter((value) => typeof value === 'string' && value !== '') as string[];
}

/** Takes the name that the client uses for the resource. Throws InvalidTarget when it names two different ones. */
export function readResource(ctx: KoaContextWithOIDC, policy: Policy): void {
  const params = ctx.oidc.params as Record<string, unknown>;
  const renamed = renamedResource(ctx, policy);
  if (renamed.length === 0) return;
  const { resource = renamed } = params;
  if ([resource].flat().join(' ') !== renamed.join(' '))
    throw new errors.InvalidTarget(`resource and ${policy.resource_parameter} name different APIs; send one of them`);
  params['resource'] = renamed.length === 1 ? renamed[0] : renamed;
}

/**
 * The API that is meant by these scopes of APIs, or by none.
 * @throws InvalidScope for a scope that the client has of no API, InvalidTarget when one must be named
 */
export function impliedResource(
  { scopes, default_resource: defaultResource }: Policy,
  asked: readonly string[],
): string {
  const apis = Object.entries(scopes);
  const unknown = asked.filter((scope) => !apis.some(([, ofApi]) => ofApi.includes(scope)));
  if (unknown.length > 0) throw new errors.InvalidScope('this client may not ask for that scope', unknown.join(' '));
  const fitting = apis.filter(([, ofApi]) => asked.every((scope) => ofApi.includes(scope))).map(([api]) => api);
  if (defaultResource !== undefined && fitting.includes(defaultResource)) return defaultResource;
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only;
  if (apis.length === 0) throw invalidScope('this client has no API: ask for the scope openid');
  throw new errors.InvalidTarget(
    only === undefined
      ? 'the scopes are of several APIs and a token is for one: ask for those of one, or name the APIs by the parameter resource'
      : 'several APIs fit: name the one that the token is for by the parameter resource',
  );
}

/** Throws InvalidScope when none of these APIs could give the client anything that is asked for. */
function requireSome(
  { scopes }: Policy,
  resources: Resources,
  named: readonly string[],
  asked: readonly string[],
): void {
  const apis = named.map((indicator) => resources.find(indicator)).filter((resource) => resource !== undefined);
  // What is unknown, or not for this client, is oidc-provider's to refuse: invalid_target.
  if (apis.length < named.length || apis.some(({ indicator }) => !Object.hasOwn(scopes, indicator))) return;
  const can = apis.some(({ indicator, default_scopes: defaultScopes }) => {
    const ofClient = new Set(scopes[indicator]);
    return (asked.length === 0 ? defaultScopes : asked).some((scope) => ofClient.has(scope));
  });
  if (can) return;
  const mayHave = [...new Set(apis.flatMap(({ indicator }) => scopes[indicator] ?? []))].join(' ');
  if (asked.length > 0)
    throw new errors.InvalidScope(
      `none of the scopes asked for is for this client; of that API it may have ${mayHave || 'none'}`,
      asked.join(' '),
    );
  throw invalidScope('name a scope of the API: it has no default for this client');
}

/** For the endpoints at which a client asks: authorization, pushed requests, devices. */
export const createNameResource =
  (resources: Resources) =>
  (ctx: KoaContextWithOIDC): void => {
    const policy = policyOf(ctx.oidc.client);
    readResource(ctx, policy);
    const params = ctx.oidc.params as Record<string, unknown>;
    const ofPeople = ctx.oidc.requestParamOIDCScopes;
    const asked = [...ctx.oidc.requestParamScopes].filter((scope) => !ofPeople.has(scope));
    if (params['resource'] === undefined) {
      // A sign-in and nothing else: its token is for userinfo.
      if (asked.length === 0 && ofPeople.has('openid')) return;
      params['resource'] = impliedResource(policy, asked);
    }
    requireSome(policy, resources, [params['resource']].flat() as string[], asked);
  };

/** Grants that give out what was asked for before, at another endpoint. */
const grantsOfBefore = new Set<unknown>(['authorization_code', 'refresh_token', deviceCodeGrantType]);

/** The other of the two spellings by which a resource is known: with a slash at the end or without. */
const otherSpelling = (indicator: string) => (indicator.endsWith('/') ? indicator.slice(0, -1) : `${indicator}/`);

/**
 * Clients spell a resource now with a slash at the end and now without, and oidc-provider compares byte by byte. How it was spelled
 * before is known once the code or refresh token was read: until then both spellings stand there, the client's own first.
 */
function allowBothSpellings({ oidc: { params } }: KoaContextWithOIDC): void {
  const resource = params?.['resource'];
  if (typeof resource !== 'string' || !grantsOfBefore.has(params?.['grant_type'])) return;
  (params as Record<string, unknown>)['resource'] = [resource, otherSpelling(resource)];
}

/** The spelling of before, where two of the same resource stand: what oidc-provider asks for that wants a single one. */
export function spellingOfBefore({ oidc: { entities } }: KoaContextWithOIDC, named: string[]): string | string[] {
  const [resource = '', other, ...more] = named;
  if (more.length > 0 || other !== otherSpelling(resource)) return named;
  const held = entities.AuthorizationCode ?? entities.RefreshToken ?? entities.DeviceCode;
  const before = new Set([held?.resource ?? []].flat());
  return !before.has(resource) && before.has(other) ? other : resource;
}

/** What the client itself wrote. @param resource the parameter, as it stands there */
export const asWritten = (resource: unknown): unknown =>
  Array.isArray(resource) && resource.length === 2 && resource[1] === otherSpelling(String(resource[0]))
    ? resource[0]
    : resource;

/** For the token endpoint, before any grant looks at its parameters. */
export function readTokenRequest(ctx: KoaContextWithOIDC): void {
  tidyScope(ctx);
  // At the exchange `audience` is not a name of `resource` but has a meaning of its own (RFC 8693).
  if (ctx.oidc.params?.['grant_type'] !== tokenExchangeGrantType) readResource(ctx, policyOf(ctx.oidc.client));
  allowBothSpellings(ctx);
}
