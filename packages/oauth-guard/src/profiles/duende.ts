import type { TokenProfile } from './profile.ts';

/**
 * Duende IdentityServer and IdentityServer4: RFC 9068 by its type, with scopes as a list. A client that speaks for itself has no
 * `sub`. Without API resources there is no `aud`, or the one of the issuer (`EmitStaticAudienceClaim`).
 *
 * Source: Duende documentation, "API Scopes", "API Resources", "IdentityServer Options" (AccessTokenJwtType,
 * EmitScopesAsSpaceDelimitedStringInJwt, EmitStaticAudienceClaim), "Authorization based on Scopes and Claims".
 */
export const duende: TokenProfile = {
  types: ['at+jwt'],
  subject: ['sub', 'client_id'],
  client: ['client_id'],
  scopes: ['scope'],
  roles: ['role'],
  required: ['client_id', 'jti', 'iat'],
  refused: ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'],
  audience: 'clients',
  issuerAudiences: ['{issuer}/resources'],
};
