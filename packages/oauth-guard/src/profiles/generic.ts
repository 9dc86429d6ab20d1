import type { TokenProfile } from './profile.ts';

/**
 * Issuers that have no profile of their own here (PingOne, AD FS, WSO2, SAP and others) and write `JWT` into the header, or no
 * type: a token is an access token when it names a client and scopes and has none of the claims of an ID token (OpenID Connect
 * Core 1.0 sections 2 and 3.3.2.11), a logout token (Back-Channel Logout 1.0 section 2.4) or another answer (JARM section 2.1).
 */
export const generic: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  untyped: true,
  client: ['client_id', 'azp', 'cid', 'appid'],
  scopes: ['scope', 'scp'],
  roles: ['roles'],
  required: ['iat', { anyOf: ['client_id', 'azp', 'cid', 'appid'] }, { anyOf: ['scope', 'scp'] }],
  refused: ['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'code', 'token_introspection'],
};
