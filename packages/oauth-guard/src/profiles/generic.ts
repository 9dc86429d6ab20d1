import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/** How issuers write that a token is an access token. Of others it says `refresh_token`, `id`, `Refresh`, `Offline` and the like. */
const ACCESS = /^(?:access|(?:access|bearer|dpop)[-_ ]?token|bearer|dpop|(?:at\+)?jwt)$/i;

/**
 * Issuers that have no profile of their own here (PingOne, AD FS, SAP and others) and write `JWT` into the header, or no type:
 * a token is an access token when it names a client and scopes and has none of the claims of another token. Many issuers say of
 * each of their tokens what it is, by the claims of Keycloak (`typ`), Cognito (`token_use`), ForgeRock (`tokenName`) or others.
 */
export const generic: TokenProfile = {
  types: ['JWT', 'at+jwt'],
  untyped: true,
  client: ['client_id', 'azp', 'cid', 'appid'],
  scopes: ['scope', 'scp'],
  roles: ['roles'],
  required: ['iat', { anyOf: ['client_id', 'azp', 'cid', 'appid'] }, { anyOf: ['scope', 'scp'] }],
  valuesIfThere: { typ: ACCESS, token_use: ACCESS, token_type: ACCESS, tokenName: ACCESS },
  refused: OTHER_TOKENS,
};
