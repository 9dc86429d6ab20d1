/** What errors of the connection and of openid-client mean. */
import { types } from 'node:util';
import * as client from 'openid-client';
import { OutboundRefusedError } from '../../../delivery/outbound/guard.ts';
import { UpstreamFailed, type UpstreamFailure } from './failed.ts';

/** Codes with which an upstream says that it is out of order (RFC 6749, sections 4.1.2.1). */
const outOfOrder: ReadonlySet<string> = new Set(['server_error', 'temporarily_unavailable']);
/** Codes of the token endpoint for which the operator is to blame (RFC 6749, section 5.2). */
const ofOperator: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'unsupported_response_type',
  // GitHub's own.
  'incorrect_client_credentials',
  'redirect_uri_mismatch',
  'application_suspended',
]);

const meaningOf = (code: string): UpstreamFailure => {
  if (outOfOrder.has(code)) return 'unavailable';
  return ofOperator.has(code) ? 'misconfigured' : 'denied';
};

/** Guard, connection, time: what lies below the protocol. */
function belowProtocol(error: unknown): UpstreamFailed | undefined {
  for (let cause = error; types.isNativeError(cause); cause = cause.cause) {
    if (cause instanceof OutboundRefusedError) {
      const isAway = cause.code === 'too_slow';
      const failure = isAway ? 'unavailable' : cause.code === 'answer_too_large' ? 'invalid_answer' : 'misconfigured';
      return new UpstreamFailed(failure, cause.message, { cause: error });
    }
    const { code } = cause as NodeJS.ErrnoException;
    if (
      typeof code === 'string' &&
      /^(?:E[A-Z]+|UND_ERR_.*|.*CERT.*|ERR_TLS_.*|OAUTH_TIMEOUT)$/u.test(code) &&
      !code.startsWith('ERR_INVALID')
    )
      return new UpstreamFailed('unavailable', `the upstream cannot be reached: ${code}`, { cause: error });
  }
  return undefined;
}

/** What went wrong: openid-client says little of it, its cause more. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Response) return `${error.message}: ${cause.status}`;
  return cause instanceof Error ? cause.message : error.message;
}

const longestDescription = 160;

/** Why, in the words of the upstream: what may stand in them (RFC 6749, section 4.1.2.1), and no more than a line. */
function describedBy({ error_description: said }: client.AuthorizationResponseError): string {
  const text = (said ?? '').replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]+/gu, ' ').trim();
  if (text === '') return '';
  return `: "${text.length > longestDescription ? `${text.slice(0, longestDescription)}...` : text}"`;
}

/** The failure that an error is. */
export function failureOf(error: unknown): UpstreamFailed {
  if (error instanceof UpstreamFailed) return error;
  const below = belowProtocol(error);
  if (below) return below;
  if (error instanceof client.AuthorizationResponseError)
    return new UpstreamFailed(meaningOf(error.error), `the upstream answers ${error.error}${describedBy(error)}`, {
      code: error.error,
      cause: error,
    });
  if (error instanceof client.ResponseBodyError)
    return new UpstreamFailed(
      error.status >= 500 ? 'unavailable' : meaningOf(error.error),
      `the upstream answers ${error.error} (${error.status})`,
      { code: error.error, cause: error },
    );
  // 401 at the token endpoint, with a challenge.
  if (error instanceof client.WWWAuthenticateChallengeError)
    return new UpstreamFailed('misconfigured', 'the upstream refuses our client_id or secret: invalid_client', {
      code: 'invalid_client',
      cause: error,
    });
  const isAway = error instanceof Error && error.cause instanceof Response && error.cause.status >= 500;
  if (isAway) return new UpstreamFailed('unavailable', sentenceOf(error), { cause: error });
  const message = sentenceOf(error);
  return new UpstreamFailed('invalid_answer', `the answer of the upstream is not good: ${message}`, { cause: error });
}
