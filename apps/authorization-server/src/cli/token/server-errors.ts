/** What a server said, or why it said nothing, as a line that says what to do. */
import * as oauth from 'openid-client';
import { textOf } from '../output.ts';
import { RefusedError, TryAgainError, UsageError } from '../refused.ts';

/** By the codes of RFC 6749, 7009, 8628, 8693, 8707, 9126, 9449 and OpenID Connect Core. */
const advice: Readonly<Record<string, string>> = {
  access_denied: 'the user, or a rule of the server, said no',
  authorization_pending: 'nobody has answered yet',
  consent_required: 'leave --prompt none out, so that the user can be asked',
  expired_token: 'nobody answered in time; start again',
  interaction_required: 'leave --prompt none out, so that the user can be asked',
  invalid_client: 'look at --client-id, at the secret, key or certificate, and at --auth-method',
  invalid_dpop_proof: 'look at the clock of this machine and at the key of --dpop-key',
  invalid_grant: 'the code or token is used, has ended, or is for another client',
  invalid_redirect_uri: 'register the redirect URI, or name a registered one by --redirect-uri',
  invalid_request:
    'the server takes the request for wrong; it may want --dpop, --par, --resource or another --auth-method',
  invalid_scope: 'look at --scope, and at what the client is allowed',
  invalid_target: 'look at --resource or --audience, and at what the client is allowed',
  login_required: 'leave --prompt none out, so that the user can sign in',
  unauthorized_client: 'the client is not registered for this grant; add it to its grant_types',
  unsupported_grant_type: 'the server does not have this grant; its metadata lists grant_types_supported',
  unsupported_token_type: 'the server does not take tokens of this kind here',
};
const passing = new Set(['server_error', 'temporarily_unavailable', 'slow_down']);

const awayCodes = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|EAI_AGAIN|ETIMEDOUT|UND_ERR_\w+)$/u;
const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/u;

/** Asks the server, and throws RefusedError or TryAgainError for whatever goes wrong. @param server for the words */
export async function asked<Answer>(server: URL | string, question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    throw wordsFor(error, new URL(server));
  }
}

function wordsFor(error: unknown, server: URL): unknown {
  if ([RefusedError, TryAgainError, UsageError].some((kind) => error instanceof kind)) return error;
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError) {
    const status = error instanceof oauth.ResponseBodyError ? error.status : undefined;
    return refusal(error.error, error.error_description, status);
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    const [{ parameters } = { parameters: {} as Record<string, string | undefined> }] = error.cause;
    return refusal(parameters['error'] ?? 'unauthorized', parameters['error_description'], error.status);
  }
  return wordsForFailure(error as Failed, server);
}

/** Errors of the network, and answers that no server should give. */
interface Failed extends Error {
  readonly code?: string;
}

function refusal(code: string, description: string | undefined, status: number | undefined): Error {
  const said = `${textOf(code)}${description ? `: ${textOf(description).replace(/\.$/u, '')}` : ''}`;
  if (passing.has(code) || (status !== undefined && status >= 500) || status === 429)
    return new TryAgainError(`the server says ${said}. Try again`);
  const next = advice[code];
  return new RefusedError(`the server says ${said}${next ? `. What to do: ${next}` : ''}`);
}

function wordsForFailure(error: Failed, server: URL): unknown {
  const { host } = server;
  const code = codeOf(error);
  if (awayCodes.test(code)) return new TryAgainError(`nothing answers at ${host} (${code}): does the server run?`);
  if (error.code === 'OAUTH_TIMEOUT') return new TryAgainError(`no answer from ${host} in time`);
  if (code === 'ENOTFOUND') return new RefusedError(`${server.hostname} has no address here: is it written right?`);
  if (certificateCodes.test(code))
    return new RefusedError(
      `the certificate of ${host} is refused (${code}); --ca FILE names an authority of your own`,
    );
  if (code !== '' && !code.startsWith('OAUTH_')) return new RefusedError(`no answer from ${host}: ${code}`);
  return error instanceof oauth.ClientError ? wordsForAnswer(error, host) : error;
}

/** Why a request failed: the reason is the innermost cause. */
function codeOf(error: unknown): string {
  for (let one = error as Failed | undefined, depth = 0; one && depth < 5; one = one.cause as Failed, depth += 1)
    if (typeof one.code === 'string' && /^E[A-Z_]+$|^UND_ERR|CERT|SELF_SIGNED|UNABLE_TO/u.test(one.code))
      return one.code;
  return '';
}

function wordsForAnswer(error: oauth.ClientError, host: string): Error {
  const cause = error.cause as { status?: number; body?: { issuer?: unknown }; message?: string } | undefined;
  if (error.message.startsWith('discovered metadata issuer'))
    return new RefusedError(`the server at ${host} says that its issuer is ${textOf(cause?.body?.issuer)}: give that`);
  const { status } = cause ?? {};
  if (status !== undefined && status >= 500) return new TryAgainError(`${host} answers ${status}. Try again`);
  if (status !== undefined) return new RefusedError(`${host} answers ${status}: is that the right address?`);
  const reason = textOf(cause?.message ?? error.message);
  return new RefusedError(`what ${host} answers is not as it must be: ${textOf(error.message)} (${reason})`);
}
