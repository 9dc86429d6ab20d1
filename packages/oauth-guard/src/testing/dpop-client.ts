/** A client that proves possession of its key (RFC 9449), for tests. */

import { createHash, randomUUID } from 'node:crypto';
import { signJws } from '../algorithms.ts';
import { known } from '../value-checks.ts';
import { createKeyPair, type PublicJwk } from './signing.ts';

/**
 * What one proof is made for.
 *
 * @example
 * const parameters: ProofParameters = { method: 'POST', url: 'https://api.example.com/orders', token };
 */
export interface ProofParameters {
  readonly method?: string;
  readonly url: string;
  /** The access token; default none, as for a token request. */
  readonly token?: string;
  readonly nonce?: string;
  /** Added to the claims or put over them; `undefined` removes one. For proofs that are meant to be refused. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The same for the header. */
  readonly header?: Readonly<Record<string, unknown>>;
}

const PROOF_PARAMETERS = 'method url token nonce claims header';

/**
 * A client with a key of its own.
 *
 * @example
 * const send = (client: DpopClient) => client.fetch('http://localhost:3001/orders', token);
 */
export interface DpopClient {
  /** What `cnf.jkt` of its tokens is. */
  readonly thumbprint: string;
  readonly publicJwk: PublicJwk;
  /**
   * A fresh proof.
   *
   * @throws TypeError (as a rejection) on an unknown member of the parameters
   */
  proof(parameters: ProofParameters): Promise<string>;
  /** `fetch` with the token and a fresh proof; asked for a nonce, it tries once more with it. */
  fetch(url: string, token: string, init?: RequestInit): Promise<Response>;
}

/**
 * Makes a client with a fresh key.
 *
 * @param now milliseconds since the epoch, for proofs with another time
 *
 * @example
 * const client = await createDpopClient();
 * const token = await issuer.issueToken({ dpop: client });
 */
export async function createDpopClient(
  algorithm: 'ES256' | 'RS256' = 'ES256',
  now: () => number = Date.now,
): Promise<DpopClient> {
  const { privateKey, publicJwk } = await createKeyPair(algorithm);
  const proof = async (parameters: ProofParameters): Promise<string> => {
    known('a proof', parameters, PROOF_PARAMETERS);
    const { method = 'GET', url, token, nonce, claims, header } = parameters;
    const { origin, pathname } = new URL(url);
    const payload = {
      jti: randomUUID(),
      htm: method,
      htu: origin + pathname,
      iat: Math.floor(now() / 1000),
      ...(token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
      ...(nonce === undefined ? {} : { nonce }),
      ...claims,
    };
    return signJws(algorithm, privateKey, { typ: 'dpop+jwt', alg: algorithm, jwk: publicJwk, ...header }, payload);
  };
  let nonce: string | undefined;
  const send = async (url: string, token: string, init: RequestInit): Promise<Response> => {
    const method = init.method ?? 'GET';
    const headers = new Headers(init.headers);
    headers.set('authorization', `DPoP ${token}`);
    headers.set('dpop', await proof({ method, url, token, ...(nonce === undefined ? {} : { nonce }) }));
    const response = await fetch(url, { ...init, headers });
    nonce = response.headers.get('dpop-nonce') ?? nonce;
    return response;
  };
  return {
    thumbprint: createHash('sha256').update(JSON.stringify(publicJwk)).digest('base64url'),
    publicJwk,
    proof,
    async fetch(url, token, init = {}) {
      const response = await send(url, token, init);
      const wanted =
        response.status === 401 && response.headers.get('www-authenticate')?.includes('use_dpop_nonce') === true;
      return wanted ? send(url, token, init) : response;
    },
  };
}
