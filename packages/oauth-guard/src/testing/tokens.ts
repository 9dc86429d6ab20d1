/** What the tokens of a test issuer say. */

import { createHash, randomUUID } from 'node:crypto';
import { known } from '../value-checks.ts';
import type { DpopClient } from './dpop-client.ts';

/**
 * What a token says; everything has a default.
 *
 * @example
 * const expired: TokenParameters = { subject: 'alice', scope: 'orders_read', expiresInSeconds: -10 };
 */
export interface TokenParameters {
  readonly subject?: string;
  readonly clientId?: string;
  /** Scopes separated by spaces. */
  readonly scope?: string;
  readonly audience?: string | readonly string[];
  /** Default 300; may be negative. */
  readonly expiresInSeconds?: number;
  /** Binds the token to this client's key. */
  readonly dpop?: DpopClient;
  /** Binds the token to this client certificate, in DER. */
  readonly certificate?: Uint8Array;
  /** Added to the claims or put over them; `undefined` removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The same for the header. */
  readonly header?: Readonly<Record<string, unknown>>;
}

const TOKEN_PARAMETERS = 'subject clientId scope audience expiresInSeconds dpop certificate claims header';

/**
 * The claims of a new access token (RFC 9068 section 2.2).
 *
 * @param nowSeconds since the epoch
 * @throws TypeError on an unknown member of the parameters
 */
export function claimsOf(
  parameters: TokenParameters,
  issuer: { readonly issuer: string; readonly audience: string; readonly nowSeconds: number },
): Record<string, unknown> {
  known('a token', parameters, TOKEN_PARAMETERS);
  const { subject = 'alice', clientId = 'test-client', scope, expiresInSeconds = 300 } = parameters;
  const issuedAt = Math.floor(issuer.nowSeconds);
  const cnf = confirmationOf(parameters);
  return {
    iss: issuer.issuer,
    sub: subject,
    aud: parameters.audience ?? issuer.audience,
    client_id: clientId,
    iat: issuedAt,
    exp: issuedAt + expiresInSeconds,
    jti: randomUUID(),
    ...(scope === undefined ? {} : { scope }),
    ...(Object.keys(cnf).length === 0 ? {} : { cnf }),
    ...parameters.claims,
  };
}

function confirmationOf({ dpop, certificate }: TokenParameters): Record<string, string> {
  return {
    ...(dpop === undefined ? {} : { jkt: dpop.thumbprint }),
    ...(certificate === undefined ? {} : { 'x5t#S256': createHash('sha256').update(certificate).digest('base64url') }),
  };
}

/** The claims in a token, whoever signed it. */
export function readClaims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}
