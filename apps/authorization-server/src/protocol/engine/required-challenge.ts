/** PKCE (RFC 7636): asked of every client but those that an operator exempts (AS-04). */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { policyOf, provesItself } from './registered-client.ts';

/** Throws InvalidRequest with what to do for a request without a challenge that needs one. */
export function requireChallenge({ oidc: { client, params } }: KoaContextWithOIDC): void {
  if (params?.['code_challenge'] !== undefined || !policyOf(client).require_pkce) return;
  const exemption =
    client && provesItself(client)
      ? '; a confidential client that cannot is exempted by require_pkce: false in the registry'
      : '';
  throw new errors.InvalidRequest(
    `PKCE is required: send code_challenge and code_challenge_method=S256 (RFC 7636)${exemption}`,
  );
}
