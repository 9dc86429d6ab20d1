import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Microsoft Entra ID, v1.0 and v2.0 tokens. An access token names the client in `azp` (v2.0) or `appid` (v1.0) and has `scp`
 * where a user delegated something or `roles` where an application was allowed something; ID tokens name no client, and
 * may have `roles`.
 *
 * Source: Microsoft identity platform, "Access token claims reference", "ID token claims reference", and "Protected web API:
 * Verify scopes and app roles", which asks for `scp` or `roles`. There is no `jti`.
 */
export const entra: TokenProfile = {
  types: ['JWT'],
  client: ['azp', 'appid'],
  scopes: ['scp'],
  roles: ['roles'],
  required: ['tid', 'iat', 'nbf', { anyOf: ['azp', 'appid'] }, { anyOf: ['scp', 'roles'] }],
  values: { ver: ['1.0', '2.0'] },
  refused: OTHER_TOKENS,
};
