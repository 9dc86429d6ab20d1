/**
 * Where upstream providers say that a session of theirs has ended (OpenID Connect Back-Channel Logout 1.0, section 2.5): we are the
 * relying party. What a logout token is worth, `directory/connections/upstream/logout-token.ts` decides.
 */
import { clientAddress, createRateLimit, formBody, HttpError, originOf } from '@gatehouse/http';
import { networkOf } from '@gatehouse/http/network';
import { LostRaceError, StorageUnavailableError } from '@gatehouse/storage';
import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Audit } from '../../directory/audit/audit.ts';
import type { Connections } from '../../directory/connections/connections.ts';
import { LogoutTokenRefused, UpstreamFailed } from '../../directory/connections/upstream/failed.ts';
import type { Upstream } from '../../directory/connections/upstream/upstream.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import { endUpstreamSessions, type UpstreamLogoutParts } from '../../directory/operations/upstream-logout.ts';

export interface UpstreamLogoutDependencies extends UpstreamLogoutParts {
  readonly connections: Pick<Connections, 'find'>;
  readonly upstream: Pick<Upstream, 'readLogout'>;
  readonly commit: Commit;
  readonly audit: Pick<Audit, 'record'>;
}

/** Tokens of one network that are no good, in a minute; more are not looked at. */
const mostRefused = { requests: 30, windowSeconds: 60 };

/** The answer to what could not be done (section 2.8): always 400, so that senders know it. */
function refusalOf(error: unknown): HttpError {
  const refuse = (code: string, message: string) => new HttpError(400, code, message, { cause: error });
  if (error instanceof LogoutTokenRefused) return refuse('invalid_request', error.message);
  if (error instanceof LostRaceError) return refuse('invalid_request', 'the logout token was used before');
  if (error instanceof UpstreamFailed)
    return refuse('temporarily_unavailable', 'the keys of the upstream cannot be read');
  if (error instanceof StorageUnavailableError) return refuse('temporarily_unavailable', error.sentence);
  if (error instanceof HttpError) return error;
  throw error;
}

/** Routes below `/federation`. */
export function upstreamLogout(dependencies: UpstreamLogoutDependencies): Router {
  const { connections, upstream, commit, audit } = dependencies;
  const router = Router({ strict: true, caseSensitive: true });
  const refused = createRateLimit(mostRefused);

  router.use('/:connection/logout', (_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  });
  router.post('/:connection/logout', formBody(16_384), async (request, response) => {
    const sender = networkOf(clientAddress(request));
    const waitSeconds = refused.waitSeconds(sender);
    if (waitSeconds > 0) {
      const headers = { 'retry-after': String(waitSeconds) };
      throw new HttpError(429, 'temporarily_unavailable', 'too many logout tokens were no good', { headers });
    }
    const name = String(request.params['connection']);
    const connection = connections.find(name);
    if (!connection) throw new HttpError(400, 'invalid_request', 'there is no such connection');
    const { logout_token: token } = request.body as Record<string, unknown>;
    if (typeof token !== 'string') throw new HttpError(400, 'invalid_request', 'one logout_token is needed');
    try {
      const logout = await upstream.readLogout(connection, token);
      const caller = { origin: originOf(request) };
      await commit(await endUpstreamSessions(dependencies, caller, { connection: name, logout }));
    } catch (error) {
      const refusal = refusalOf(error);
      refused.take(sender);
      audit.record(request, {
        event: 'session.ended_upstream',
        outcome: 'failure',
        reason: refusal.code,
        explanation: error instanceof UpstreamFailed ? error.message : refusal.message,
        target: { type: 'connection', id: name },
      });
      throw refusal;
    }
    response.status(200).end();
  });

  // Machines get JSON, whatever they accept.
  router.use('/:connection/logout', (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof HttpError) || response.headersSent) return next(error);
    response.set(error.headers).status(error.status).json({ error: error.code, error_description: error.message });
  });
  return router;
}
