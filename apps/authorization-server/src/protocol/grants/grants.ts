/**
 * The grants of the token endpoint (RFC 6749, section 3.2): the one list. A further grant is a file here with its object, an entry
 * below, and its rule for clients in `directory/clients/grant-types.ts`; metrics, the clients' schema and the provider follow.
 */
import { errors, type Provider } from 'oidc-provider';
import { deviceCodeGrantType } from '../../directory/clients/grant-types.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import { isAsAgreed } from '../engine/consented-client.ts';
import { wrapGrant } from '../engine/engine.ts';
import type { MissingRolesDependencies } from '../engine/missing-roles.ts';
import { unregisteredOf } from '../engine/registered-client.ts';
import { createRequireAssurance } from '../engine/required-assurance.ts';
import { applyDefaultScope, requireScope } from '../engine/resource-indicators.ts';
import type { Keyring } from '../keys/keyring.ts';
import { createDevicePolling } from './device-polling.ts';
import type { Around, Grant } from './grant.ts';
import { type JwtBearerDependencies, jwtBearer } from './jwt-bearer.ts';
import type { RefreshRetry } from './refresh-retry.ts';
import { type TokenExchangeDependencies, tokenExchange } from './token-exchange.ts';
import { createUpstreamCheck, type UpstreamCheckDependencies } from './upstream-check.ts';

export type GrantDependencies = TokenExchangeDependencies &
  JwtBearerDependencies &
  MissingRolesDependencies &
  UpstreamCheckDependencies & {
    readonly resources: Resources;
    readonly refreshRetry: RefreshRetry;
  };

/** What was issued for a user must have a scope, and the sign-in the level that its resources ask for. */
function forUsers(dependencies: MissingRolesDependencies): Around {
  const requireAssurance = createRequireAssurance(dependencies);
  return async (ctx, original) => {
    await original(ctx);
    requireScope(ctx, dependencies);
    requireAssurance(ctx);
  };
}

/** Between consent and token a client that no operator registered may have become another one. */
const requireAgreedClient: Around = async (ctx, original) => {
  await original(ctx);
  const { entities, client } = ctx.oidc;
  if (!isAsAgreed(entities.Grant, client)) {
    const description = 'the client is not as it was when the user agreed to it; ask for authorization again';
    throw Object.assign(new errors.InvalidGrant(description), { error_description: description });
  }
};

/** What outlives the session of the user needs offline_access (OpenID Connect Core, section 11), which the policy may have taken away. */
const requireOfflineAccess: Around = async (ctx, original) => {
  await original(ctx);
  const { entities, client } = ctx.oidc;
  const isAllowed = client.scope?.split(' ').includes('offline_access');
  if (unregisteredOf(client) && !isAllowed && entities.RefreshToken?.scopes.has('offline_access')) {
    const description = 'the client may not have access while the user is away any more; ask for authorization again';
    throw Object.assign(new errors.InvalidGrant(description), { error_description: description });
  }
};

/** All grants. What they remember from request to request is kept when the keys change. */
export function createGrants(dependencies: GrantDependencies): readonly Grant[] {
  const { refreshRetry, clock } = dependencies;
  const ofUser = forUsers(dependencies);
  const upstreamCheck = createUpstreamCheck(dependencies);
  return [
    { type: 'authorization_code', around: [ofUser, requireAgreedClient] },
    { type: 'refresh_token', around: [upstreamCheck, refreshRetry.handle, ofUser, requireOfflineAccess] },
    {
      type: 'client_credentials',
      around: [
        async (ctx, original) => {
          applyDefaultScope(dependencies, ctx);
          await original(ctx);
        },
      ],
    },
    { type: deviceCodeGrantType, around: [createDevicePolling(clock), ofUser] },
    tokenExchange(dependencies),
    jwtBearer(dependencies),
  ];
}

/** Teaches a provider the grants, in the order of the list. */
export function installGrants(provider: Provider, grants: readonly Grant[], keyring: Keyring): void {
  for (const grant of grants) {
    if ('handler' in grant) {
      const { type, parameters, repeatable, handler } = grant;
      provider.registerGrantType(type, handler(provider, keyring), [...parameters], [...repeatable]);
    } else {
      for (const around of grant.around.toReversed()) wrapGrant(provider, grant.type, around);
    }
  }
}
