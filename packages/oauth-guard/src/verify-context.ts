/** A bare token in the shape of a request, for callers that have no request. */

import type { TokenScheme } from './principal.ts';
import { type GuardRequest, pathAndQuery } from './request.ts';

/**
 * What `verify` needs to know of the request when a token may be bound to its sender.
 *
 * @example
 * const context: VerifyContext = { method: 'GET', url: '/orders', dpopProof };
 */
export interface VerifyContext {
  /** Default: `DPoP` when there is a proof, else `Bearer`. */
  readonly scheme?: TokenScheme;
  readonly method?: string;
  /** Path and query, or an absolute URL of which these are taken. */
  readonly url?: string;
  readonly dpopProof?: string;
  /** DER. */
  readonly certificate?: Uint8Array;
}

/** A bare token, as `verify` gets it, in the shape of a request. */
export class TokenAlone implements GuardRequest {
  readonly method: string;
  readonly url: string;
  readonly peerAddress = undefined;
  /** There is no request to look for another token in. */
  readonly original = null;
  readonly #token: string;
  readonly #context: VerifyContext;

  constructor(token: string, context: VerifyContext) {
    this.#token = token;
    this.#context = context;
    this.method = context.method ?? 'GET';
    this.url = pathAndQuery(context.url ?? '/');
  }

  headerValues(name: string): readonly string[] {
    const { dpopProof, scheme = dpopProof === undefined ? 'Bearer' : 'DPoP' } = this.#context;
    if (name === 'authorization') return [`${scheme} ${this.#token}`];
    return name === 'dpop' && dpopProof !== undefined ? [dpopProof] : [];
  }

  hasFormToken(): boolean {
    return false;
  }

  peerCertificate(): Uint8Array | undefined {
    return this.#context.certificate;
  }
}
