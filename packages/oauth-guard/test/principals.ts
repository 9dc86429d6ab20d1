/** Principals without tokens, for the parts that only look at principals. */

import { type AccessTokenClaims, type AccessTokenHeader, Principal } from '../src/principal.ts';
import { TOKEN_PROFILES } from '../src/profiles/named.ts';
import { TokenReader } from '../src/profiles/token-reader.ts';
import { type ScopeHierarchy, scopeExpander } from '../src/scopes.ts';

const reader = new TokenReader(TOKEN_PROFILES.rfc9068);

export function principalOf(
  claims: Partial<AccessTokenClaims> = {},
  {
    token = 'a.b.c',
    hierarchy = {},
    header = { alg: 'RS256', typ: 'at+jwt' },
  }: { token?: string; hierarchy?: ScopeHierarchy; header?: AccessTokenHeader } = {},
): Principal {
  const payload = {
    iss: 'https://login.example.com',
    sub: 'alice',
    aud: 'https://api.example.com',
    client_id: 'web-app',
    exp: 2_000_000_000,
    iat: 1_999_999_700,
    jti: 'j',
    ...claims,
  };
  return new Principal({
    token,
    header,
    payload,
    reader,
    resource: 'https://api.example.com',
    effectiveScopes: scopeExpander(hierarchy),
  });
}
