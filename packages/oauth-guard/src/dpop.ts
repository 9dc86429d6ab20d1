/** Proofs of possession (RFC 9449 section 4.3, the checks in its order where the cost allows). */

import { hash } from 'node:crypto';
import {
  algorithmDefinition,
  isSignatureAlgorithm,
  publicMembers,
  type SignatureAlgorithm,
  type VerificationKey,
  verificationKey,
} from './algorithms.ts';
import { isNumericDate } from './claims.ts';
import type { DpopNonces } from './dpop-nonces.ts';
import { isObject } from './json.ts';
import { hasUnsupportedHeader, parseCompactJws } from './jws.ts';
import type { Confirmation } from './principal.ts';
import { Refusal, refuse } from './refusal.ts';
import type { ReplayStore } from './replay.ts';
import type { GuardRequest } from './request.ts';
import { MAX_TOKEN_BYTES } from './token-source.ts';

/** The policy that proofs are checked under. */
export interface DpopRules {
  readonly algorithms: readonly SignatureAlgorithm[];
  /** How old a proof may be. */
  readonly proofAgeSeconds: number;
  readonly clockToleranceSeconds: number;
  /** Scheme, host and base path under which clients reach this API, without a slash at the end. Never taken from Host. */
  readonly publicUrl: string;
  readonly replayStore: ReplayStore;
  readonly nonces: DpopNonces | undefined;
}

/** A proof as it has to be: by this key, for this token, on this request. */
export interface ExpectedProof {
  readonly request: GuardRequest;
  readonly proofs: readonly string[];
  readonly token: string;
  /** `cnf.jkt` of the access token. */
  readonly thumbprint: string;
}

const MAX_JTI_LENGTH = 256;
const MAX_REMEMBERED_KEYS = 1000;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Checks DPoP proofs. Keys of recent proofs are kept ready: making one costs as much as a verification. */
export class DpopVerifier {
  readonly #rules: DpopRules;
  readonly #keys = new Map<string, VerificationKey>();

  constructor(rules: DpopRules) {
    this.#rules = rules;
  }

  /** @returns undefined when the proof holds. Asynchronous only when the replay store is. Never throws and never rejects. */
  check(expected: ExpectedProof, nowSeconds: number): Refusal | undefined | Promise<Refusal | undefined> {
    const [proof] = expected.proofs;
    if (proof === undefined) return refuse('dpop_proof_missing');
    if (expected.proofs.length > 1 || proof.length > MAX_TOKEN_BYTES) return refuse('dpop_proof_malformed');
    const jws = parseCompactJws(proof);
    if (jws === undefined || jws.header['typ'] !== 'dpop+jwt' || hasUnsupportedHeader(jws.header)) {
      return refuse('dpop_proof_malformed');
    }
    const key = this.#keyOf(jws.header, expected.thumbprint);
    if (key instanceof Refusal) return key;
    const { htm, htu, ath, iat, jti, nonce } = jws.payload;
    if (
      typeof jti !== 'string' ||
      jti === '' ||
      jti.length > MAX_JTI_LENGTH ||
      !isNumericDate(iat) ||
      typeof htu !== 'string'
    ) {
      return refuse('dpop_proof_malformed');
    }
    const { method, url } = expected.request;
    if (
      htm !== method ||
      !isSameUrl(htu, this.#rules.publicUrl, url) ||
      ath !== hash('sha256', expected.token, 'base64url')
    ) {
      return refuse('dpop_proof_mismatch');
    }
    const { nonces, proofAgeSeconds, clockToleranceSeconds } = this.#rules;
    if (nonces !== undefined && !(typeof nonce === 'string' && nonces.accepts(nonce))) {
      return new Refusal('use_dpop_nonce', { nonce: nonces.current() });
    }
    const expiresAt = iat + proofAgeSeconds + clockToleranceSeconds;
    if (nowSeconds >= expiresAt || iat > nowSeconds + clockToleranceSeconds) return refuse('dpop_proof_expired');
    if (!key.verifies(jws.signingInput(), jws.signature)) return refuse('dpop_proof_bad_signature');
    return this.#useOnce({ thumbprint: expected.thumbprint, jti, expiresAt });
  }

  /** The nonce for the client's next proof, for the answer to a request with a bound token (RFC 9449 section 8.2). */
  freshNonce({ jkt }: Confirmation): Readonly<Record<string, string>> | undefined {
    const { nonces } = this.#rules;
    return nonces === undefined || jkt === undefined ? undefined : { 'dpop-nonce': nonces.current() };
  }

  /** The proof's own key, which counts only because the token is bound to its thumbprint (RFC 7638). */
  #keyOf(header: Record<string, unknown>, thumbprint: string): VerificationKey | Refusal {
    const { alg, jwk } = header;
    if (!isSignatureAlgorithm(alg) || !this.#rules.algorithms.includes(alg) || !isObject(jwk))
      return refuse('dpop_proof_malformed');
    if (PRIVATE_MEMBERS.some((member) => jwk[member] !== undefined)) return refuse('dpop_proof_malformed');
    const members = publicMembers(jwk, algorithmDefinition(alg));
    if (members === undefined) return refuse('dpop_proof_malformed');
    if (hash('sha256', JSON.stringify(members), 'base64url') !== thumbprint) return refuse('dpop_proof_key_mismatch');
    const name = `${alg} ${thumbprint}`;
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = verificationKey(members, alg);
      if (key === undefined) return refuse('dpop_proof_malformed');
      if (this.#keys.size >= MAX_REMEMBERED_KEYS) this.#keys.clear();
      this.#keys.set(name, key);
    }
    return key;
  }

  #useOnce(use: {
    thumbprint: string;
    jti: string;
    expiresAt: number;
  }): Refusal | undefined | Promise<Refusal | undefined> {
    try {
      const outcome = this.#rules.replayStore.use(use);
      if (typeof outcome === 'string') return replayRefusal(outcome);
      return outcome.then(replayRefusal, () => UNAVAILABLE);
    } catch {
      return UNAVAILABLE;
    }
  }
}

const UNAVAILABLE = new Refusal('replay_store_unavailable', { retryAfterSeconds: 1 });
const FULL = new Refusal('replay_store_full', { retryAfterSeconds: 10 });

function replayRefusal(outcome: string): Refusal | undefined {
  if (outcome === 'first') return undefined;
  return outcome === 'full' ? FULL : refuse('dpop_proof_replayed');
}

/**
 * RFC 9449 section 4.3 (9): the URL without query and fragment. Spellings that RFC 3986 section 6.2.2 and 6.2.3 call equal are
 * equal, but dots in the request's own path are not resolved: the router behind us does not resolve them either.
 */
function isSameUrl(htu: string, publicUrl: string, requestUrl: string): boolean {
  const expected = publicUrl + withoutQuery(requestUrl);
  const given = withoutQuery(htu);
  if (given === expected) return true;
  if (!URL.canParse(given)) return false;
  const { origin, pathname } = new URL(given);
  return canonicalEscapes(origin + pathname) === canonicalEscapes(expected);
}

function withoutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

function canonicalEscapes(url: string): string {
  return url.replace(/%[\da-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
  });
}
