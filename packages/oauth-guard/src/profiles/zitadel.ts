import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * ZITADEL, where the application or service account is set to JWT. ID tokens have neither `jti` nor `nbf`. `aud` names every
 * client of the project and the project itself, so that `allowSeveralAudiences` is needed. Roles are the names of an object.
 *
 * Source: ZITADEL documentation, "Claims", "Retrieve user roles"; `NewAccessTokenClaims` and `SignerFromKey` of zitadel/oidc.
 */
export const zitadel: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  client: ['client_id', 'azp'],
  scopes: ['scope'],
  roles: [{ keysOf: 'urn:zitadel:iam:org:project:roles' }],
  required: ['jti', 'iat', 'nbf', { anyOf: ['client_id', 'azp'] }],
  refused: OTHER_TOKENS,
};
