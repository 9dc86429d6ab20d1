/** How a request is decided: read the token, verify it, check its binding, ask whether it was revoked, check what the route needs. */

import { kindOf } from './application-call.ts';
import { answer, type ChallengeSettings, type Refused } from './challenge.ts';
import type { DpopVerifier } from './dpop.ts';
import type { RefusalCode } from './errors.ts';
import { andThen, type Eventually, isPromise } from './eventually.ts';
import type { Introspector } from './introspect.ts';
import { looksLikeJws } from './jws.ts';
import type { CertificateBinding } from './mtls.ts';
import type { DecisionEvent } from './options.ts';
import { checkRequirement, type ReadyRequirement } from './policy.ts';
import { Principal, type RequestAuth } from './principal.ts';
import { Refusal, refuse } from './refusal.ts';
import type { GuardRequest } from './request.ts';
import type { RevocationPort } from './revocation.ts';
import type { Time } from './time.ts';
import { type Credentials, isToken68, readCredentials, type TokenFinder } from './token-source.ts';
import { countsUntil } from './token-times.ts';
import type { Remembrance, VerifiedTokens } from './verified-tokens.ts';
import { type JwtRules, type TrustedIssuer, type VerifiedJwt, verifyJwt } from './verify-jwt.ts';

/**
 * A request that may go on.
 *
 * @example
 * const accepted = decision as Accepted;
 * for (const [name, value] of Object.entries(accepted.headers)) response.setHeader(name, value);
 */
export interface Accepted {
  readonly ok: true;
  /** Undefined only where credentials are optional and none were sent. */
  readonly auth: RequestAuth | undefined;
  /** To be set on the answer whatever it will be, such as a fresh `dpop-nonce`. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What was decided about a request.
 *
 * @example
 * const decided: Decision = await api.authenticate(new NodeRequest(request));
 * if (!decided.ok) decided.send(response);
 */
export type Decision = Accepted | Refused;

/** Everything that decisions need. */
export interface AuthenticatorDependencies {
  readonly jwtRules: JwtRules;
  readonly introspection: { readonly introspector: Introspector; readonly cacheSeconds: number } | undefined;
  readonly remembered: VerifiedTokens | undefined;
  readonly dpop: DpopVerifier | undefined;
  readonly bearer: boolean;
  readonly certificates: CertificateBinding | undefined;
  readonly revocation: RevocationPort | undefined;
  readonly effectiveScopes: (scopes: readonly string[]) => ReadonlySet<string>;
  readonly resource: string;
  readonly challenge: ChallengeSettings;
  /** Where else than in the Authorization header a token may be. */
  readonly getToken: TokenFinder | undefined;
  readonly onDecision: ((event: DecisionEvent) => void) | undefined;
  readonly time: Time;
}

const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});
const ANONYMOUS: Accepted = Object.freeze({ ok: true, auth: undefined, headers: NO_HEADERS });
const REVOCATION_UNAVAILABLE = new Refusal('revocation_unavailable', { retryAfterSeconds: 1 });

/** Decides about requests. Nothing here throws or rejects whatever a client sends; a remembered token is decided without a promise. */
export class Authenticator {
  readonly #dependencies: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#dependencies = dependencies;
  }

  /** The decision about one request. */
  authenticate(request: GuardRequest, requirement: ReadyRequirement): Eventually<Decision> {
    const authentication = new Authentication(this.#dependencies, request, requirement);
    try {
      const decision = authentication.decide();
      return isPromise(decision) ? decision.catch((error: unknown) => authentication.unreadable(error)) : decision;
    } catch (error) {
      return authentication.unreadable(error);
    }
  }

  /** What a requirement says about a principal that this same authenticator accepted on this request. */
  authorize(auth: RequestAuth, requirement: ReadyRequirement, request?: object): Refused | undefined {
    const { time, challenge } = this.#dependencies;
    const refusal = checkRequirement(requirement, auth, time.now() / 1000, request);
    if (refusal === undefined) return undefined;
    this.#tellRefused(refusal.code, 'remembered', refusal.parameters.detail);
    return answer(refusal, challenge, auth.scheme, requirement.challengeScopes);
  }

  /** The answer to a request for a reason that was found elsewhere. */
  refuse(code: RefusalCode): Refused {
    this.#tellRefused(code, 'none');
    return answer(refuse(code), this.#dependencies.challenge, undefined);
  }

  /** No time is told: nothing was verified for this refusal. */
  #tellRefused(reason: RefusalCode, source: DecisionEvent['source'], detail?: string): void {
    this.#dependencies.onDecision?.({ outcome: 'refused', reason, source, seconds: 0, detail });
  }
}

/** The authentication of one request. */
class Authentication {
  readonly #dependencies: AuthenticatorDependencies;
  readonly #request: GuardRequest;
  readonly #requirement: ReadyRequirement;
  readonly #startedAt: number;
  #source: DecisionEvent['source'] = 'none';
  #credentials: Credentials | undefined;

  constructor(dependencies: AuthenticatorDependencies, request: GuardRequest, requirement: ReadyRequirement) {
    this.#dependencies = dependencies;
    this.#request = request;
    this.#requirement = requirement;
    this.#startedAt = dependencies.onDecision === undefined ? 0 : dependencies.time.monotonic();
  }

  decide(): Eventually<Decision> {
    const credentials = readCredentials(this.#request, this.#dependencies.getToken);
    if (credentials instanceof Refusal) {
      if (this.#requirement.optional && credentials.code === 'no_credentials') return this.#conclude(ANONYMOUS);
      return this.#conclude(credentials);
    }
    this.#credentials = credentials;
    const unfit = this.#checkScheme(credentials);
    if (unfit !== undefined) return this.#conclude(unfit);
    return andThen(this.#principal(credentials.token), (principal) => {
      if (principal instanceof Refusal) return this.#conclude(principal);
      return andThen(this.#checkBinding(principal, credentials), (unbound) => {
        if (unbound !== undefined) return this.#conclude(unbound);
        return andThen(this.#checkRevocation(principal), (revoked) =>
          this.#conclude(revoked ?? this.#authorize(principal)),
        );
      });
    });
  }

  /** The decision about a request whose own members throw when they are read. */
  unreadable(thrown: unknown): Decision {
    return this.#conclude(new Refusal('unreadable_request', { detail: `reading the request threw ${kindOf(thrown)}` }));
  }

  #checkScheme({ scheme, proofs }: Credentials): Refusal | undefined {
    const { dpop, bearer } = this.#dependencies;
    if (scheme === 'DPoP') return dpop === undefined ? refuse('dpop_not_accepted') : undefined;
    if (!bearer) return refuse('dpop_scheme_required');
    return proofs.length > 0 ? refuse('dpop_proof_with_bearer') : undefined;
  }

  /** Whom the token was issued for. */
  #principal(token: string): Eventually<Principal | Refusal> {
    const { remembered, jwtRules, time } = this.#dependencies;
    const known = remembered?.get(token);
    if (known !== undefined) {
      this.#source = 'remembered';
      return known;
    }
    return andThen(verifyJwt(token, jwtRules, time.now() / 1000), (jwt) =>
      // Going over 800 characters costs time, so that is left to tokens that could not be read.
      jwt instanceof Refusal && jwt.code === 'malformed_token' && !looksLikeJws(token)
        ? this.#introspected(token)
        : this.#rememberVerified(token, jwt),
    );
  }

  /** Whom an opaque token was issued for. */
  #introspected(token: string): Eventually<Principal | Refusal> {
    const { introspection, jwtRules } = this.#dependencies;
    if (!isToken68(token)) return refuse('malformed_authorization');
    if (introspection === undefined) return refuse(token.includes('.') ? 'malformed_token' : 'opaque_token');
    const { introspector, cacheSeconds } = introspection;
    return andThen<Awaited<ReturnType<Introspector['introspect']>>, Principal | Refusal>(
      introspector.introspect(token),
      (payload) => {
        if (payload instanceof Refusal) return payload;
        this.#source = 'introspected';
        const freshUntil = this.#dependencies.time.monotonic() + cacheSeconds * 1000;
        const remembrance = { countsUntil: countsUntil(payload, jwtRules), freshUntil };
        return this.#remember(token, { header: {}, payload, reader: introspector.reader }, remembrance);
      },
    );
  }

  #rememberVerified(token: string, jwt: VerifiedJwt | Refusal): Principal | Refusal {
    if (jwt instanceof Refusal) return jwt;
    this.#source = 'verified';
    const { keys, believedUntil } = jwt.issuer as TrustedIssuer;
    const until = countsUntil(jwt.payload, this.#dependencies.jwtRules);
    return this.#remember(token, jwt, { keys, countsUntil: until, freshUntil: believedUntil });
  }

  #remember(token: string, verified: VerifiedJwt, remembrance: Remembrance): Principal {
    const { remembered, effectiveScopes, resource } = this.#dependencies;
    const { payload, header, reader } = verified;
    const principal = new Principal({
      token,
      header,
      payload,
      reader,
      resource,
      effectiveScopes,
    });
    remembered?.set(principal, remembrance);
    return principal;
  }

  /** A bound token only counts from the one it is bound to, on every request anew. */
  #checkBinding({ confirmation, token }: Principal, { scheme, proofs }: Credentials): Eventually<Refusal | undefined> {
    const { jkt, 'x5t#S256': certificateThumbprint } = confirmation;
    if (jkt === undefined && scheme === 'DPoP') return refuse('dpop_token_not_bound');
    if (jkt !== undefined && scheme === 'Bearer') return refuse('dpop_scheme_required');
    if (certificateThumbprint !== undefined) {
      // A confirmation of a kind that is off was refused with the token.
      const refusal = (this.#dependencies.certificates as CertificateBinding).check(
        this.#request,
        certificateThumbprint,
      );
      if (refusal !== undefined) return refusal;
    }
    if (jkt === undefined) return undefined;
    const proof = { request: this.#request, proofs, token, thumbprint: jkt };
    return (this.#dependencies.dpop as DpopVerifier).check(proof, this.#dependencies.time.now() / 1000);
  }

  #checkRevocation(principal: Principal): Eventually<Refusal | undefined> {
    const { revocation } = this.#dependencies;
    if (revocation === undefined) return undefined;
    try {
      const revoked = revocation.isRevoked(principal);
      if (typeof revoked === 'boolean') return this.#revokedRefusal(principal, revoked);
      return revoked.then(
        (known) => this.#revokedRefusal(principal, known),
        () => REVOCATION_UNAVAILABLE,
      );
    } catch {
      return REVOCATION_UNAVAILABLE;
    }
  }

  /** Anything but a plain "no" means that the token may be revoked. */
  #revokedRefusal(principal: Principal, revoked: unknown): Refusal | undefined {
    if (revoked === false) return undefined;
    this.#dependencies.remembered?.delete(principal.token);
    return refuse('token_revoked');
  }

  #authorize(principal: Principal): Refusal | Accepted {
    // Nothing else of a requirement looks at the request.
    const original = this.#requirement.check === undefined ? undefined : (this.#request.original ?? this.#request);
    const refusal = checkRequirement(this.#requirement, principal, this.#dependencies.time.now() / 1000, original);
    if (refusal !== undefined) return refusal;
    return {
      ok: true,
      auth: principal,
      headers: this.#dependencies.dpop?.freshNonce(principal.confirmation) ?? NO_HEADERS,
    };
  }

  #conclude(outcome: Accepted | Refusal): Decision {
    const { onDecision, time, challenge } = this.#dependencies;
    const refusal = outcome instanceof Refusal ? outcome : undefined;
    if (onDecision !== undefined) {
      onDecision({
        outcome: refusal === undefined ? 'accepted' : 'refused',
        reason: refusal?.code ?? 'ok',
        source: this.#source,
        seconds: (time.monotonic() - this.#startedAt) / 1000,
        detail: refusal?.parameters.detail,
      });
    }
    if (outcome instanceof Refusal)
      return answer(outcome, challenge, this.#credentials?.scheme, this.#requirement.challengeScopes);
    return outcome;
  }
}
