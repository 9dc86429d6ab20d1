/**
 * Calls of an API in the name of a signed-in user. A token that is about to expire is renewed before the call, one that
 * the API refuses is renewed once and the call repeated; however many requests need it, a session renews its tokens once
 * at a time.
 */
import * as client from 'openid-client';
import { IssuerUnavailable } from './errors.ts';
import type { RelyingParty } from './relying-party.ts';
import type { Session } from './session.ts';

/** What the calls need. */
export interface RenewalOptions {
  readonly relyingParty: Pick<RelyingParty, 'refresh'>;
  /** A token is renewed when it has less than this left, in seconds. Default 30. */
  readonly renewBeforeSeconds?: number | undefined;
  readonly nowMs?: (() => number) | undefined;
}

/**
 * Sends one request with a token that is good, as far as anybody can know.
 * @param send sends it, with the access token it is given; called twice at most
 * @throws SessionEnded when the tokens can no longer be renewed
 * @throws IssuerUnavailable when they are over and the authorization server is away
 * @throws client.WWWAuthenticateChallengeError when the API asks for something else than another token
 */
export type RenewedCall = (session: Session, send: (accessToken: string) => Promise<Response>) => Promise<Response>;

/** Makes it. */
export function createRenewedCall(options: RenewalOptions): RenewedCall {
  const { relyingParty, renewBeforeSeconds = 30, nowMs = () => performance.now() } = options;

  async function replaceTokens(session: Session): Promise<void> {
    session.tokens = await relyingParty.refresh(session.tokens);
  }

  function renew(session: Session): Promise<void> {
    session.refreshing ??= replaceTokens(session).finally(() => {
      session.refreshing = undefined;
    });
    return session.refreshing;
  }

  async function renewIfNearExpiry(session: Session): Promise<void> {
    const leftMs = session.tokens.expiresAtMs - nowMs();
    if (leftMs > renewBeforeSeconds * 1000) return;
    try {
      await renew(session);
    } catch (error) {
      // The server being away matters only when the token that we have is really over.
      if (!(error instanceof IssuerUnavailable) || leftMs <= 0) throw error;
    }
  }

  return async (session, send) => {
    await renewIfNearExpiry(session);
    const { accessToken } = session.tokens;
    try {
      return await send(accessToken);
    } catch (error) {
      if (!(error instanceof client.WWWAuthenticateChallengeError)) throw error;
      if (challengeOf(error).code !== 'invalid_token') throw error;
      // Somebody else may have renewed it while this call was on its way.
      if (session.tokens.accessToken === accessToken) await renew(session);
      return send(session.tokens.accessToken);
    }
  };
}

/** What a resource asks for (RFC 6750 section 3, RFC 9449 section 7.1, RFC 9470 section 3). */
export interface Challenge {
  readonly code: string | undefined;
  readonly acrValues: readonly string[];
  readonly maxAgeSeconds: number | undefined;
  /** The scopes that would be enough, with `insufficient_scope`. */
  readonly scopes: readonly string[];
}

/** The challenge of a refused call. */
export function challengeOf(error: client.WWWAuthenticateChallengeError): Challenge {
  const challenge = error.cause.find(({ scheme }) => /^(?:bearer|dpop)$/iu.test(scheme));
  const {
    error: code,
    acr_values,
    max_age,
    scope,
  } = (challenge?.parameters ?? {}) as Record<string, string | undefined>;
  const seconds = Number(max_age);
  return {
    code,
    acrValues: words(acr_values),
    maxAgeSeconds: max_age !== undefined && Number.isInteger(seconds) && seconds >= 0 ? seconds : undefined,
    scopes: words(scope),
  };
}

const words = (list: string | undefined): readonly string[] => list?.split(' ').filter(Boolean) ?? [];
