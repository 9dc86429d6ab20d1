/**
 * The log of upstream providers that fail: connection, stage and codes from closed lists, and nothing that the provider or the browser
 * wrote. Anybody can make a sign-in fail, so a minute has one line of each kind, which counts those that were left out before it.
 */
import type { Logger } from '@gatehouse/logging';
import type { Connection } from '../connections.ts';
import { UpstreamFailed } from './failed.ts';
import type { Upstream } from './upstream.ts';

/** Codes of providers (RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core, section 3.1.2.6), and GitHub's own. */
const knownCodes: ReadonlySet<string> = new Set([
  'access_denied',
  'account_selection_required',
  'consent_required',
  'interaction_required',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'login_required',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'application_suspended',
  'bad_verification_code',
  'incorrect_client_credentials',
  'redirect_uri_mismatch',
]);

/** At most one line of each kind in so long. */
const leastMs = 60_000;

type Stage = 'discovery' | 'request' | 'answer' | 'refresh' | 'logout';

/** The same upstream, whose failures are logged; a user's own no is no warning. */
export function withFailureLog(
  upstream: Upstream,
  { logger, clock }: { readonly logger: Pick<Logger, 'info' | 'warn'>; readonly clock: () => number },
): Upstream {
  const told = new Map<string, { atMs: number; leftOut: number }>();
  const tell = ({ name }: Connection, { failure, code, stage: earlier }: UpstreamFailed, stage: Stage): void => {
    const error = code === undefined || knownCodes.has(code) ? code : 'other';
    const line = { connection: name, stage: earlier ?? stage, reason: failure, error };
    const kind = Object.values(line).join(' ');
    const before = told.get(kind);
    if (before && clock() - before.atMs < leastMs) {
      before.leftOut += 1;
      return;
    }
    told.set(kind, { atMs: clock(), leftOut: 0 });
    const more = before && before.leftOut > 0 ? { left_out: before.leftOut } : {};
    const level = error === 'access_denied' ? 'info' : 'warn';
    logger[level]({ ...line, ...more }, `the upstream provider of the connection ${name} signed nobody in`);
  };
  const watched = async <Answer>(stage: Stage, connection: Connection, ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof UpstreamFailed) tell(connection, error, stage);
      throw error;
    }
  };
  return {
    begin: (connection, wish) => watched('request', connection, () => upstream.begin(connection, wish)),
    finish: (connection, request, answer) =>
      watched('answer', connection, () => upstream.finish(connection, request, answer)),
    again: (connection, tokens, user) => watched('refresh', connection, () => upstream.again(connection, tokens, user)),
    readLogout: (connection, token) => watched('logout', connection, () => upstream.readLogout(connection, token)),
  };
}
