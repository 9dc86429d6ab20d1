import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Issuers that have no profile of their own here (PingOne, AD FS, SAP and others) and write `JWT` into the header, or no type:
 * a token is an access token when it names a client and scopes and has none of the claims of another token.
 */
export const generic: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  untyped: true,
  client: ['client_id', 'azp', 'cid', 'appid'],
  scopes: ['scope', 'scp'],
  roles: ['roles'],
  required: ['iat', { anyOf: ['client_id', 'azp', 'cid', 'appid'] }, { anyOf: ['scope', 'scp'] }],
  refused: OTHER_TOKENS,
};
