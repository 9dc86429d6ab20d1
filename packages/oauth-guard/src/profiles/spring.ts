import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Spring Authorization Server. There is no `typ`, scopes are a list, and `aud` is the client unless a customizer makes it the
 * API; the client stands nowhere else. ID tokens have neither `scope` nor `nbf`.
 *
 * Source: Spring Authorization Server reference, "Core Model / Components", "How-to: Add authorities as custom claims in JWT";
 * `JwtGenerator`.
 */
export const spring: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  untyped: true,
  client: ['client_id', 'azp'],
  scopes: ['scope'],
  roles: ['roles'],
  required: ['scope', 'nbf', 'jti', 'iat'],
  refused: OTHER_TOKENS,
};
