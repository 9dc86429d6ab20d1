/**
 * Opaque tokens: the authorization server is asked about them (RFC 7662), and may sign its answer (RFC 9701). Answers are
 * remembered for a few seconds, one question is asked at a time for each token, and there is a bound on questions in flight.
 */

import { hash } from 'node:crypto';
import { isSignatureAlgorithm } from './algorithms.ts';
import { type AudienceRules, checkAudience, checkClient } from './audience.ts';
import { dateFault, invalidClaims, isNumericDate, signInFault } from './claims.ts';
import { type ClientAuthentication, clientCredentials } from './client-authentication.ts';
import { type Confirmations, confirmationOf } from './confirmation.ts';
import { shown } from './detail.ts';
import { type FetchSettings, faultAt, fetchBytes } from './fetch-json.ts';
import { isObject, parseJsonObject } from './json.ts';
import { hasUnsupportedHeader, parseCompactJws } from './jws.ts';
import type { AccessTokenClaims } from './principal.ts';
import type { TokenReader } from './profiles/token-reader.ts';
import { Refusal, refuse } from './refusal.ts';
import type { Time } from './time.ts';
import { checkTimes, type Dates, type TimeRules } from './token-times.ts';
import type { TrustedIssuer } from './verify-jwt.ts';

/** The policy that introspected tokens are accepted under. */
export interface IntrospectionRules extends AudienceRules, TimeRules {
  readonly trusted: TrustedIssuer;
  /** Where its answers say who and what: RFC 7662 section 2.2, and what this issuer adds. */
  readonly reader: TokenReader;
  readonly client: ClientAuthentication;
  /** Only signed answers are accepted. */
  readonly signed: boolean;
  /** For so long a token that is not active is refused without asking again. */
  readonly inactiveSeconds: number;
  readonly confirmations: Confirmations;
}

/** The endpoint, or for the log why it is not known. */
export type FoundEndpoint = { readonly url: string } | { readonly url?: undefined; readonly detail: string };

const MAX_IN_FLIGHT = 100;
const MAX_INACTIVE = 10_000;
const TOKEN_TYPES = new Set(['bearer', 'dpop']);
const SIGNED = 'application/token-introspection+jwt';

/** Asks one authorization server about opaque tokens. */
export class Introspector {
  readonly reader: TokenReader;
  readonly #rules: IntrospectionRules;
  readonly #endpoint: () => Promise<FoundEndpoint>;
  readonly #fetchSettings: FetchSettings;
  readonly #time: Time;
  readonly #onAnswer: ((fault: string | undefined) => void) | undefined;
  readonly #inFlight = new Map<string, Promise<AccessTokenClaims | Refusal>>();
  readonly #inactive = new Map<string, number>();

  constructor(
    rules: IntrospectionRules,
    ports: {
      endpoint: () => Promise<FoundEndpoint>;
      fetchSettings: FetchSettings;
      time: Time;
      /** Told after each question why it got no answer of use, or undefined. */
      onAnswer?: ((fault: string | undefined) => void) | undefined;
    },
  ) {
    this.#rules = rules;
    this.reader = rules.reader;
    this.#endpoint = ports.endpoint;
    this.#fetchSettings = ports.fetchSettings;
    this.#time = ports.time;
    this.#onAnswer = ports.onAnswer;
  }

  /** The claims of an active token, or a refusal. Never rejects. */
  introspect(token: string): Promise<AccessTokenClaims | Refusal> | Refusal {
    const name = hash('sha256', token, 'base64');
    const inactiveUntil = this.#inactive.get(name);
    if (inactiveUntil !== undefined) {
      if (this.#time.monotonic() < inactiveUntil) return refuse('token_inactive');
      this.#inactive.delete(name);
    }
    const asked = this.#inFlight.get(name);
    if (asked !== undefined) return asked;
    if (this.#inFlight.size >= MAX_IN_FLIGHT) return unavailable('too many questions in flight');
    const question = this.#answer(token, name).finally(() => this.#inFlight.delete(name));
    this.#inFlight.set(name, question);
    return question;
  }

  async #answer(token: string, name: string): Promise<AccessTokenClaims | Refusal> {
    const outcome = await this.#ask(token, name);
    const isFault = outcome instanceof Refusal && outcome.code === 'introspection_unavailable';
    this.#onAnswer?.(isFault ? outcome.parameters.detail : undefined);
    return outcome;
  }

  async #ask(token: string, name: string): Promise<AccessTokenClaims | Refusal> {
    const endpoint = await this.#endpoint();
    if (endpoint.url === undefined) return unavailable(endpoint.detail);
    const { client, signed, trusted } = this.#rules;
    const nowSeconds = this.#time.now() / 1000;
    const { headers, parameters } = clientCredentials(client, trusted.issuer, nowSeconds);
    const answer = await fetchBytes(endpoint.url, this.#fetchSettings, {
      method: 'POST',
      headers: {
        ...headers,
        accept: signed ? SIGNED : 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token, token_type_hint: 'access_token', ...parameters }).toString(),
    });
    if (answer.status !== 200) return unavailable(faultAt(endpoint.url, answer.detail ?? faultOf(answer.status)));
    const claims = signed ? await this.#readSigned(answer.bytes, answer.contentType) : parseJsonObject(answer.bytes);
    if (claims === undefined)
      return unavailable(faultAt(endpoint.url, 'the answer cannot be read or its signature is wrong'));
    if (claims['active'] === true) return this.#check(claims);
    this.#rememberInactive(name);
    return refuse('token_inactive');
  }

  /** RFC 9701 section 5: a JWT of its own type, by this issuer, for us, about this very question. */
  async #readSigned(bytes: Uint8Array, contentType: string): Promise<Record<string, unknown> | undefined> {
    const { trusted, client, audiences, clockToleranceSeconds } = this.#rules;
    const jws = parseCompactJws(Buffer.from(bytes).toString('latin1').trim());
    if (jws === undefined || !contentType.startsWith(SIGNED) || hasUnsupportedHeader(jws.header)) return undefined;
    const { alg, typ, kid } = jws.header;
    const { iss, aud, iat, token_introspection: claims } = jws.payload;
    const forUs = [aud].flat().some((audience) => audience === client.id || audiences.has(audience as string));
    const recent = isNumericDate(iat) && Math.abs(this.#time.now() / 1000 - iat) <= 60 + clockToleranceSeconds;
    if (typ !== 'token-introspection+jwt' || iss !== trusted.issuer || !forUs || !recent) return undefined;
    if (!isSignatureAlgorithm(alg) || !trusted.algorithms.includes(alg) || !isObject(claims)) return undefined;
    const key = await trusted.keys.find(kid, alg);
    return !(key instanceof Refusal) && key.verifies(jws.signingInput(), jws.signature) ? claims : undefined;
  }

  /**
   * What an active token must say. `token_type` is asked for because authorization servers also introspect refresh tokens as
   * active, and give those none.
   */
  #check(answer: Record<string, unknown>): AccessTokenClaims | Refusal {
    const { active: _active, ...claims } = answer;
    const { trusted, reader } = this.#rules;
    const { token_type: type, sub = claims['client_id'], iss = trusted.issuer } = claims;
    if (iss !== trusted.issuer)
      return new Refusal('wrong_issuer', { detail: `iss is ${shown([iss])}, not ${shown([trusted.issuer])}` });
    if (typeof type !== 'string' || !TOKEN_TYPES.has(type.toLowerCase()))
      return new Refusal('wrong_type', { detail: `token_type is ${shown([type])}, not Bearer or DPoP` });
    const fault = dateFault(claims) ?? reader.findFault(claims) ?? signInFault(claims);
    if (fault !== undefined) return invalidClaims(fault);
    const wrong =
      checkAudience(claims['aud'], this.#rules, trusted.audienceRules) ??
      checkClient(claims, reader, trusted.audienceRules) ??
      confirmationOf(claims['cnf'], this.#rules.confirmations) ??
      checkTimes(claims as object as Dates, this.#rules, this.#time.now() / 1000);
    if (wrong !== undefined) return wrong;
    return { ...claims, iss, sub } as AccessTokenClaims;
  }

  #rememberInactive(name: string): void {
    if (this.#inactive.size >= MAX_INACTIVE) {
      const [oldest] = this.#inactive.keys();
      this.#inactive.delete(oldest as string);
    }
    this.#inactive.set(name, this.#time.monotonic() + this.#rules.inactiveSeconds * 1000);
  }
}

function faultOf(status: number): string {
  const advice = status === 401 ? '; is the client that introspection names registered, with this secret?' : '';
  return `status ${status}${advice}`;
}

function unavailable(detail: string): Refusal {
  return new Refusal('introspection_unavailable', { retryAfterSeconds: 1, detail });
}
