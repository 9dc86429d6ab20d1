/** Requests to the admin API of a server elsewhere, with the login that is kept for it (RFC 9449 section 7). */
import * as oauth from 'openid-client';
import { urlOf } from '../address.ts';
import { textOf } from '../output.ts';
import { RefusedError } from '../refused.ts';
import { trustFor } from '../token/authorities.ts';
import { asked } from '../token/server-errors.ts';
import { adminBase } from './api-place.ts';
import { type Clock, clientOf, freshLogin } from './session.ts';

/** An answer, and what it demands. */
interface Answer {
  readonly response: Response;
  /** The parameters of its challenge; none unless it has one. */
  readonly challenge: Readonly<Record<string, string | undefined>>;
}

/**
 * A `fetch` for the admin API: it adds the access token with a proof, renews the token, and answers demands for a nonce.
 * Refuses to send anything but to the server.
 * @param server the issuer
 * @throws {RefusedError} when nobody is signed in there, or the login is not enough; its message names the command that helps
 * @throws {TryAgainError} when the server is away
 */
export async function remoteFetch(
  server: string,
  clock: Clock = Date.now,
): Promise<(request: Request) => Promise<Response>> {
  const { href } = urlOf('--server', server);
  const issuer = href.replace(/\/$/u, '');
  await trustFor(new URL(issuer), undefined);
  const login = await freshLogin(issuer, clock);
  const base = adminBase(login);
  const { origin } = new URL(base);
  if (login.api !== undefined) await trustFor(new URL(base), undefined);
  const { configuration, proof } = await clientOf({ ...login, keyFile: undefined }, { issuer });
  let { accessToken } = login;

  async function send(request: Request, body: ArrayBuffer | undefined): Promise<Answer> {
    const { url, method, headers } = request;
    try {
      // Proof and token are added to the headers that are handed in.
      const own = new Headers(headers);
      const response = await oauth.fetchProtectedResource(
        configuration,
        accessToken,
        new URL(url),
        method,
        body,
        own,
        proof,
      );
      return { response, challenge: {} };
    } catch (error) {
      if (!(error instanceof oauth.WWWAuthenticateChallengeError)) throw error;
      return { response: error.response, challenge: { ...error.cause[0]?.parameters } };
    }
  }

  return async (request) => {
    if (!request.url.startsWith(`${base}/`))
      throw new TypeError(`the login at ${issuer} is for ${base} alone, not for ${new URL(request.url).origin}`);
    const body = request.body ? await request.arrayBuffer() : undefined;
    return asked(origin, async () => {
      let answer = await send(request, body);
      if (answer.response.status === 401 && answer.challenge['error'] === 'invalid_token') {
        ({ accessToken } = await freshLogin(issuer, clock, accessToken));
        answer = await send(request, body);
      }
      if (answer.response.status === 401) throw refusal(issuer, answer.challenge);
      if (isNoApi(answer.response))
        throw new RefusedError(
          `there is no admin API at ${origin}: where it has an address of its own, "gatehouse login --server ${issuer} --api URL" names it`,
        );
      return answer.response;
    });
  };
}

/** The API says itself what it has not. */
const isNoApi = ({ status, headers }: Response): boolean =>
  status === 404 && !headers.get('content-type')?.startsWith('application/problem+json');

/** Why the login is not enough, and which command helps (RFC 9470). */
function refusal(server: string, { error, acr_values: acr, max_age: age }: Answer['challenge']): RefusedError {
  const again = `gatehouse login --server ${server}`;
  if (error !== 'insufficient_user_authentication')
    return new RefusedError(
      `the server does not take the login (${textOf(error ?? 'unauthorized')}): "${again}" again`,
    );
  if (acr !== undefined)
    return new RefusedError(`this needs a stronger sign-in: "${again} --acr-values '${textOf(acr)}'" again`);
  const why = age === undefined ? 'a new sign-in' : `a sign-in of the last ${textOf(age)} s`;
  return new RefusedError(`this needs ${why}: "${again}" again`);
}
