/** Scopes that are refused because no role of the user gives them (AS-08): what the client is told. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Resources } from '../../directory/resources/resources.ts';
import { accountOf } from './claims.ts';

export interface MissingRolesDependencies {
  readonly resources: Resources;
  /** The developers of an application are told names; elsewhere neither users nor roles are named to it. */
  readonly development: boolean;
}

/** What clients are told where nothing may be named. */
export const noScopeForUser = 'this user may have none of what was asked for';

/** Characters of an error_description (RFC 6749, section 4.1.2.1). */
const plain = (text: string): string => text.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/gu, '?').slice(0, 500);

const listed = (names: readonly string[]): string => names.join(', ') || 'none';

/** Why the user gets none of the scopes, in a sentence for the client. @param asked scopes of the API `indicator` */
export function missingRoles(
  ctx: KoaContextWithOIDC,
  { resources, development }: MissingRolesDependencies,
  indicator: string,
  asked: readonly string[],
): string {
  const account = accountOf(ctx);
  if (!development || !account || asked.length === 0) return noScopeForUser;
  const giving = resources.rolesThatGive(indicator, asked);
  return plain(
    `${account.login} has no role that gives ${asked.join(' ')} of ${indicator} (roles: ${listed(account.roles)}). Roles that do: ${listed(giving)}.`,
  );
}

/**
 * Why an authorization request can give the signed-in user nothing of what it asks of APIs; undefined when something can be given,
 * or nothing of an API was asked for. Of several APIs each has been narrowed to what the roles give.
 */
export function unreachable(ctx: KoaContextWithOIDC, dependencies: MissingRolesDependencies): string | undefined {
  const { oidc } = ctx;
  const apis = Object.entries(oidc.resourceServers ?? {});
  const asked = [...oidc.requestParamScopes].filter((scope) => !oidc.requestParamOIDCScopes.has(scope));
  const [first] = apis;
  if (!first || asked.length === 0 || !accountOf(ctx)) return undefined;
  if (apis.some(([, api]) => asked.some((scope) => api.scopes.has(scope)))) return undefined;
  const [indicator] = first;
  const known = dependencies.resources.find(indicator)?.scopes ?? {};
  return missingRoles(
    ctx,
    dependencies,
    indicator,
    asked.filter((scope) => Object.hasOwn(known, scope)),
  );
}
