/** How this API proves to the authorization server who asks (RFC 7662 section 2.1, RFC 6749 section 2.3, RFC 7523 section 2.2). */

import { type KeyObject, randomUUID } from 'node:crypto';
import { type SignatureAlgorithm, signJws } from './algorithms.ts';

/**
 * The client that this API is registered as, and its credential.
 *
 * @example
 * const client: ClientAuthentication = { id: 'orders-api', secret: process.env['API_CLIENT_SECRET'] as string };
 */
export type ClientAuthentication = { readonly id: string } & (
  | { readonly secret: string; readonly method?: 'client_secret_basic' | 'client_secret_post' }
  | { readonly privateKey: KeyObject; readonly algorithm: SignatureAlgorithm; readonly keyId: string }
  /** The certificate is presented by the `fetch` that was handed in (RFC 8705 section 2). */
  | { readonly method: 'tls_client_auth' | 'self_signed_tls_client_auth' }
);

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ASSERTION_SECONDS = 60;

/** Headers and form parameters that authenticate one request. An assertion is made for the issuer, as one string, and used once. */
export function clientCredentials(
  client: ClientAuthentication,
  issuer: string,
  nowSeconds: number,
): { headers: Record<string, string>; parameters: Record<string, string> } {
  if ('privateKey' in client) {
    const issuedAt = Math.floor(nowSeconds);
    const claims = {
      iss: client.id,
      sub: client.id,
      aud: issuer,
      jti: randomUUID(),
      iat: issuedAt,
      exp: issuedAt + ASSERTION_SECONDS,
    };
    const header = { alg: client.algorithm, kid: client.keyId, typ: 'JWT' };
    const assertion = signJws(client.algorithm, client.privateKey, header, claims);
    return {
      headers: {},
      parameters: { client_id: client.id, client_assertion_type: ASSERTION_TYPE, client_assertion: assertion },
    };
  }
  if (!('secret' in client)) return { headers: {}, parameters: { client_id: client.id } };
  if (client.method === 'client_secret_post') {
    return { headers: {}, parameters: { client_id: client.id, client_secret: client.secret } };
  }
  const pair = `${formEncoded(client.id)}:${formEncoded(client.secret)}`;
  return { headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, parameters: {} };
}

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function formEncoded(value: string): string {
  return new URLSearchParams({ '': value }).toString().slice(1);
}
