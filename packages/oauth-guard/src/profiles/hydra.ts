import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Ory Hydra with JWT access tokens. All of its tokens have `JWT` in the header; ID tokens and logout tokens have neither
 * `client_id` nor `nbf`. `aud` is an empty list when the client asked for none. What an application adds stands in `ext`.
 *
 * Source: Ory documentation, "JWT access tokens" (`oauth2.jwt.scope_claim`, `allowed_top_level_claims`), "OAuth 2.0 token
 * audience", "ID token claims"; tokens of release 2.3.
 */
export const hydra: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  client: ['client_id'],
  scopes: ['scp', 'scope'],
  roles: [['ext', 'roles'], 'roles'],
  required: ['client_id', 'jti', 'iat', 'nbf'],
  refused: [...OTHER_TOKENS, 'rat'],
  audience: 'clients',
};
