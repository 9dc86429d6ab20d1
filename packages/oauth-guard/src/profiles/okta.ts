import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Okta. Access tokens of a custom authorization server have no `typ`; ID tokens have none either, and name no client in `cid`.
 *
 * Source: Okta developer reference, "OpenID Connect & OAuth 2.0", "Access token"; support article "The typ field is missing from
 * the access token header". Tokens of the org authorization server (`okta-internal-at+jwt`) are for Okta's own API: their `aud`
 * is the org itself, so that no other API takes them.
 */
export const okta: TokenProfile = {
  types: ['JWT', 'at+jwt', 'okta-internal-at+jwt'],
  untyped: true,
  client: ['cid'],
  scopes: ['scp'],
  roles: ['groups'],
  required: ['cid', 'scp', 'jti', 'iat'],
  values: { ver: [1] },
  refused: OTHER_TOKENS,
};
