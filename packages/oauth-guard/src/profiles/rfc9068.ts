import type { TokenProfile } from './profile.ts';

/** RFC 9068 section 2: the header, the claims that must be there, and `roles` as section 2.2.3.1 has it. */
export const rfc9068: TokenProfile = {
  types: ['at+jwt'],
  client: ['client_id'],
  scopes: ['scope'],
  scopeLists: false,
  roles: ['roles'],
  required: ['client_id', 'jti', 'iat'],
  refused: [],
};
