import type { TokenProfile } from './profile.ts';

/**
 * Keycloak, Red Hat build of Keycloak. The header says `JWT` for every kind of token, and `at+jwt` where the client is set so
 * ("Use at+jwt as access token header type"); the claim `typ` tells them apart: ID, Refresh, Offline, Logout.
 *
 * Source: Server Administration Guide, "OIDC token and SAML assertion mappings" and "Lightweight access token";
 * `org.keycloak.util.TokenUtil` for the values of `typ`. Roles are those of the realm. Those of one API stand in
 * `resource_access`, under the name of its client, which only the operator knows.
 */
export const keycloak: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  client: ['azp', 'client_id'],
  scopes: ['scope'],
  roles: [['realm_access', 'roles']],
  required: ['azp', 'jti', 'iat'],
  values: { typ: ['Bearer', 'DPoP'] },
  refused: ['at_hash', 'c_hash', 's_hash', 'events'],
  issuerAudiences: ['account', 'broker', 'realm-management'],
};
