/** What may be given for an identity assertion authorization grant: never more than it, the client and the roles of the user allow. */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { openIdScopes } from '../../directory/accounts/schema.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import type { Resource } from '../../directory/resources/schema.ts';
import { accountOf } from '../engine/claims.ts';
import { type MissingRolesDependencies, missingRoles } from '../engine/missing-roles.ts';
import { policyOf } from '../engine/registered-client.ts';
import { resourceOfClient } from '../engine/resource-indicators.ts';
import type { IdJag } from './id-jag-assertion.ts';

type Dependencies = Pick<MissingRolesDependencies, 'resources'>;

const notForClient = () => new errors.InvalidTarget('this client may not ask for tokens for that resource');

const withoutOpenId = (scopes: readonly string[] | undefined): string[] | undefined =>
  scopes?.filter((scope) => !(openIdScopes as readonly string[]).includes(scope));

/** Scopes of APIs that the request names; undefined when it names none. */
function askedScopes({ oidc: { params } }: KoaContextWithOIDC): string[] | undefined {
  const { scope } = params as { scope?: string };
  const asked = withoutOpenId(scope?.split(' ').filter(Boolean)) ?? [];
  return asked.length > 0 ? asked : undefined;
}

/** Its registered spelling. */
const spelled = (resources: Resources, indicator: string): string => resources.find(indicator)?.indicator ?? indicator;

/** The indicator that is meant: what the request names, or the only one that the grant and the client have in common. */
function meant({ resources }: Dependencies, ctx: KoaContextWithOIDC, idJag: IdJag): string {
  const policy = policyOf(ctx.oidc.client);
  const [named, ...further] = [ctx.oidc.params?.['resource'] ?? []].flat() as string[];
  if (further.length > 0) throw new errors.InvalidTarget('a token is for exactly one resource');
  const allowed = idJag.resources?.map((one) => spelled(resources, one));
  if (named !== undefined) {
    if (allowed && !allowed.includes(spelled(resources, named)))
      throw new errors.InvalidTarget('the assertion is not for that resource');
    return named;
  }
  if (!allowed) return resourceOfClient(policy, askedScopes(ctx));
  const [only, ...others] = allowed.filter((indicator) => Object.hasOwn(policy.scopes, indicator));
  if (only === undefined) throw notForClient();
  if (others.length > 0)
    throw new errors.InvalidTarget('the assertion is for several resources: name one by the parameter resource');
  return only;
}

/** The one resource of the token. Throws InvalidTarget. */
export function resourceWithin(dependencies: Dependencies, ctx: KoaContextWithOIDC, idJag: IdJag): Resource {
  const target = dependencies.resources.find(meant(dependencies, ctx, idJag));
  if (!target || !Object.hasOwn(policyOf(ctx.oidc.client).scopes, target.indicator)) throw notForClient();
  return target;
}

/**
 * The scopes of the token. What the request names must be in the grant and in what the client may have; what only the grant names is
 * narrowed to that, and both to the roles of the user. Throws InvalidScope.
 */
export function scopesWithin(
  dependencies: MissingRolesDependencies,
  ctx: KoaContextWithOIDC,
  idJag: IdJag,
  target: Resource,
): string[] {
  const { indicator, default_scopes: defaultScopes } = target;
  const claimed = withoutOpenId(idJag.scopes);
  const asked = askedScopes(ctx);
  const ofClient = policyOf(ctx.oidc.client).scopes[indicator] ?? [];
  const beyond = (most: readonly string[]) => (asked ?? []).filter((scope) => !most.includes(scope)).join(' ');
  if (claimed && beyond(claimed) !== '')
    throw new errors.InvalidScope('the assertion does not allow that scope', beyond(claimed));
  if (beyond(ofClient) !== '')
    throw new errors.InvalidScope('this client may not ask for that scope', beyond(ofClient));
  const wanted = [...new Set(asked ?? claimed ?? defaultScopes)];
  const allowed = wanted.filter((scope) => ofClient.includes(scope) && Object.hasOwn(target.scopes, scope));
  if (allowed.length === 0)
    throw new errors.InvalidScope('nothing that the assertion allows is for this client', wanted.join(' '));
  const ofUser = dependencies.resources.scopesOfRoles(accountOf(ctx)?.roles ?? [], indicator);
  const scopes = allowed.filter((scope) => ofUser.has(scope));
  if (scopes.length > 0) return scopes;
  throw new errors.InvalidScope(missingRoles(ctx, dependencies, indicator, allowed), allowed.join(' '));
}
