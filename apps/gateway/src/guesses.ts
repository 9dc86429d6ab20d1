/** Addresses from which credentials come that were made up are not listened to after a while. */
import type { IncomingMessage } from 'node:http';
import { clientAddress, HttpError, type RateLimit } from '@gatehouse/http';
import { networkOf } from '@gatehouse/http/network';
import type { RefusalCode } from '@gatehouse/oauth-guard';

/**
 * Refusals that say that a credential was made up. One that was genuine once, or is shown in the wrong way or at the wrong
 * place, tells a stranger nothing: its holder has to hear what is wrong with it, whatever neighbours do.
 */
const GUESSED = new Set<RefusalCode>([
  'malformed_token',
  'unsupported_algorithm',
  'unsupported_header',
  'unknown_key',
  'bad_signature',
  'wrong_issuer',
  'token_inactive',
  'opaque_token',
]);

/** Counts guesses. Only what is wrong is held against an address: whoever else is there may be right. */
export interface Guesses {
  /** A credential was not accepted by whoever knows. @throws {HttpError} 429 when there were too many from the address */
  count(request: IncomingMessage): void;
  /** The same for a refusal of the guard, if it says that the token was made up. */
  countRefusal(request: IncomingMessage, code: RefusalCode): void;
}

/** @param limit of refused credentials, for each address */
export function createGuesses(limit: RateLimit): Guesses {
  const count = (request: IncomingMessage): void => {
    const address = networkOf(clientAddress(request));
    const pause = limit.waitSeconds(address);
    if (pause > 0) throw tooManyRequests(pause);
    limit.take(address);
  };
  return {
    count,
    countRefusal(request, code) {
      if (GUESSED.has(code)) count(request);
    },
  };
}

/** The answer to whoever has to wait. */
export const tooManyRequests = (waitSeconds: number): HttpError =>
  new HttpError(429, 'too_many_requests', 'Too many requests; try again after a moment.', {
    headers: { 'Retry-After': String(waitSeconds) },
  });
