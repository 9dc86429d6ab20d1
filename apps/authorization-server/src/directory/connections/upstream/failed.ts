/**
 * What can go wrong with an upstream provider.
 *
 * - `denied`: the user, or the upstream, said no.
 * - `unavailable`: it cannot be reached, is too slow, or says itself that it is out of order. Later may be better.
 * - `misconfigured`: what the operator declared does not fit what is there; later is no better.
 * - `invalid_answer`: what came is no good answer: another issuer or audience, a wrong signature, an answer to another request.
 */
export type UpstreamFailure = 'denied' | 'unavailable' | 'misconfigured' | 'invalid_answer';

/** The upstream did not say who the user is. `message` is for operators and holds no secret. */
export class UpstreamFailed extends Error {
  override readonly name = 'UpstreamFailed';
  readonly failure: UpstreamFailure;
  /** The code of the protocol (RFC 6749, section 4.1.2.1), where it gave one. */
  readonly code: string | undefined;
  /** `discovery`: before anything was asked, when its metadata were read or our own secret. */
  stage?: 'discovery';

  constructor(failure: UpstreamFailure, message: string, options: { code?: string | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.failure = failure;
    this.code = options.code;
  }
}

/** After so many seconds it is worth asking an upstream again that is away. */
export const upstreamRetrySeconds = 5;

/** A logout token says nothing that counts. The message is for the sender, and holds nothing of the token. */
export class LogoutTokenRefused extends Error {
  override readonly name = 'LogoutTokenRefused';
}
