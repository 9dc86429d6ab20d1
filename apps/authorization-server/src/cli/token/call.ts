/** `--call URL`: an API called with the token, bound as the token is (RFC 6750, RFC 9449, RFC 8705). */
import * as oauth from 'openid-client';
import { urlOf } from '../address.ts';
import { textOf } from '../output.ts';
import { RefusedError, TryAgainError } from '../refused.ts';
import { provedBy } from './dpop.ts';
import type { Granted } from './granted.ts';
import { asked } from './server-errors.ts';

/** What the API answered. */
export interface CallAnswer {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly body: string;
  /** Throws RefusedError, or TryAgainError, unless it did what it was asked. */
  throwIfRefused(): void;
}

const mostCharacters = 1_048_576;

/** Sends a GET with the access token. */
export async function callApi(
  address: string,
  { connection, tokens, proof }: Pick<Granted, 'connection' | 'tokens' | 'proof'>,
): Promise<CallAnswer> {
  const url = urlOf('--call', address);
  const { access_token: token, token_type: type } = tokens;
  const isBound = type.toLowerCase() === 'dpop';
  return asked(url, async () => {
    const ask = () =>
      oauth.fetchProtectedResource(
        connection.configuration,
        token,
        url,
        'GET',
        undefined,
        new Headers({ accept: 'application/json, */*;q=0.5' }),
        isBound ? provedBy(proof) : {},
      );
    const response = await ask().catch((error: unknown) => {
      if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response;
      throw error;
    });
    const body = (await response.text()).slice(0, mostCharacters);
    return answerOf(url.href, response, body);
  });
}

function answerOf(url: string, { status, headers }: Response, body: string): CallAnswer {
  return {
    method: 'GET',
    url,
    status,
    body,
    throwIfRefused() {
      if (status < 400) return;
      const challenge = headers.get('www-authenticate');
      const said = `${url} answers ${status}${challenge === null ? '' : ` with ${textOf(challenge)}`}`;
      if (status >= 500 || status === 429) throw new TryAgainError(`${said}. Try again`);
      throw new RefusedError(`${said}; look at --scope and --resource, and at what the API asks for`);
    },
  };
}
