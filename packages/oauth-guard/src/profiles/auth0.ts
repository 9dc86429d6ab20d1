import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Auth0, both token profiles: `JWT` with the client in `azp`, and RFC 9068 with `client_id`. ID tokens name no client.
 *
 * Source: Auth0 documentation, "Access Token Profiles", "Validate Access Tokens", "Enable Role-Based Access Control for APIs".
 * `permissions` are all that the user may do, whatever the application asked for, so they are read as roles: as scopes they would
 * give an application more than it was granted. With the scope `openid` the audience is also the issuer's userinfo.
 */
export const auth0: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  client: ['azp', 'client_id'],
  scopes: ['scope'],
  roles: ['permissions'],
  required: ['iat', { anyOf: ['azp', 'client_id'] }],
  refused: OTHER_TOKENS,
  issuerAudiences: ['{issuer}userinfo', '{issuer}/userinfo'],
};
