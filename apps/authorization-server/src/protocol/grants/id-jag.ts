/** Names of the identity assertion authorization grant (ID-JAG, draft-ietf-oauth-identity-assertion-authz-grant). */

/** What a client asks for at the token exchange. */
export const idJagTokenType = 'urn:ietf:params:oauth:token-type:id-jag';

/** The header `typ` of a grant, by which it is told from every other JWT. */
export const idJagType = 'oauth-id-jag+jwt';

/** What authorization server metadata says of a server that redeems them (`authorization_grant_profiles_supported`). */
export const idJagProfile = 'urn:ietf:params:oauth:grant-profile:id-jag';
