import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * authentik. An access token is made of the claims of the ID token with `azp` and `uid` added, so that these two tell it, and
 * `nonce` does not. `aud` is the client of the provider. Groups come by the scope `profile` where "Include claims in id_token"
 * is on.
 *
 * Source: authentik documentation, "OAuth 2.0 provider"; `IDToken.to_access_token` of `authentik/providers/oauth2/id_token.py`.
 */
export const authentik: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  client: ['azp'],
  scopes: ['scope'],
  roles: ['groups'],
  required: ['azp', 'uid', 'iat'],
  refused: OTHER_TOKENS.filter((name) => name !== 'nonce'),
};
