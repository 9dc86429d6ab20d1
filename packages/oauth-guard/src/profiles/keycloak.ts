import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Keycloak, Red Hat build of Keycloak. The header says `JWT` for ID, access and refresh tokens, and `at+jwt` where the client is
 * set so ("Use at+jwt as access token header type"); the claim `typ` tells them apart: ID, Refresh, Offline, Logout.
 *
 * Source: Server Administration Guide, "OIDC token and SAML assertion mappings", "Audience support", "Lightweight access token";
 * `org.keycloak.util.TokenUtil` for the values of `typ`. A `nonce` stood in access tokens before release 24. Lightweight tokens
 * have no `aud`. Roles are those of the realm: those of one API stand in `resource_access`, under the name of its client, which
 * only the operator knows. `account`, `broker` and `realm-management` are clients of Keycloak itself.
 */
export const keycloak: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  client: ['azp'],
  scopes: ['scope'],
  roles: [['realm_access', 'roles']],
  required: ['azp', 'jti', 'iat'],
  values: { typ: ['Bearer', 'DPoP'] },
  refused: OTHER_TOKENS.filter((name) => name !== 'nonce'),
  audience: 'clients',
  issuerAudiences: ['account', 'broker', 'realm-management'],
};
