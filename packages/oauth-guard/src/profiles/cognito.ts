import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Amazon Cognito user pools. `token_use` is `access`, and `id` in ID tokens. There is no `aud` unless the client bound the token
 * to a resource, so that the operator names the clients whose tokens are accepted.
 *
 * Source: Amazon Cognito Developer Guide, "Understanding the access token", "Understanding the identity (ID) token",
 * "Verifying JSON web tokens", "Resource binding".
 */
export const cognito: TokenProfile = {
  types: ['JWT'],
  untyped: true,
  client: ['client_id'],
  scopes: ['scope'],
  roles: ['cognito:groups'],
  required: ['client_id', 'jti', 'iat'],
  values: { token_use: ['access'] },
  refused: OTHER_TOKENS,
  audience: 'clients',
};
